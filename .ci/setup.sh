# Sourced by ./start, ./check and .ci/run: gives this checkout a .venv with the package in it.
# Installs what is missing when it may; otherwise prints the one line that IT must run. Safe to repeat.

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

install_packages() { # names of Debian packages
  if ! command -v apt-get >/dev/null 2>&1; then
    fail "Please install these and run this again: $*"
  elif [ "$(id -u)" = 0 ]; then
    say "Installing $* ..."
    export DEBIAN_FRONTEND=noninteractive
    (apt-get install -y -qq "$@" || (apt-get update -qq && apt-get install -y -qq "$@")) >/dev/null 2>&1 ||
      fail "These could not be installed: $*. Ask IT to run: apt-get update && apt-get install -y $*"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    say "Installing $* ..."
    (sudo -n apt-get install -y -qq "$@" || (sudo -n apt-get update -qq && sudo -n apt-get install -y -qq "$@")) >/dev/null 2>&1 ||
      fail "These could not be installed: $*. Ask IT to run: sudo apt-get update && sudo apt-get install -y $*"
  else
    fail "Ask IT to run this line, then run this again: sudo apt-get update && sudo apt-get install -y $*"
  fi
}

find_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      PYTHON=$name
      return 0
    fi
  done
  return 1
}

set_up() { # "" for use, "dev" for work on the program
  find_python || { install_packages python3 python3-venv; find_python; } ||
    fail "Python 3.11 or later is needed. Ask IT to install it."
  wanted=$( (cat pyproject.toml .ci/setup.sh; printf '%s' "$1"; "$PYTHON" --version) | cksum)
  stamp=.venv/.made-for
  if [ ! -x .venv/bin/policygen ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    [ -x .venv/bin/python ] || "$PYTHON" -m venv .venv || fail ".venv could not be made."
    say "Installing policygen into .venv ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' 2>/dev/null || true
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[web]' ${1:+--group "$1"} ||
      fail "The packages could not be installed. Behind a proxy that inspects TLS, set PIP_CERT, SSL_CERT_FILE and REQUESTS_CA_BUNDLE to your organization's certificate file and run this again."
    printf '%s' "$wanted" >"$stamp"
  fi
  if ! pango_works; then
    if [ "$(uname)" = Darwin ]; then
      say "PDF needs Pango. Run: brew install pango"
    else
      install_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    fi
  fi
}

pango_works() {
  .venv/bin/python - <<'PROBE' 2>/dev/null
import ctypes, sys
names = {"darwin": ["libpango-1.0.dylib", "libpangoft2-1.0.dylib"]}.get(
    sys.platform, ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"])
[ctypes.CDLL(name) for name in names]
PROBE
}
