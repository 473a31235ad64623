"""What the packages say about themselves agrees with the program, and the build tells whose every file is."""

import json
import re
import struct
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType
from typing import ClassVar
from xml.etree import ElementTree

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from PIL import Image

from protocol_designer import __version__
from protocol_designer.cli.parser import parse
from protocol_designer.storage.layout import APPLICATION_ID, SUFFIX
from protocol_designer.third_party import MissingLicenceError, Part, part_of, third_party

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
MIME = "application/x-ketprotocol"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The modules of the build, as build.spec and the package makers see them."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    monkeypatch.syspath_prepend(str(PACKAGING / "linux"))
    before = set(sys.modules)
    import bundle.contents
    import bundle.icon
    import bundle.icu_data
    import bundle.inventory
    import bundle.sbom
    import manual_page
    import system_packages

    found = ModuleType("tools")
    found.__dict__.update(
        contents=bundle.contents,
        icon=bundle.icon,
        icu=bundle.icu_data,
        inventory=bundle.inventory,
        sbom=bundle.sbom,
        manual=manual_page,
        libraries=system_packages,
    )
    yield found
    for name in set(sys.modules) - before:
        del sys.modules[name]


def icu_package(names: list[str]) -> bytes:
    """A package of ICU data whose items hold their own names."""
    header = struct.pack("<HH", 32, 0x27DA) + bytes(4) + bytes([0, 0, 2, 0]) + b"CmnD" + bytes(16)
    full = [f"icudt73l/{name}".encode() + b"\0" for name in names]
    offsets, at = [], 4 + 8 * len(names)
    for name in full:
        offsets.append(at)
        at += len(name)
    at = -(-at // 16) * 16
    table = b"".join(struct.pack("<II", offset, at + 32 * n) for n, offset in enumerate(offsets))
    front = struct.pack("<I", len(names)) + table + b"".join(full)
    return header + front.ljust(at, b"\0") + b"".join(name.ljust(32, b"*") for name in full)


def test_icus_data_keep_collation_and_lose_names_that_qt_has_itself(tools: ModuleType) -> None:
    kept = ["cnvalias.icu", "coll/root.res", "coll/ucadata.icu", "root.res"]
    lost = ["brkitr/root.res", "curr/de.res", "ibm-37.cnv", "translit/root.res", "zone/de.res"]
    small = tools.icu.smaller_package(icu_package(sorted(kept + lost)))
    assert [name.removeprefix("icudt73l/") for name, _ in tools.icu._items(small[32:])] == kept
    contents = dict(tools.icu._items(small[32:]))
    assert contents["icudt73l/coll/root.res"].startswith(b"icudt73l/coll/root.res\0*")
    assert tools.icu.smaller_package(small) == small


@pytest.mark.parametrize("damaged", [b"", b"\0" * 64, icu_package(["root.res"])])
def test_icu_data_of_another_form_stop_the_build(tools: ModuleType, damaged: bytes) -> None:
    with pytest.raises((tools.icu.IcuDataError, IndexError)):
        tools.icu.smaller_package(damaged)


def test_libraries_of_every_desktop_stay_outside(tools: ModuleType) -> None:
    needed = tools.contents.is_needed
    outside = ("libstdc++.so.6", "libX11.so.6", "libglib-2.0.so.0", "libpangoft2-1.0.so.0", "libssl.so.3")
    assert [name for name in outside if needed(name)] == []
    inside = (
        "libxcb-cursor.so.0",
        "libxkbcommon-x11.so.0",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libsqlite3.so.0",
    )
    assert [name for name in inside if not needed(name)] == []
    assert needed("PySide6/Qt/plugins/platforms/libqoffscreen.so")
    assert not needed("PySide6/Qt/lib/libQt6Network.so.6")
    assert not tools.contents.is_needed_module("numpy.linalg.tests.test_linalg")


@pytest.mark.parametrize(("name", "start"), [("program.ico", b"\0\0\1\0"), ("program.icns", b"icns")])
def test_the_icon_is_drawn_for_every_system(
    tools: ModuleType, tmp_path: Path, name: str, start: bytes
) -> None:
    path = tools.icon.write_icon(ROOT / "resources" / "icons" / "application.svg", tmp_path / name)
    assert path.read_bytes().startswith(start)
    with Image.open(path) as icon:
        assert max(icon.size) >= 256
        assert icon.convert("RGBA").getextrema()[3] == (0, 255)


def test_every_part_has_its_licence_text() -> None:
    parts = third_party()
    assert parts[0].name == "Protocol Designer"
    assert {"Python", "Noto Sans", "DejaVu Sans", "Qt for Python and Qt", "numpy"} <= {
        part.name for part in parts
    }
    assert [part.name for part in parts if len(part.text()) < 500 or not part.licence] == []


def test_a_package_without_a_licence_text_stops_the_build(tmp_path: Path) -> None:
    class Bare:
        metadata: ClassVar = {"Name": "Bare_Package", "License": "MIT"}
        files = ()
        version = "1"

    with pytest.raises(MissingLicenceError, match="bare-package"):
        part_of(Bare())  # type: ignore[arg-type]  # it asks for no more than this


def test_a_file_that_nobody_owns_stops_the_build(tools: ModuleType, tmp_path: Path) -> None:
    stray = Path(sysconfig.get_path("purelib")) / "stray_library.so"
    with pytest.raises(MissingLicenceError, match=r"stray_library\.so"):
        tools.inventory.write_inventory([str(stray)], tmp_path, tmp_path / "out")


def test_the_inventory_lists_who_owns_the_files_and_nobody_else(tools: ModuleType, tmp_path: Path) -> None:
    pydantic = distribution("pydantic").locate_file("pydantic/__init__.py")
    own = ROOT / "protocol_designer" / "__init__.py"
    sources = [str(pydantic), str(own), json.__file__, "-", ""]
    parts = tools.inventory.write_inventory(sources, tmp_path / "build", tmp_path / "out")
    assert "pydantic" in {part.name for part in parts}
    assert "reportlab" not in {part.name for part in parts}
    rows = json.loads((tmp_path / "out" / "parts.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in rows] == [part.name for part in parts]
    assert all((tmp_path / "out" / text).stat().st_size for row in rows for text in row["texts"])


def test_the_bill_of_materials_fits_its_schema(tools: ModuleType) -> None:
    system = Part(
        "libffi8", "3.4.4-1+b1", "see the text", "system library", (), "pkg:deb/debian/libffi8@3.4.4-1+b1"
    )
    bill = tools.sbom.bill_of_materials([*third_party(), system])
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(json.dumps(bill)) is None
    assert bill["metadata"]["component"]["version"] == __version__
    assert "pkg:deb/debian/libffi8@3.4.4-1%2Bb1" in {part.get("purl") for part in bill["components"]}
    assert bill == tools.sbom.bill_of_materials([*third_party(), system])
    assert validator.validate_str(json.dumps({**bill, "components": [{"name": "no type"}]})) is not None


def test_the_file_type_is_that_of_the_program() -> None:
    tree = ElementTree.parse(PACKAGING / "linux" / "protocol-designer.xml")
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    (kind,) = tree.findall("m:mime-type", space)
    assert kind.get("type") == MIME
    assert [glob.get("pattern") for glob in kind.findall("m:glob", space)] == [f"*{SUFFIX}"]
    (application,) = kind.findall("m:magic/m:match/m:match", space)
    assert int(str(application.get("value")), 16) == APPLICATION_ID
    entry = (PACKAGING / "linux" / "protocol-designer.desktop").read_text(encoding="utf-8")
    assert f"\nMimeType={MIME};\n" in entry
    assert "\nExec=protocol-designer %f\n" in entry
    windows = (PACKAGING / "windows" / "installer.nsi").read_text(encoding="utf-8")
    assert set(re.findall(r"Classes\\(\.\w+)", windows)) == {SUFFIX}
    macos = (ROOT / "build.spec").read_text(encoding="utf-8")
    assert f'"public.filename-extension": ["{SUFFIX.removeprefix(".")}"]' in macos


def test_the_man_page_tells_every_command(tools: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    commands = re.findall(r"^  ([a-z]+) +[\[A-Z]", capsys.readouterr().out, re.MULTILINE)
    page = tools.manual.manual_page("9.9")
    assert len(commands) > 10
    assert [name for name in commands if not re.search(rf"^  {name} ", page, re.MULTILINE)] == []
    assert "Protocol Designer 9.9" in page


def test_a_library_whose_package_is_unknown_stops_the_package(
    tools: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libcarried.so.1").touch()
    told = "  NEEDED               libz.so.1\n  NEEDED  libcarried.so.1\n 0x00 GLIBC_2.17\n 0x00 GLIBC_2.34\n"
    monkeypatch.setattr(tools.libraries, "_told", lambda *_: told)
    assert tools.libraries.depends(tmp_path) == ["libc6 (>= 2.34)", "xkb-data", "zlib1g"]
    monkeypatch.setattr(tools.libraries, "_told", lambda *_: told + "  NEEDED  libstrange.so.4\n")
    with pytest.raises(tools.libraries.UnknownLibraryError, match=r"libstrange\.so\.4"):
        tools.libraries.depends(tmp_path)


def test_the_version_stands_in_one_place() -> None:
    files = [
        ROOT / "build.spec",
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        ROOT / ".github/workflows/package.yml",
    ]
    files += [path for path in PACKAGING.rglob("*") if path.suffix in (".py", ".nsi", ".desktop", ".xml")]
    assert [path.name for path in files if f'"{__version__}"' in path.read_text(encoding="utf-8")] == []
