#!/bin/sh
# Removes Protocol Designer from where install.sh put it. Protocols, drafts and settings stay; docs/install.md of the
# source says where they are.
set -eu
name=protocol-designer
program=$(cd "$(dirname "$0")" && pwd)
if [ "$program" = "/opt/$name" ]; then
    bin=/usr/local/bin share=/usr/local/share
elif [ "$program" = "$HOME/.local/opt/$name" ]; then
    bin=$HOME/.local/bin share=${XDG_DATA_HOME:-$HOME/.local/share}
else
    echo "Protocol Designer is not installed in $program." >&2
    exit 1
fi
rm -f "$bin/$name" "$share/applications/$name.desktop" "$share/mime/packages/$name.xml" \
    "$share/icons/hicolor/scalable/apps/$name.svg" "$share/man/man1/$name.1.gz"
for refresh in "update-mime-database $share/mime" "update-desktop-database $share/applications"; do
    # shellcheck disable=SC2086  # a command and its argument
    if command -v "${refresh%% *}" >/dev/null 2>&1; then $refresh >/dev/null 2>&1 || true; fi
done
rm -rf "$program"
echo "Protocol Designer is removed. Protocols, drafts and settings are still there."
