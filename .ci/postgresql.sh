# Sourced by .ci/run: starts a PostgreSQL of our own on a free port and sets TEST_DATABASE_URL.
# Without one, `npm test` still passes and says which tests it left out; here it must be there.

postgres_bin() {
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1
}

start_postgresql() {
  if [ -z "$(postgres_bin)" ]; then
    apt-get update -qq && apt-get install -y -qq postgresql >/dev/null || return 1
  fi
  local bin port
  bin="$(postgres_bin)"
  POSTGRES_FOLDER="$(mktemp -d)"
  port="$(free_port)"
  # PostgreSQL refuses to run as root.
  chown postgres "$POSTGRES_FOLDER"
  POSTGRES_AS="runuser -u postgres --"
  POSTGRES_BIN="$bin"
  (cd "$POSTGRES_FOLDER" &&
    $POSTGRES_AS "$bin/initdb" -D "$POSTGRES_FOLDER/data" -U mluser --auth=trust >/dev/null &&
    $POSTGRES_AS "$bin/pg_ctl" -D "$POSTGRES_FOLDER/data" -w -l "$POSTGRES_FOLDER/log" \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$POSTGRES_FOLDER" start >/dev/null &&
    $POSTGRES_AS "$bin/createdb" -h 127.0.0.1 -p "$port" -U mluser cosmic_ml) || return 1
  export TEST_DATABASE_URL="postgresql://mluser@127.0.0.1:$port/cosmic_ml"
  # For tests that stop a server of their own.
  export TEST_POSTGRES_BIN="$bin"
}

stop_postgresql() {
  [ -n "${POSTGRES_FOLDER:-}" ] || return 0
  (cd / && $POSTGRES_AS "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_FOLDER/data" -m immediate stop >/dev/null 2>&1)
  rm -rf "$POSTGRES_FOLDER"
}
