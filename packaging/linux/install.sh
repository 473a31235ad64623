#!/bin/sh
# Installs Protocol Designer: for one user without root, for everybody with root. Installing again upgrades.
# Your protocols, drafts and settings are never touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
name=protocol-designer
if [ "$(id -u)" = 0 ]; then
    program=/opt/$name bin=/usr/local/bin share=/usr/local/share
else
    data=${XDG_DATA_HOME:-$HOME/.local/share}
    program=$HOME/.local/opt/$name bin=$HOME/.local/bin share=$data
fi
case "$program$bin$share" in *[[:space:]\"]*) echo "The path $program cannot be used: it has a space." >&2; exit 1 ;; esac

mkdir -p "$(dirname "$program")" "$bin" "$share"
rm -rf "$program.new"
cp -R "$here/program" "$program.new"
cp "$here/uninstall.sh" "$program.new/uninstall.sh"
chmod 755 "$program.new/uninstall.sh" "$program.new/$name"
rm -rf "$program"
mv "$program.new" "$program"
ln -sfn "$program/$name" "$bin/$name"
cp -R "$here/share/." "$share/"
entry=$share/applications/$name.desktop
sed -e "s|^Exec=$name|Exec=$program/$name|" -e "s|^TryExec=.*|TryExec=$program/$name|" \
    "$here/share/applications/$name.desktop" >"$entry"
for refresh in "update-mime-database $share/mime" "update-desktop-database $share/applications" \
    "gtk-update-icon-cache -q -t -f $share/icons/hicolor"; do
    # shellcheck disable=SC2086  # a command and its argument; the paths have no spaces
    if command -v "${refresh%% *}" >/dev/null 2>&1; then $refresh >/dev/null 2>&1 || true; fi
done

echo "Protocol Designer is installed in $program."
case ":$PATH:" in *":$bin:"*) echo "Start it from the menu, or type: $name" ;; *) echo "Start it from the menu, or type: $bin/$name" ;; esac
echo "To remove it: $program/uninstall.sh"
