#!/usr/bin/env bash
# Builds deploy/Dockerfile without a container engine and runs what comes out as Compose would: read-only, as its own
# user, without capabilities. Prints sizes, times and what the service answers; leaves nothing behind.
#
#   BASE_NODE=20.20.0 deploy/check-image.sh    on a base image with another Node, so that the image brings its own
#
# Wants root on Debian, npm, and buildah and debootstrap, which it installs if they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
DEBIAN=bookworm
MIRROR=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
node_version="${BASE_NODE:-$(node -p 'require("./package.json").devDependencies.node')}"

work="$(mktemp -d)"
service_pid=
clean_up() {
  [ -z "$service_pid" ] || kill -9 "$service_pid" 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap clean_up EXIT

main() {
  install_tools
  make_base
  build_image
  run_image
}

say() { printf '\n— %s (%s s)\n' "$1" "$SECONDS"; }

install_tools() {
  for tool in buildah debootstrap; do
    command -v "$tool" >/dev/null && continue
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$tool" >/dev/null
  done
}

# Storage of its own, so that no image of this machine is touched.
images() { nice -n 15 buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs "$@"; }

# What the official Node image is: Debian with Node and npm in /usr/local.
make_base() {
  say "base image: Debian $DEBIAN with Node $node_version"
  local root="$work/base" container
  nice -n 15 debootstrap --variant=minbase "$DEBIAN" "$root" "$MIRROR" >"$work/debootstrap.log" 2>&1 ||
    { tail -20 "$work/debootstrap.log"; return 1; }
  npm install --prefix "$work/node" --no-audit --no-fund --loglevel=error "node@$node_version" npm@11 >/dev/null
  install "$work/node/node_modules/node/bin/node" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -R "$work/node/node_modules/npm" "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  container="$(images from scratch)"
  images copy -q "$container" "$root" / >/dev/null
  images commit -q --rm "$container" localhost/base >/dev/null
  rm -rf "$root" "$work/node"
}

# npm inside the build goes the way it goes on this machine: its settings and certificates are lent, not copied.
build_image() {
  say "image"
  local settings="$work/npmrc" certificates user_settings
  user_settings="$(npm config get userconfig 2>/dev/null)"
  certificates="$(npm config get cafile 2>/dev/null)"
  [ ! -f "$user_settings" ] || cat "$user_settings" >"$settings"
  echo "registry=$(npm config get registry 2>/dev/null)" >>"$settings"
  local lent=(--volume "$settings:/root/.npmrc:ro")
  if [ -f "$certificates" ]; then
    echo "cafile=/root/certificates.pem" >>"$settings"
    lent+=(--volume "$(realpath "$certificates"):/root/certificates.pem:ro")
  fi
  images build --isolation chroot --format docker --build-arg BASE_IMAGE=localhost/base "${lent[@]}" \
    -f deploy/Dockerfile -t localhost/cosmic-insights . >"$work/build.log" 2>&1 ||
    { tail -40 "$work/build.log"; return 1; }
  grep -E 'added [0-9]+ packages|^v[0-9]+\.' "$work/build.log" || true
  images images
}

run_image() {
  say "run"
  local container root port address
  container="$(images from localhost/cosmic-insights)"
  root="$(images mount "$container")"
  for folder in / /usr /opt/cosmic /app/models /app/service /app/node_modules /app/node_modules/onnxruntime-node; do
    echo "  $(du -sh "$root$folder" | cut -f 1) $folder"
  done
  port="$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')"
  address="http://127.0.0.1:$port"
  mapfile -t image_env < <(images inspect --type image --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' localhost/cosmic-insights | grep .)
  mapfile -t entrypoint < <(images inspect --type image --format '{{range .OCIv1.Config.Entrypoint}}{{println .}}{{end}}' localhost/cosmic-insights | grep .)
  mapfile -t command < <(images inspect --type image --format '{{range .OCIv1.Config.Cmd}}{{println .}}{{end}}' localhost/cosmic-insights | grep .)
  mapfile -t health < <(images inspect --type image --format '{{range .Docker.Config.Healthcheck.Test}}{{println .}}{{end}}' localhost/cosmic-insights | grep .)
  user="$(images inspect --type image --format '{{.OCIv1.Config.User}}' localhost/cosmic-insights)"
  echo "  as $user: ${entrypoint[*]} ${command[*]}"

  local started=$SECONDS
  in_image "$root" "$port" "${entrypoint[@]}" "${command[@]}" >"$work/out" 2>"$work/service.log" &
  service_pid=$!
  until curl -fsS -o /dev/null "$address/readyz" 2>/dev/null; do
    kill -0 "$service_pid" 2>/dev/null && [ $((SECONDS - started)) -lt 300 ] ||
      { echo "The service did not come up:"; tail -30 "$work/service.log"; return 1; }
    sleep 0.5
  done
  echo "  ready after $((SECONDS - started)) s"
  echo "  health: $(curl -fsS "$address/api/v1/health/")"
  curl -fsS -o /dev/null "$address/admin/"
  echo "  the admin app is there"
  enter "$port" "${health[@]:1}"
  echo "  HEALTHCHECK passes"
  echo "The garden was full of bees this morning." | enter "$port" cosmic add - --user check --title Bees
  enter "$port" cosmic search insects among flowers --user check
  stop_service
  if (in_image "$root" "$port" "${health[@]:1}"); then
    echo "  HEALTHCHECK passes though nothing answers"
    return 1
  fi
  echo "  HEALTHCHECK fails when nothing answers"
}

# Runs a command as Compose would in a container of the image: all but /data and /tmp is read-only.
in_image() {
  local root=$1 port=$2
  shift 2
  root="$root" user="$user" exec unshare --mount --propagation private bash -euc '
    mount --rbind "$root" "$root" && mount -o remount,bind,ro "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    mount -t tmpfs -o "uid=${user%:*},gid=${user#*:},mode=700" tmpfs "$root/data"
    exec chroot "$root" "$@"
  ' in_image $(as_service) "${image_env[@]}" PORT="$port" "$@"
}

# The same in the container that runs, as `docker compose exec` does.
enter() {
  local port=$1
  shift
  nsenter --target "$service_pid" --mount --root --wd $(as_service) "${image_env[@]}" PORT="$port" "$@"
}

# Its own user, no capabilities and no way to get any, only the environment that is given.
as_service() {
  echo setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --bounding-set -all --no-new-privs \
    env -i -C /app
}

stop_service() {
  local before=$SECONDS status=0
  kill -TERM "$service_pid"
  wait "$service_pid" || status=$?
  service_pid=
  echo "  ended with $status, $((SECONDS - before)) s after SIGTERM"
  [ "$status" = 0 ]
}

main
