#!/bin/sh
# Compiles the model's inner loops unless that has been done since they last changed.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/warmed_up

compiled_code_is_there() {
    [ -n "${NUMBA_CACHE_DIR:-}" ] || [ -n "$(find sim -name '*.nbi' | head -n 1)" ]
}

if [ -f "$stamp" ] && compiled_code_is_there &&
    [ -z "$(find sim experiments/warm_up.py .venv/set_up_for \( -name '*.py' -o -name set_up_for \) -newer "$stamp" | head -n 1)" ]; then
    exit 0
fi
.venv/bin/python -m experiments.warm_up
touch "$stamp"
