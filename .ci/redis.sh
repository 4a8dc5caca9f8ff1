# Sourced by .ci/run: starts a Redis of our own on a free port and sets TEST_REDIS_URL.
# Without one, `npm test` still passes and says which tests it left out; here it must be there.

start_redis() {
  install_program redis-server redis-server || return 1
  local port
  REDIS_FOLDER="$(mktemp -d)"
  port="$(free_port)"
  redis-server --port "$port" --bind 127.0.0.1 --dir "$REDIS_FOLDER" --save "" \
    --appendonly yes --maxmemory-policy noeviction </dev/null >"$REDIS_FOLDER/log" 2>&1 &
  REDIS_PID=$!
  wait_until "$REDIS_PID" redis_answers "$port" || { cat "$REDIS_FOLDER/log"; stop_redis; return 1; }
  export TEST_REDIS_URL="redis://127.0.0.1:$port"
}

redis_answers() {
  [ "$(redis-cli -h 127.0.0.1 -p "$1" ping 2>/dev/null)" = PONG ]
}

stop_redis() {
  [ -n "${REDIS_PID:-}" ] || return 0
  kill -9 "$REDIS_PID" 2>/dev/null
  wait "$REDIS_PID" 2>/dev/null
  rm -rf "$REDIS_FOLDER"
  REDIS_PID=""
}
