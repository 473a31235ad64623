#!/bin/sh
# Makes the checkout ready to run: virtual environment, pinned packages, system libraries of Qt.
# Does nothing that is already done, and needs no network then. With "build": also what PyInstaller needs on Linux.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

usable='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))'

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c "$usable" 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

# Prints how to become root without asking anybody, or fails.
root_prefix() {
    if [ "$(id -u)" = 0 ]; then
        say ''
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        say 'sudo -n'
    else
        return 1
    fi
}

# Installs Debian packages when that needs no password; fails when it may not or cannot.
install_packages() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root=$(root_prefix) || return 1
    say "Installing with apt: $*"
    apt_log=$(mktemp)
    $as_root apt-get update -qq </dev/null >"$apt_log" 2>&1 || true
    if $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        </dev/null >>"$apt_log" 2>&1; then
        rm -f "$apt_log"
    else
        tail -n 5 "$apt_log" >&2
        rm -f "$apt_log"
        return 1
    fi
}

make_environment() {
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 to 3.14 was not found. Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python@3.13) and try again."
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        install_packages "$package" || stop "Python lacks its venv module. Type this and try again: sudo apt-get install $package"
    fi
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

install_python_packages() {
    wanted=$(cat pyproject.toml constraints.txt | cksum; pwd; .venv/bin/python --version)
    [ "$wanted" = "$(cat .venv/set-up-for 2>/dev/null || true)" ] && return
    say "Installing the pinned Python packages (about 250 MB the first time)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]' ||
        stop "The Python packages could not be installed; the lines above say why. A network connection is needed once."
    printf '%s' "$wanted" >.venv/set-up-for
}

check_qt_libraries() {
    missing=$(.venv/bin/python tools/system_libraries.py packages "$@")
    [ -z "$missing" ] && return
    # shellcheck disable=SC2086  # package names are words
    if ! install_packages $missing || [ -n "$(.venv/bin/python tools/system_libraries.py packages "$@")" ]; then
        .venv/bin/python tools/system_libraries.py explain "$@"
    fi
}

.venv/bin/python -c "$usable" 2>/dev/null || make_environment
install_python_packages
check_qt_libraries "$@"
