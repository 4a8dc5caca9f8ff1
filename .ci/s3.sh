# Sourced by .ci/run: builds an S3 server once, starts it on a free port and sets TEST_S3_ENDPOINT, TEST_S3_ACCESS_KEY,
# TEST_S3_SECRET_KEY, and TEST_S3_SERVER, the program, of which tests start more that they can stop.
# Without them, `npm test` still passes and says which tests it left out; here they must be there.

# Keeps objects as files; conditional writes are decided under a lock (docs/adr/0012-s3.md).
VERSITYGW_VERSION=1.8.0

TEST_S3_SERVER="${CACHE:-$HOME/.cache}/cosmic-ci/versitygw-$VERSITYGW_VERSION/versitygw"

build_s3() {
  local folder building
  [ -x "$TEST_S3_SERVER" ] && return 0
  # Built beside it, so that a build that was broken off is not taken for a whole one.
  folder="$(dirname "$TEST_S3_SERVER")"
  mkdir -p "$folder" && building="$(mktemp -d "$folder/building.XXXX")" &&
    GOBIN="$building" nice go install "github.com/versity/versitygw/cmd/versitygw@v$VERSITYGW_VERSION" &&
    mv "$building/versitygw" "$TEST_S3_SERVER" && rmdir "$building"
}

start_s3() {
  local port
  S3_FOLDER="$(mktemp -d)"
  port="$(free_port)"
  mkdir "$S3_FOLDER/data"
  ROOT_ACCESS_KEY=ci ROOT_SECRET_KEY=ci-secret "$TEST_S3_SERVER" --port "127.0.0.1:$port" --keep-alive --quiet \
    posix "$S3_FOLDER/data" </dev/null >"$S3_FOLDER/log" 2>&1 &
  S3_PID=$!
  wait_until "$S3_PID" takes_connections "$port" || { cat "$S3_FOLDER/log"; return 1; }
  export TEST_S3_SERVER TEST_S3_ENDPOINT="http://127.0.0.1:$port" TEST_S3_ACCESS_KEY=ci TEST_S3_SECRET_KEY=ci-secret
}

stop_s3() {
  [ -n "${S3_FOLDER:-}" ] || return 0
  if [ -n "${S3_PID:-}" ]; then
    kill "$S3_PID" 2>/dev/null
    wait "$S3_PID" 2>/dev/null
  fi
  rm -rf "$S3_FOLDER"
}
