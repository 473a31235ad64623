#!/usr/bin/env bash
# Runs inside the pristine Debian of try_in_pristine_debian.sh, as root; ends with 1 at the first thing that is wrong.
set -euo pipefail
packages=/packages
step() { printf -- '- %s\n' "$*"; }
fail() { printf 'Wrong: %s\n' "$*" >&2; exit 1; }
apt_install() { apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends "$@" >/tmp/apt.log 2>&1 || { tail -n 20 /tmp/apt.log >&2; fail "apt-get install $*"; }; }
on_screen() { # SCRIPT WHAT
    as_user xvfb-run -a -s "-screen 0 1280x800x24" bash -x "$1" 2>/tmp/screen.log ||
        { grep -v '^+* sleep\|xdotool search' /tmp/screen.log | tail -n 12 >&2; fail "$2"; }
}
as_user() { runuser -u clinician -- env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/clinician LANG=C.UTF-8 "$@"; }

command -v python3 >/dev/null && fail "this Debian has Python"
useradd --create-home clinician
apt-get -o Acquire::Retries=3 update -qq >/tmp/apt.log 2>&1 || { tail -n 5 /tmp/apt.log >&2; fail "apt-get update"; }
find / -xdev \( -path /proc -o -path /tmp -o -path /packages -o -path /var -o -path /dev \) -prune -o -print | sort >/tmp/before

step "the older .deb is installed with what it needs"
apt_install "$packages/old.deb"
old=$(dpkg-query -W -f '${Version}' protocol-designer)
command -v python3 >/dev/null && fail "the package brought Python along"
as_user protocol-designer --version >/dev/null || fail "the older program does not start"
study=/home/clinician/study.ketprotocol
as_user protocol-designer new sample "$study" >/dev/null
as_user mkdir -p /home/clinician/.config/protocol-designer
sum=$(sha256sum <"$study")

step "the new .deb upgrades it; the user's file is untouched"
apt_install "$packages/new.deb"
new=$(dpkg-query -W -f '${Version}' protocol-designer)
dpkg --compare-versions "$new" gt "$old" || fail "version $new is not above $old"
[ "$sum" = "$(sha256sum <"$study")" ] || fail "the upgrade changed the user's file"
as_user protocol-designer verify "$study" >/dev/null || fail "the file does not verify after the upgrade"
[ -z "$(dpkg --verify protocol-designer)" ] || fail "installed files differ from the package"

step "self-test without a screen"
as_user env QT_QPA_PLATFORM=offscreen protocol-designer --self-test | tail -n 1
step "self-test without any network"
unshare --net runuser -u clinician -- env -i HOME=/home/clinician LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen PATH=/usr/bin:/bin \
    protocol-designer --self-test >/dev/null || fail "the self-test fails without a network"

step "tools of a desktop: a screen, a mouse, file types"
apt_install xvfb xauth xdotool strace shared-mime-info desktop-file-utils libglib2.0-bin xdg-utils man-db
cat >/packages/on_screen.sh <<'SCREEN'
set -euo pipefail
window() { for _ in $(seq 150); do xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 && return; sleep 0.2; done
    echo "No window named like: $1" >&2; xdotool search --name '.' getwindowname %@ >&2 || true; return 1; }
protocol-designer --self-test | tail -n 1
[ "$(gio info -a standard::content-type ~/study.ketprotocol | awk '/content-type/ { print $2 }')" = application/x-ketprotocol ]
cp ~/study.ketprotocol ~/unnamed
[ "$(gio info -a standard::content-type ~/unnamed | awk '/content-type/ { print $2 }')" = application/x-ketprotocol ]
gio mime application/x-ketprotocol | grep 'protocol-designer.desktop' >/dev/null
[ "$(xdg-mime query default application/x-ketprotocol)" = protocol-designer.desktop ]
gio open ~/study.ketprotocol
window 'KET-AUD'
echo "  opened: $(xdotool search --onlyvisible --name KET-AUD getwindowname | head -n 1)"
kill -KILL "$(xdotool search --onlyvisible --name KET-AUD getwindowpid | head -n 1)"
sleep 0.5
SCREEN
step "on a screen: self-test, file type, opened by association"
on_screen /packages/on_screen.sh "on the screen"

step "work outlives a killed program and is offered at the next start"
cat >/packages/kill.sh <<'SCREEN'
set -euo pipefail
window() { for _ in $(seq 150); do xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 && return; sleep 0.2; done
    echo "No window named like: $1" >&2; xdotool search --name '.' getwindowname %@ >&2 || true; return 1; }
rm -rf ~/.config/protocol-designer ~/.local/share/protocol-designer
protocol-designer >/dev/null 2>&1 &
window 'draft'
sleep 2
kill -KILL $!
wait $! 2>/dev/null || true
draft=$(find ~/.local/share/protocol-designer/drafts -name '*.ketprotocol')
[ -n "$draft" ] && protocol-designer verify "$draft" >/dev/null
protocol-designer >/dev/null 2>&1 &
window 'Protocol Designer'
sleep 2
name=$(xdotool search --onlyvisible --name 'Protocol Designer' getwindowname | head -n 1)
case "$name" in *draft*) echo "The first start was not the first" >&2; exit 1 ;; esac
id=$(xdotool search --onlyvisible --name 'Protocol Designer' | head -n 1)
xdotool windowfocus "$id" || true
for _ in $(seq 12); do
    xdotool key space; sleep 0.7
    xdotool search --onlyvisible --name 'draft' >/dev/null 2>&1 && break
    xdotool key Tab; sleep 0.2
