# Sourced by .ci/run: installs Schemathesis, which asks the API whatever its OpenAPI document allows and does not allow,
# and sets TEST_SCHEMATHESIS, its program. Without it, `npm test` still passes and says which test it left out; here it
# must be there.

install_schemathesis() {
  python_requirements schemathesis service/tests/schemathesis/requirements.txt || return 1
  export TEST_SCHEMATHESIS="$PYTHON_FOLDER/bin/schemathesis"
}
