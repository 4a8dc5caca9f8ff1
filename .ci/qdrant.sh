# Sourced by .ci/run: installs Qdrant's engine for the server of service/tests/qdrant-server and sets
# TEST_QDRANT_PYTHON. Without it, `npm test` still passes and says which tests it left out; here it must be there.
# A real server is used as well where TEST_QDRANT_URL names one.

install_qdrant_engine() {
  local requirements="service/tests/qdrant-server/requirements.txt" folder
  folder="${XDG_CACHE_HOME:-$HOME/.cache}/cosmic-insights/qdrant-$(sha256sum "$requirements" | cut -c 1-12)"
  if ! "$folder/bin/python" -c "import qdrant_edge" 2>/dev/null; then
    rm -rf "$folder"
    if ! python3 -c "import ensurepip, venv" 2>/dev/null; then
      apt-get update -qq && apt-get install -y -qq python3 python3-venv >/dev/null || return 1
    fi
    python3 -m venv "$folder" || return 1
    "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" || return 1
  fi
  export TEST_QDRANT_PYTHON="$folder/bin/python"
}
