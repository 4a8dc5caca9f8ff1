# Sourced by .ci/run: provides a Chromium and sets TEST_CHROMIUM, its program.
# Without it, `npm test` still passes and says which tests it left out; here it must be there.

provide_chromium() {
  install_program chromium chromium fonts-dejavu-core || return 1
  TEST_CHROMIUM="$(command -v chromium)" && export TEST_CHROMIUM
}
