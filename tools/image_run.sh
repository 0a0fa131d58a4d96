#!/usr/bin/env bash
# Run a command in the built image as Argo CD would: as its user, on a root that nobody can write to, an empty /tmp, no
# network, and nothing of this machine's environment.
#
# usage: tools/image_run.sh [--app DIR] [--env NAME=VALUE]... [--read-only-tmp] COMMAND [ARGUMENT]...
#
# With --app the command runs in a copy of DIR below /tmp, where argocd-cmp-server unpacks what it is sent.
set -eu
if [ "$(id -u)" != 0 ]; then exec buildah unshare "$0" "$@"; fi
if [ -z "${INSIDE:-}" ]; then INSIDE=yes exec unshare --mount --net --pid --fork "$0" "$@"; fi

app='' environment=() tmp=rw
while [ $# -gt 0 ]; do
  case $1 in
    --app) app=$(realpath "$2"); shift 2 ;;
    --env) environment+=("$2"); shift 2 ;;
    --read-only-tmp) tmp=ro; shift ;;
    *) break ;;
  esac
done

cd "$(dirname "$0")/.."
. tools/image_sources.sh
if [ "$(cat "$unpacked/sources" 2>/dev/null)" != "$(sources)" ]; then
  echo "image_run: no image has been built of these sources: make image" >&2
  exit 2
fi
root=$(cat "$unpacked/root") user=$(cat "$unpacked/user")
mapfile -t defaults < <(grep '=' "$unpacked/environment")

mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
folder=/tmp
if [ "$app" ]; then
  folder=/tmp/_cmp_server/repository/$(basename "$app")
  mkdir -p "$root/tmp/_cmp_server/repository"
  cp -R "$app" "$root$folder"
  chown -R "$user:$user" "$root/tmp/_cmp_server"
fi
mount -o "remount,$tmp" "$root/tmp"
mount -o remount,bind,ro "$root"
exec chroot --userspec="$user:$user" --groups= "$root" \
  env -i -C "$folder" HOME=/home/argocd "${defaults[@]}" "${environment[@]}" "$@"
