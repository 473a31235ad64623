"""House rules of the source: the one-way street, no Qt before the workspace, modules of one idea."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import protocol_designer

PACKAGE = Path(protocol_designer.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
WITHOUT_QT = (
    "quantities",
    "domain",
    "derived",
    "power",
    "kinetics",
    "formulary",
    "rules",
    "precedents",
    "edits",
    "revisions",
    "storage",
    "report",
    "export",
)
LONGEST = 400
LONGEST_WINDOW = 300


def _dotted(path: Path) -> str:
    return ".".join((PACKAGE.name, *path.with_suffix("").parts)).removesuffix(".__init__")


@cache
def _syntax(path: Path) -> ast.Module:
    return ast.parse((PACKAGE / path).read_text(encoding="utf-8"))


def _named(paths: list[Path]) -> list[str]:
    return [str(path) for path in paths]


def test_no_room_before_the_workspace_imports_qt() -> None:
    names = [_dotted(path) for path in MODULES if path.parts[0] in WITHOUT_QT]
    assert len({name.split(".")[1] for name in names}) == len(WITHOUT_QT)
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "found = sorted(name for name in sys.modules if name.startswith(('PySide6', 'shiboken6')))\n"
        "sys.exit(' '.join(found) or None)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_nothing_before_the_workspace_loads_what_is_heavy_at_start() -> None:
    """Reportlab, PDF rendering and sqlite-utils are loaded on first use."""
    code = (
        "import sys\n"
        "import protocol_designer.workspace.workspace\n"
        "heavy = {'numpy', 'reportlab', 'pypdfium2', 'sqlite_utils', 'PIL'} & sys.modules.keys()\n"
        "sys.exit(' '.join(heavy) or None)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_street_is_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken" in result.stdout


def test_the_workspace_knows_no_widgets() -> None:
    """Import-linter cannot forbid a part of PySide6."""
    allowed = {"PySide6.QtCore", "PySide6.QtGui"}
    imported = {
        (str(path), node.module)
        for path in MODULES
        if path.parts[0] == "workspace"
        for node in ast.walk(_syntax(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6")
    }
    assert imported
    assert {(path, module) for path, module in imported if module not in allowed} == set()


def test_every_module_says_what_it_owns() -> None:
    assert _named([path for path in MODULES if not ast.get_docstring(_syntax(path))]) == []


def test_modules_stay_short() -> None:
    lengths = {str(path): len((PACKAGE / path).read_text(encoding="utf-8").splitlines()) for path in MODULES}
    allowed = {name: LONGEST_WINDOW if name.endswith("main_window.py") else LONGEST for name in lengths}
    assert {name: length for name, length in lengths.items() if length > allowed[name]} == {}


MAY_COPY_MODELS = {"precedents/start.py", "workspace/models/pump_rows.py"}
"""The start of a whole template, and a table that asks what a review of one weight would say."""


def test_only_edits_copy_models() -> None:
    """A copy skips the validators; edits/_tree.py checks what the verbs give it."""
    copying = [
        path.as_posix()
        for path in MODULES
        if path.parts[0] != "edits"
        and re.search(r"\bmodel_(copy|construct)\b", (PACKAGE / path).read_text(encoding="utf-8"))
    ]
    assert set(copying) <= MAY_COPY_MODELS


@cache
def _identifiers(path: Path) -> str:
    names: set[str] = set()
    for node in ast.walk(_syntax(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.arg | ast.keyword):
            names.add(node.arg or "")
    return " ".join(names).lower()


@pytest.mark.parametrize("word", [r"(?<!in)(?<!out)patient", "masking", "dosage", "safety_?event"])
def test_the_fields_words_are_used(word: str) -> None:
    """Participant, blinding, dose, harms: see the glossary of the rooms."""
    using = [path for path in MODULES if re.search(word, _identifiers(path))]
    assert _named(using) == []


def test_no_module_leaves_a_note_to_itself() -> None:
    noted = [
        path
        for path in MODULES
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", (PACKAGE / path).read_text(encoding="utf-8"))
    ]
    assert _named(noted) == []


def test_no_float_decides_anything() -> None:
    """Rooms that compute hold exact fractions; floats are for pixels."""
    exact = ("quantities", "domain", "derived", "formulary", "rules", "edits")
    found = [
        f"{path}:{node.lineno}"
        for path in MODULES
        if path.parts[0] in exact
        for node in ast.walk(_syntax(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]
    assert found == []
