# Sourced by .ci/run: what starting a server of our own takes, whichever it is.

# Installs Debian packages of which a program is missing: install_program PROGRAM PACKAGE...
install_program() {
  command -v "$1" >/dev/null && return 0
  shift
  apt-get update -qq && apt-get install -y -qq "$@" >/dev/null
}

free_port() {
  node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

# Until a check succeeds, or the process has ended, or a minute is over: wait_until PID CHECK...
wait_until() {
  local pid="$1" i
  shift
  for i in $(seq 300); do
    kill -0 "$pid" 2>/dev/null || return 1
    "$@" && return 0
    sleep 0.2
  done
  return 1
}

takes_connections() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
