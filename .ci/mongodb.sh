# Sourced by .ci/run: starts a server that speaks MongoDB's protocol, with change streams, on a free port and sets
# TEST_MONGODB_URL. TEST_MONGODB_SERVER is its program, for tests that kill and restart one of their own.
# Without them, `npm test` still passes and says which tests it left out; here they must be there.

MONGODB_PACKAGE="secantusdb==0.7.0b3"

start_mongodb() {
  local program port
  python_packages "${MONGODB_PACKAGE/==/-}" "$MONGODB_PACKAGE" || return 1
  program="$PYTHON_FOLDER/bin/secantusd-py"
  MONGODB_FOLDER="$(mktemp -d)"
  port="$(free_port)"
  (cd "$MONGODB_FOLDER" &&
    exec "$program" --port "$port" --storage-path "$MONGODB_FOLDER/data") \
    </dev/null >"$MONGODB_FOLDER/log" 2>&1 &
  MONGODB_PID=$!
  wait_until "$MONGODB_PID" takes_connections "$port" || { cat "$MONGODB_FOLDER/log"; return 1; }
  export TEST_MONGODB_URL="mongodb://127.0.0.1:$port"
  export TEST_MONGODB_SERVER="$program"
}

stop_mongodb() {
  [ -n "${MONGODB_PID:-}" ] || return 0
  kill -9 "$MONGODB_PID" 2>/dev/null
  wait "$MONGODB_PID" 2>/dev/null
  rm -rf "$MONGODB_FOLDER"
}
