# Sourced by .ci/run: installs Qdrant's engine for the server of service/tests/qdrant-server and sets
# TEST_QDRANT_PYTHON. Without it, `npm test` still passes and says which tests it left out; here it must be there.
# A real server is used as well where TEST_QDRANT_URL names one.

install_qdrant_engine() {
  python_requirements qdrant service/tests/qdrant-server/requirements.txt || return 1
  export TEST_QDRANT_PYTHON="$PYTHON_FOLDER/bin/python"
}