done
window 'draft'
kill -KILL $!
wait $! 2>/dev/null || true
SCREEN
on_screen /packages/kill.sh "recovery after a kill"

step "it opens no socket but the screen's"
as_user env QT_QPA_PLATFORM=offscreen strace -f -qq -e trace=socket,connect -o /home/clinician/calls \
    protocol-designer --self-test >/dev/null
if grep -E 'AF_INET|AF_PACKET' /home/clinician/calls; then fail "the program asked for a network socket"; fi
rm -f /home/clinician/calls

step "a broken installation is told in a window"
cp -r /usr/lib/protocol-designer /tmp/broken
chmod -R a+rX /tmp/broken
first=$(find /tmp/broken/_internal/resources/formulary -name 'drug_ketamine.json')
echo '{' >"$first"
cat >/packages/broken.sh <<'SCREEN'
set -euo pipefail
/tmp/broken/protocol-designer >/dev/null 2>&1 &
for _ in $(seq 150); do xdotool search --onlyvisible --name 'cannot start' >/dev/null 2>&1 && break; sleep 0.2; done
xdotool search --onlyvisible --name 'cannot start' getwindowname | sed 's/^/  told: /'
kill -KILL $!
wait $! 2>/dev/null || true
SCREEN
on_screen /packages/broken.sh "a start fault is not told in a window"

step "an unexpected error in the program shows a report, and the work is safe"
rm -rf /tmp/broken
cp -r /usr/lib/protocol-designer /tmp/broken
echo '{' >/tmp/broken/_internal/third_party/parts.json
chmod -R a+rX /tmp/broken
cat >/packages/crash.sh <<'SCREEN'
set -euo pipefail
/tmp/broken/protocol-designer ~/study.ketprotocol >/dev/null 2>&1 &
for _ in $(seq 150); do xdotool search --onlyvisible --name 'KET-AUD' >/dev/null 2>&1 && break; sleep 0.2; done
xdotool windowfocus "$(xdotool search --onlyvisible --name KET-AUD | head -n 1)"
for _ in $(seq 8); do
    sleep 1
    xdotool key alt+h; sleep 0.5
    xdotool key Up; sleep 0.3
    xdotool key Return; sleep 1
    xdotool search --onlyvisible --name 'Unexpected error' >/dev/null 2>&1 && break
    xdotool key Escape
done
xdotool search --onlyvisible --name 'Unexpected error' getwindowname | sed 's/^/  told: /'
kill -KILL $!
wait $! 2>/dev/null || true
protocol-designer verify ~/study.ketprotocol >/dev/null
SCREEN
on_screen /packages/crash.sh "an unexpected error is not told"
rm -rf /tmp/broken
man -w protocol-designer >/dev/null 2>&1 || ls /usr/share/man/man1/protocol-designer.1.gz >/dev/null || fail "there is no man page"

step "removal leaves nothing but the user's own data"
apt-get purge -y -qq protocol-designer >/tmp/apt.log 2>&1
left=$(find / -xdev \( -path /proc -o -path /tmp -o -path /packages -o -path /home -o -path /dev \) -prune -o -iname '*protocol-designer*' -print)
[ -z "$left" ] || fail "left after removal: $left"
[ "$sum" = "$(sha256sum <"$study")" ] || fail "the user's file changed"
! gio mime application/x-ketprotocol 2>/dev/null | grep protocol-designer >/dev/null || fail "the file type still has its program"

step "the .run installs the older version for one user, without root"
rm -rf /home/clinician/.local /home/clinician/.config
as_user sh "$packages/old.run" --quiet >/dev/null </dev/null
installed=/home/clinician/.local/opt/protocol-designer
as_user "$installed/protocol-designer" --version >/dev/null
as_user "$installed/protocol-designer" new sample /home/clinician/.local/share/protocol-designer-own.ketprotocol >/dev/null
step "the new .run upgrades it, passes the self-test, and opens a file by association"
as_user sh "$packages/new.run" --quiet >/dev/null </dev/null
as_user env QT_QPA_PLATFORM=offscreen /home/clinician/.local/bin/protocol-designer --self-test | tail -n 1
sed -i 's/^protocol-designer --self-test.*$//; s/protocol-designer.desktop'"'"'/&/' /packages/on_screen.sh
on_screen /packages/on_screen.sh "the .run on the screen"
as_user "$installed/uninstall.sh" >/dev/null
left=$(find / -xdev \( -path /proc -o -path /tmp -o -path /packages -o -path /dev \) -prune -o -iname '*protocol-designer*' -print |
    grep -vE '^/home/clinician/\.(config|cache|local/share)/protocol-designer($|[-/])' || true)
[ -z "$left" ] || fail "left after removal: $left"
[ -f /home/clinician/.local/share/protocol-designer-own.ketprotocol ] || fail "the user's own file is gone"
[ "$sum" = "$(sha256sum <"$study")" ] || fail "the user's file changed"
echo "The packages install, start, open files, upgrade and leave in a pristine Debian $(cat /etc/debian_version)."
