"""Packs dist/protocol-designer as a Debian package into dist/packages. Needs dpkg-deb.

``--fast`` compresses quickly and less; ``--version`` packs under another version, to try an upgrade.
"""

import argparse
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from manual_page import manual_page
from protocol_designer import __version__
from system_packages import depends

ROOT = Path(__file__).resolve().parents[2]


PROGRAM = ROOT / "dist" / "protocol-designer"
NAME = "protocol-designer"
HERE = Path(__file__).parent
MAINTAINER = "The Protocol Designer contributors <protocol-designer@users.noreply.github.com>"
DESCRIPTION = """compose and review clinical trial protocols
 Protocol Designer composes trial protocols of ketamine for substance use
 disorders, reviews doses and schedule live against cited limits, and prints
 the PDF that an ethics board decides on. It carries its own Python and Qt,
 and opens no network connection."""


def main() -> int:
    """Build the package; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--version", default=__version__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "packages")
    chosen = parser.parse_args()
    if not (PROGRAM / NAME).is_file():
        sys.exit("There is no dist/protocol-designer; type make build first.")
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    ).stdout.strip()
    chosen.out.mkdir(parents=True, exist_ok=True)
    package = chosen.out / f"{NAME}_{chosen.version}_{architecture}.deb"
    compression = ["-Zzstd", "-z3"] if chosen.fast else ["-Zxz"]
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / "deb"
        stage(staged, chosen.version)
        control = staged / "DEBIAN"
        control.mkdir()
        (control / "control").write_text(control_file(staged, chosen.version, architecture), encoding="utf-8")
        (control / "md5sums").write_text(checksums(staged), encoding="utf-8")
        set_modes(staged)
        command = ["dpkg-deb", "--root-owner-group", *compression, "--build", staged, package]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB")
    return 0


def stage(root: Path, version: str) -> None:
    """Lay out what the package installs."""
    usr = root / "usr"
    shutil.copytree(PROGRAM, usr / "lib" / NAME, symlinks=True)
    (usr / "bin").mkdir(parents=True)
    (usr / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    stage_share(usr / "share", version)
    documents = usr / "share" / "doc" / NAME
    documents.mkdir(parents=True)
    shutil.copy(usr / "lib" / NAME / "_internal" / "resources" / "licences" / "README.md", documents)
    (documents / "copyright").write_text(copyright_file(), encoding="utf-8")
    log = f"{NAME} ({version}) stable; urgency=medium\n\n  * See the notes of this release.\n\n"
    log += f" -- {MAINTAINER}  Thu, 01 Jan 2026 00:00:00 +0000\n"
    _write_gzip(documents / "changelog.gz", log)


def stage_share(share: Path, version: str) -> None:
    """Lay out menu entry, icon, file type and man page; the self-extracting installer uses them too."""
    for source, folder, name in (
        (HERE / f"{NAME}.desktop", "applications", f"{NAME}.desktop"),
        (HERE / f"{NAME}.xml", "mime/packages", f"{NAME}.xml"),
        (ROOT / "resources" / "icons" / "application.svg", "icons/hicolor/scalable/apps", f"{NAME}.svg"),
    ):
        target = share / folder / name
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    page = share / "man" / "man1" / f"{NAME}.1.gz"
    page.parent.mkdir(parents=True)
    _write_gzip(page, manual_page(version))


def control_file(staged: Path, version: str, architecture: str) -> str:
    """Return the control file; the libraries it names are those the program asks for and does not carry."""
    files = (path for path in staged.rglob("*") if path.is_file() and not path.is_symlink())
    installed = sum(path.stat().st_size for path in files) // 1024
    return (
        f"Package: {NAME}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: {MAINTAINER}\n"
        f"Installed-Size: {installed}\nSection: science\nPriority: optional\n"
        f"Depends: {', '.join(depends(PROGRAM))}\n"
        f"Recommends: shared-mime-info, desktop-file-utils, hicolor-icon-theme, libwayland-cursor0\n"
        f"Description: {DESCRIPTION}\n"
    )


def copyright_file() -> str:
    """Return the terms of the program and where those of its parts lie."""
    mine = (ROOT / "LICENSE").read_text(encoding="utf-8")
    return f"""Protocol Designer

{mine}
The package carries parts that others made. Their list and the full text of each licence lie in
/usr/lib/{NAME}/_internal/third_party (parts.json, sbom.cdx.json);
the program shows them in Help > About. Qt and PySide6 are under the GNU LGPL 3, whose text is
also in /usr/share/common-licenses/LGPL-3.
"""


def checksums(staged: Path) -> str:
    """Return the sums of all files that are installed, one a line."""
    files = sorted(path for path in staged.rglob("*") if path.is_file() and not path.is_symlink())
    lines = (
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(staged)}\n"
        for path in files
        if "DEBIAN" not in path.parts
    )
    return "".join(lines)


def set_modes(staged: Path) -> None:
    """Give folders and files the modes a package has, whatever the umask was."""
    staged.chmod(0o755)
    for path in staged.rglob("*"):
        if path.is_symlink():
            continue
        if path.is_dir() or path.name == NAME:
            path.chmod(0o755)
        else:
            path.chmod(0o644)


def _write_gzip(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(re.sub(r"\r\n", "\n", text).encode(), mtime=0))


if __name__ == "__main__":
    sys.exit(main())
