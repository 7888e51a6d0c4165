#!/bin/sh
# Finds or installs the Chromium that the browser tests drive. It never stops the run: without a browser those
# tests skip, and with CI=true they fail.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }

system=$(uname -s)
distribution=
[ ! -r /etc/os-release ] || distribution=$(. /etc/os-release && printf '%s' "${ID:-}")

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; }
}

has_package() {
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

# Installs those of the named Debian packages that are missing.
apt_packages() {
    missing=
    for package in "$@"; do
        has_package "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    can_be_root || return 1
    say "Installing$missing for the browser tests ..."
    log=$(mktemp)
    if as_root apt-get update >"$log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >>"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 5 "$log"
    rm -f "$log"
    return 1
}

found() { .venv/bin/python -m tests.browser.locate >/dev/null 2>&1; }

if [ "$distribution" = debian ]; then
    apt_packages chromium fonts-noto-cjk || true
else
    # Ubuntu's chromium package only points to a snap; Playwright's own build runs there and on macOS.
    if ! found; then
        say "Fetching Playwright's Chromium for the browser tests ..."
        if [ "$system" = Linux ] && can_be_root; then
            .venv/bin/python -m playwright install --with-deps chromium || true
        else
            .venv/bin/python -m playwright install chromium || true
        fi
    fi
    if [ "$system" = Linux ] && command -v apt-get >/dev/null 2>&1; then
        apt_packages fonts-noto-cjk || true
    fi
fi

if ! found; then
    if [ "${CI:-}" = true ]; then
        say "No Chromium could be found or installed, so the browser tests will fail."
    else
        say "No Chromium could be found or installed, so the browser tests will be skipped."
    fi
fi
