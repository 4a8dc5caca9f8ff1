# Sourced by .ci/run: starts a Redis of our own on a free port and sets TEST_REDIS_URL.
# Without one, `npm test` still passes and says which tests it left out; here it must be there.

start_redis() {
  if ! command -v redis-server >/dev/null; then
    apt-get update -qq && apt-get install -y -qq redis-server >/dev/null || return 1
  fi
  local port
  REDIS_FOLDER="$(mktemp -d)"
  port="$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')"
  redis-server --port "$port" --bind 127.0.0.1 --dir "$REDIS_FOLDER" --save "" \
    --appendonly yes --maxmemory-policy noeviction </dev/null >"$REDIS_FOLDER/log" 2>&1 &
  REDIS_PID=$!
  wait_for_redis "$port" || { cat "$REDIS_FOLDER/log"; stop_redis; return 1; }
  export TEST_REDIS_URL="redis://127.0.0.1:$port"
}

# Until it answers, or has ended, or a minute is over.
wait_for_redis() {
  local i
  for i in $(seq 300); do
    kill -0 "$REDIS_PID" 2>/dev/null || return 1
    [ "$(redis-cli -h 127.0.0.1 -p "$1" ping 2>/dev/null)" = PONG ] && return 0
    sleep 0.2
  done
  return 1
}

stop_redis() {
  [ -n "${REDIS_PID:-}" ] || return 0
  kill -9 "$REDIS_PID" 2>/dev/null
  wait "$REDIS_PID" 2>/dev/null
  rm -rf "$REDIS_FOLDER"
  REDIS_PID=""
}
