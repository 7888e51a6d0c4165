#!/bin/sh
# Makes .venv with everything in requirements.lock and this project in it.
# A second run sees that nothing has changed and ends at once.
#
#   PYTHON=/path/to/python  uses that Python and looks for no other
#   QUNLAB_PIP=1            installs with pip alone, without uv
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/set_up_for

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

runs_with_right_version() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# Sets $python to the first Python of the right version that can make a virtual environment.
find_python() {
    python=
    right_version=
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
        runs_with_right_version "$name" || continue
        right_version=${right_version:-$name}
        if can_make_venv "$name"; then
            python=$name
            return
        fi
    done
    [ -n "$right_version" ] || stop "Qunlab needs Python 3.11 to 3.14 and found none: install one, or name it, as in: make PYTHON=/path/to/python3 lab"
    stop_for_missing_venv "$right_version"
}

stop_for_missing_venv() {
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if command -v apt-get >/dev/null 2>&1; then
        stop "Python $version is here without its venv module: run 'sudo apt-get install python$version-venv', then make again."
    fi
    stop "Python $version is here without its venv module: install that module (venv with ensurepip) from where this Python came, then make again."
}

make_venv() {
    find_python
    say "Making $venv with $("$python" --version 2>&1) ..."
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" >"${TMPDIR:-/tmp}/qunlab-venv.$$" 2>&1; then
        rm -rf "$venv" "${TMPDIR:-/tmp}/qunlab-venv.$$"
        stop_for_missing_venv "$python"
    fi
    rm -f "${TMPDIR:-/tmp}/qunlab-venv.$$"
}

# uv comes by pip, in the lock's version and checked against the lock's hashes.
bootstrap_uv() {
    [ -z "${QUNLAB_PIP:-}" ] || return 1
    awk '/^[^ ]/ { inside = /^uv==/ } inside' requirements.lock >"$venv/uv.txt"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --only-binary :all: \
        --require-hashes -r "$venv/uv.txt" || return 1
    eval "$("$venv/bin/python" .ci/pip_settings.py)"
}

with_uv() {
    quiet=--quiet
    [ ! -t 2 ] || quiet=
    # Bytecode now, so that no first page and no first test waits for it.
    "$venv/bin/uv" pip install $quiet --compile-bytecode --python "$venv/bin/python" "$@"
}

with_pip() {
    "$venv/bin/python" -m pip install --disable-pip-version-check -qq "$@"
}

install_all() {
    say "Installing what requirements.lock names (some 300 MB to fetch the first time) ..."
    if bootstrap_uv && with_uv --require-hashes -r requirements.lock; then
        with=with_uv
    else
        say "Installing with pip instead of uv, which takes longer ..."
        with_pip --require-hashes -r requirements.lock
        with=with_pip
    fi
    $with --no-deps --no-build-isolation --editable .
}

# What a set-up depends on: the folder, which scripts in .venv name, these two files, and which packages there are.
fingerprint() {
    pwd
    cksum pyproject.toml requirements.lock
    ls ./*/__init__.py
}

if [ -x "$venv/bin/qunlab" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ] &&
    "$venv/bin/python" -c '' >/dev/null 2>&1; then
    exit 0
fi

# A .venv that runs and belongs to this folder is kept and brought up to date.
if ! { [ -f "$venv/pyvenv.cfg" ] && runs_with_right_version "$venv/bin/python" &&
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
    { [ ! -f "$stamp" ] || [ "$(head -n 1 "$stamp")" = "$(pwd)" ]; }; }; then
    make_venv
fi
rm -f "$stamp"
install_all
fingerprint >"$stamp"
say "Set-up done."
