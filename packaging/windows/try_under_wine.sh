#!/usr/bin/env bash
# Compiles the Windows installer around a stand-in for the program, then installs, upgrades and removes it under wine.
# Needs nsis and wine (Debian: sudo apt-get install nsis wine wine64); says so in one line where they are missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
skip() { echo "Skipped: the Windows installer was not tried, for $1 is not installed."; exit 0; }
command -v makensis >/dev/null || skip nsis
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)
[ -x "$wine" ] || skip wine
fail() { echo "Wrong: $*" >&2; exit 1; }

work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" DISPLAY=
trap 'WINEPREFIX=$work/prefix "${wine}server" -k 2>/dev/null || wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT

# The stand-in is an installer that does nothing: a real Windows program that starts and ends.
mkdir -p "$work/payload/_internal/templates"
echo stand-in >"$work/payload/_internal/templates/old.json"
printf 'Target amd64-unicode\nUnicode true\nName x\nOutFile "%s"\nSilentInstall silent\nRequestExecutionLevel user\nSection\nSectionEnd\n' \
    "$work/payload/protocol-designer.exe" >"$work/stand_in.nsi"
makensis -V1 "$work/stand_in.nsi"
compile() { makensis -V2 -WX -DVERSION="$1" -DPAYLOAD="$work/payload" -DOUT="$work/setup-$1.exe" "$here/installer.nsi"; }
compile 0.0.9
mv "$work/payload/_internal/templates/old.json" "$work/payload/_internal/templates/new.json"
compile 0.1.0

"$wine" wineboot --init >/dev/null 2>&1 || true
registry() { "$wine" reg query "$@" 2>/dev/null | tr -d '\r'; }
until_gone() { for _ in $(seq 50); do [ -e "$1" ] || return 0; sleep 0.2; done; fail "$1 is still there"; }
local_data=$(find "$WINEPREFIX/drive_c/users" -maxdepth 3 -type d -path '*AppData/Local' | grep -v Public | head -n 1)
program="$local_data/Programs/Protocol Designer"
mkdir -p "$local_data/protocol-designer/drafts"
echo mine >"$local_data/protocol-designer/drafts/mine.ketprotocol"

"$wine" "$work/setup-0.0.9.exe" /S
[ -f "$program/_internal/templates/old.json" ] || fail "the silent installation installed nothing"
"$wine" "$work/setup-0.1.0.exe" /S
[ -f "$program/_internal/templates/new.json" ] || fail "the upgrade brought no new file"
[ ! -e "$program/_internal/templates/old.json" ] || fail "the upgrade left an old file"
registry 'HKCU\Software\Classes\.ketprotocol' /ve | grep >/dev/null ProtocolDesigner.Protocol || fail "no file type"
registry 'HKCU\Software\Classes\ProtocolDesigner.Protocol\shell\open\command' /ve | grep >/dev/null 'protocol-designer.exe" "%1"' ||
    fail "a double click does not open the program"
registry 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ProtocolDesigner' /v DisplayVersion | grep >/dev/null 0.1.0 ||
    fail "the list of programs does not tell the version"
find "$WINEPREFIX/drive_c/users" -name 'Protocol Designer.lnk' | grep >/dev/null . || fail "no entry in the start menu"
"$wine" "$program/protocol-designer.exe" || fail "the installed stand-in does not start"

"$wine" "$program/uninstall.exe" /S
until_gone "$program"
find "$WINEPREFIX/drive_c/users" -name 'Protocol Designer.lnk' | grep >/dev/null . && fail "the start menu entry is left"
registry 'HKCU\Software\Classes\ProtocolDesigner.Protocol' >/dev/null && fail "the file type is left"
registry 'HKCU\Software\Classes\.ketprotocol' >/dev/null && fail "the extension is left"
[ -f "$local_data/protocol-designer/drafts/mine.ketprotocol" ] || fail "the user's draft is gone"
echo "The Windows installer installs, upgrades and removes silently under wine (with a stand-in for the program)."
