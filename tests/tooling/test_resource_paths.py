"""Shipped files are found in the source tree, in an installed wheel and in a frozen program."""

import sys
from pathlib import Path

import pytest

from protocol_designer import resource_paths
from protocol_designer.resource_paths import data_path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder in an otherwise empty place."""
    folder = tmp_path / "site" / "protocol_designer"
    folder.mkdir(parents=True)
    monkeypatch.setattr(resource_paths, "_PACKAGE", folder)
    return folder


def test_the_source_tree_is_the_place_of_an_editable_install() -> None:
    root = Path(__file__).resolve().parents[2]
    assert data_path("resources", "fonts") == root / "resources" / "fonts"


def test_a_wheel_carries_its_data_inside_the_package(package: Path) -> None:
    inside = package / "_data" / "templates" / "study.json"
    inside.parent.mkdir(parents=True)
    inside.touch()
    (package.parent / "templates").mkdir()
    assert data_path("templates", "study.json") == inside


def test_a_frozen_program_uses_its_own_folder_only(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "templates").mkdir(parents=True)
    (package.parent / "templates").mkdir()
    (package.parent / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(bundle), raising=False)
    assert data_path("templates") == bundle / "templates"
    with pytest.raises(FileNotFoundError):
        data_path("resources")


def test_a_missing_file_is_named_with_the_cure(package: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"lacks templates/gone\.json\. Install the program again"):
        data_path("templates", "gone.json")
