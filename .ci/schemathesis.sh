# Sourced by .ci/run: installs Schemathesis, which asks the API whatever its OpenAPI document allows and does not allow,
# and sets TEST_SCHEMATHESIS, its program. Without it, `npm test` still passes and says which test it left out; here it
# must be there.

install_schemathesis() {
  local requirements="service/tests/schemathesis/requirements.txt" folder
  folder="${XDG_CACHE_HOME:-$HOME/.cache}/cosmic-insights/schemathesis-$(sha256sum "$requirements" | cut -c 1-12)"
  if ! "$folder/bin/schemathesis" --version >/dev/null 2>&1; then
    rm -rf "$folder"
    if ! python3 -c "import ensurepip, venv" 2>/dev/null; then
      apt-get update -qq && apt-get install -y -qq python3 python3-venv >/dev/null || return 1
    fi
    python3 -m venv "$folder" || return 1
    "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" || return 1
  fi
  export TEST_SCHEMATHESIS="$folder/bin/schemathesis"
}
