#!/usr/bin/env bash
# Sets up a virtual environment and runs every check. Arguments go to pytest: tests/run.sh -k deep_link
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
environment=.venv-test

stop() {
    echo "tests/run.sh: $*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_chromium() {
    if command -v apt-get >/dev/null; then
        as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends chromium
    elif command -v dnf >/dev/null; then
        as_root dnf install -y -q chromium
    elif command -v brew >/dev/null; then
        brew install --quiet --cask chromium
    else
        return 1
    fi
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed; '$python' is older or missing. Name another one: PYTHON=python3.12 tests/run.sh"

[ -x "$environment/bin/python" ] || "$python" -m venv "$environment" ||
    stop "'$python -m venv' failed; on Debian and Ubuntu the package python3-venv provides it."
export PATH="$PWD/$environment/bin:$PATH"

echo "== install"
python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
if ! python -m tests.browser.support.chromium >/dev/null 2>&1; then
    # Where the distribution has no package, the browser that Playwright offers does as well.
    install_chromium || python -m playwright install --with-deps chromium || true
    python -m tests.browser.support.chromium || stop "the browser tests need Chromium; install it, then run this again."
fi

echo "== ruff"
ruff check .
ruff format --check .

echo "== pyright"
pyright --pythonpath "$environment/bin/python"

echo "== import-linter"
lint-imports

echo "== pytest"
# All cores; a test that waits for the browser leaves its core to others. More workers would mean more browsers.
python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal "$@"
