"""The documents name what is there: buttons and fields, keys, pictures, other documents."""

import ast
import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from protocol_designer.gui.actions import ACTIONS, shortcut_of
from protocol_designer.gui.key_table import key_groups

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))
GUIDE = ROOT / "docs" / "guide.md"
EXAMPLES = {
    "Add the 6 parameters the review asks for": "Add the {count} parameters the review asks for",
    "All 42 prior studies": "All {count} prior studies",
    "Go to Dosing": "Go to {page}",
    "Make 4 arms": "Make {count} arms",
}
"""Names in the guide that the program makes from a pattern."""


def _prose() -> str:
    """Return the guide without code, pictures and bold words."""
    text = GUIDE.read_text(encoding="utf-8")
    return re.sub(r"`[^`]*`|!\[[^]]*]\([^)]*\)|\*\*[^*]*\*\*", "", text)


def _bare(text: str) -> str:
    return " ".join(text.replace("&", "").rstrip("…:").split()).casefold()


def test_every_name_in_the_guide_stands_in_the_program() -> None:
    source = "\n".join(
        _bare(node.value)
        for path in (ROOT / "protocol_designer").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    named = {" ".join(name.split()) for name in re.findall(r"(?<![\w*])\*(?! )([^*]+)\*(?![\w*])", _prose())}
    assert len(named) > 50
    assert {name for name in named if _bare(EXAMPLES.get(name, name)) not in source} == set()


def test_every_key_in_the_guide_is_on_the_sheet(qtbot: QtBot) -> None:
    rows = (row for group in key_groups() for row in group.rows)
    known = {shortcut_of(row).toString() for row in ACTIONS} | {key for row in rows for key in row.keys}
    held = {key.rpartition("+")[0] for key in known}
    text = _prose().replace("−", "-").replace("Enter", "Return")
    named = set(re.findall(r"\b(?:(?:Ctrl|Alt|Shift)\+)+(?:[A-Z]\w*|\d|[+.-])|\bF\d+\b", text))
    assert len(named) > 30
    assert {key for key in named if key not in known and key not in held} == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(path: Path) -> None:
    targets = re.findall(r"]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    local = {target for target in targets if "://" not in target}
    assert {target for target in local if not (path.parent / target).exists()} == set()


def test_every_picture_is_shown_somewhere() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    pictures = {picture.name for picture in (ROOT / "docs" / "images").iterdir()}
    assert {name for name in pictures if f"images/{name}" not in shown} == set()
