#!/usr/bin/env bash
# Installs, starts, upgrades and removes the Linux packages in a minimal Debian that has neither Python nor Qt.
#
#   try_in_pristine_debian.sh NEW.deb OLD.deb NEW.run OLD.run
#
# Needs root, debootstrap and Debian's packages; says so in one line and ends well where it has them not.
# The minimal Debian is kept in $PRISTINE_DEBIAN (default: ~/.cache/protocol-designer/debian-SUITE.tar), and the
# packages it fetches beside it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
new_deb=$(realpath "$1") old_deb=$(realpath "$2") new_run=$(realpath "$3") old_run=$(realpath "$4")
suite=${SUITE:-bookworm}
kept=${PRISTINE_DEBIAN:-${XDG_CACHE_HOME:-$HOME/.cache}/protocol-designer/debian-$suite.tar}

skip() { echo "Skipped: the packages were not tried in a pristine Debian, for $1."; exit 0; }
[ "$(id -u)" = 0 ] || skip "that needs root"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
unshare --mount true 2>/dev/null || skip "this machine forbids mounting"

root=$(mktemp -d)
trap 'umount -l "$root/proc" "$root/dev" "$root/var/cache/apt/archives" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT

sources=$(awk '/^(URIs:|deb )/ { for (n = 2; n <= NF; n++) if ($n ~ /^https?:.*debian\/?$/) { print $n; exit } }' \
    /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 || true)
if [ ! -f "$kept" ]; then
    echo "Making a minimal Debian ($suite); it is kept for the next time."
    mkdir -p "$(dirname "$kept")"
    log=$(mktemp)
    if ! debootstrap --variant=minbase "$suite" "$root" ${sources:+"$sources"} >"$log" 2>&1; then
        tail -n 3 "$log" >&2
        skip "debootstrap could not fetch it"
    fi
    rm -rf "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -cf "$kept.part" . && mv "$kept.part" "$kept"
else
    tar -C "$root" -xf "$kept"
fi

chmod 755 "$root"
cp --remove-destination /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/etc/ssl/certs" "$root/packages" "$root/etc/apt/apt.conf.d"
[ -f /etc/ssl/certs/ca-certificates.crt ] && cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp "$new_deb" "$root/packages/new.deb"
cp "$old_deb" "$root/packages/old.deb"
cp "$new_run" "$root/packages/new.run"
cp "$old_run" "$root/packages/old.run"
cp "$here/in_pristine_debian.sh" "$root/packages/"
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/quick"
mkdir -p "$(dirname "$kept")/archives/partial"
mount --bind "$(dirname "$kept")/archives" "$root/var/cache/apt/archives"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive \
    chroot "$root" bash /packages/in_pristine_debian.sh
