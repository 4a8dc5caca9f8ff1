# Sourced by .ci/run: packages of Python in a folder of their own, kept for the next run.

# python_packages NAME PIP_ARGUMENT...   installs them unless they are there, and sets PYTHON_FOLDER
python_packages() {
  PYTHON_FOLDER="${XDG_CACHE_HOME:-$HOME/.cache}/cosmic-insights/$1"
  shift
  [ -e "$PYTHON_FOLDER/complete" ] && return 0
  rm -rf "$PYTHON_FOLDER"
  if ! python3 -c "import ensurepip, venv" 2>/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3 python3-venv >/dev/null || return 1
  fi
  python3 -m venv "$PYTHON_FOLDER" &&
    "$PYTHON_FOLDER/bin/pip" install --quiet --disable-pip-version-check "$@" &&
    touch "$PYTHON_FOLDER/complete"
}

# The same for a file of requirements; another content makes another folder.
python_requirements() {
  python_packages "$1-$(sha256sum "$2" | cut -c 1-12)" -r "$2"
}
