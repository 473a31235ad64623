"""What an installation consists of: pinned versions, data found wherever the program stands, a safe Qt."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from PySide6.QtWidgets import QApplication, QGraphicsRectItem

import protocol_designer

ROOT = Path(protocol_designer.__file__).parent.parent
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==[0-9][0-9A-Za-z.+!]*( ; [a-z_]+ == \"[a-z0-9]+\")?")


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pinned() -> set[str]:
    found = [PIN.fullmatch(line) for line in _lines((ROOT / "constraints.txt").read_text(encoding="utf-8"))]
    return {_plain(match["name"]) for match in found if match}


def test_constraints_hold_versions_only_and_name_no_host() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert [line for line in _lines(text) if not PIN.fullmatch(line)] == []
    assert "://" not in text


def test_every_direct_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(requirement for extra in extras for requirement in extra)]
    names = {_plain(re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]) for requirement in wanted}
    assert len(names) > 10
    assert names <= _pinned()


def test_qt_calls_do_not_lose_references_to_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 loses one per call on Python before 3.12, and aborts after some thousands."""
    item = QGraphicsRectItem()
    before = sys.getrefcount(None)
    for _ in range(1000):
        item.setPos(1, 2)
    assert sys.getrefcount(None) >= before - 50


FIND_DATA = """
import sys
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.resource_paths import data_path
assert data_path("templates").is_dir()
assert data_path("resources", "fonts").is_dir()
assert load_formulary().limits
print(data_path("resources"))
"""


def _found_from(folder: Path, where: Path) -> Path:
    """Run the package that lies in ``folder`` from another folder; returns where it found its resources."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n{FIND_DATA}"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=where, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return Path(result.stdout.strip())


def test_data_are_found_in_the_source_tree(tmp_path: Path) -> None:
    assert _found_from(ROOT, tmp_path) == ROOT / "resources"


def test_data_are_found_in_a_wheel(tmp_path: Path) -> None:
    build = "import sys; from hatchling.builders.wheel import WheelBuilder\n"
    build += "list(WheelBuilder('.').build(directory=sys.argv[1]))"
    result = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    assert (
        _found_from(tmp_path / "site", tmp_path)
        == tmp_path / "site" / "protocol_designer" / "_data" / "resources"
    )
