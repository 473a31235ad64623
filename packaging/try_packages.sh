#!/usr/bin/env bash
# Packs what `make build` made and tries every package on this machine: wheel, .deb, .run, Windows installer.
# Installs the tools it needs with apt where that asks no password; what cannot be tried here is named in one line.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}

"$python" packaging/try_wheel.py
if ! command -v apt-get >/dev/null; then
    echo "Skipped: Linux packages are made on Debian or Ubuntu."
    exit 0
fi
lacking=()
for tool in makeself:makeself debootstrap:debootstrap desktop-file-validate:desktop-file-utils makensis:nsis \
    zstd:zstd objdump:binutils; do
    command -v "${tool%%:*}" >/dev/null || lacking+=("${tool#*:}")
done
[ "$(dpkg --print-architecture)" != amd64 ] || [ -x /usr/lib/wine/wine64 ] || command -v wine64 >/dev/null || lacking+=(wine wine64)
if ((${#lacking[@]})); then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    "${as_root[@]}" apt-get update -qq >/dev/null 2>&1 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${lacking[@]}" \
        >/dev/null 2>&1 || echo "apt could not install: ${lacking[*]}"
fi
if ! command -v makeself >/dev/null || ! command -v desktop-file-validate >/dev/null; then
    echo "Skipped: the Linux packages were not tried, for makeself and desktop-file-utils are not installed."
else
    desktop-file-validate packaging/linux/protocol-designer.desktop
    packs=$(mktemp -d)
    trap 'rm -rf "$packs"' EXIT
    # The older version is the same program under an older number: what counts is that the user's files stay.
    for version in old:0.0.1 new:; do
        number=${version#*:}
        for maker in make_deb make_run; do
            "$python" "packaging/linux/$maker.py" --fast --out "$packs/${version%%:*}" ${number:+--version "$number"}
        done
    done
    packaging/linux/try_in_pristine_debian.sh "$packs"/new/*.deb "$packs"/old/*.deb "$packs"/new/*.run "$packs"/old/*.run
fi
packaging/windows/try_under_wine.sh
