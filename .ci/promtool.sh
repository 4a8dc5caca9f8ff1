# Sourced by .ci/run: provides promtool, Prometheus's own checker, and sets TEST_PROMTOOL, its program.
# Without it, `npm test` still passes and says which tests it left out; here it must be there.

provide_promtool() {
  TEST_PROMTOOL="$(command -v promtool)" && export TEST_PROMTOOL && return 0
  # Out of the package, because the package itself brings the server and its pages along.
  PROMTOOL_FOLDER="$(mktemp -d)"
  (
    cd "$PROMTOOL_FOLDER" && chmod a+rx . &&
      apt-get update -qq && apt-get download -qq prometheus >/dev/null && dpkg-deb -x prometheus_*.deb .
  ) || return 1
  export TEST_PROMTOOL="$PROMTOOL_FOLDER/usr/bin/promtool"
}
