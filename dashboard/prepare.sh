# Sourced by dashboard/run and tests/run with $root set: a virtual environment with what a requirements file asks for.

# Install Debian packages where this machine lacks them and we may; else say what to install.
system_packages() {
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $* ..." >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
  else
    echo "Please install these first: $* (on Debian or Ubuntu: sudo apt-get install $*)" >&2
    exit 1
  fi
}

find_python() {
  for python in python3.11 python3.12 python3.13 python3; do
    if command -v "$python" >/dev/null && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      echo "$python"
      return
    fi
  done
  echo "Python 3.11 or newer is needed and was not found." >&2
  exit 1
}

# The package that gives a Python its venv: python3-venv for the system's own, python3.11-venv beside another.
venv_package() {
  [ "$("$1" -c 'import sys; print(sys.version_info[:2])')" = "$(python3 -c 'import sys; print(sys.version_info[:2])')" ] &&
    echo python3-venv || echo "$1-venv"
}

# prepare_environment REQUIREMENTS: make .venv if it is missing or half made, and bring it up to date.
prepare_environment() {
  local requirements=$1 python wanted stamp
  python=$(find_python)
  if ! "$root/.venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || system_packages "$(venv_package "$python")"
    "$python" -m venv --clear "$root/.venv"
  fi
  wanted=$(cat "$root/requirements.txt" "$root/$requirements" | sha256sum | cut -d' ' -f1)
  stamp=$root/.venv/installed-$(echo "$requirements" | tr '/' '-')
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "Installing what $requirements asks for (about a minute) ..." >&2
    "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$root/$requirements"
    echo "$wanted" >"$stamp"
  fi
}
