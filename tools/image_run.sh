#!/usr/bin/env bash
# Run a command in the built image as Argo CD would: as its user, on a root that nobody can write to, an empty /tmp, no
# network, and nothing of this machine's environment.
#
# usage: tools/image_run.sh [--arch ARCH] [--app DIR] [--env NAME=VALUE]... [--mount DIR:INSIDE]... [--network] [--read-only-tmp]
#                           [--user ID] COMMAND [ARGUMENT]...
#
# With --app the command runs in a copy of DIR below /tmp, where argocd-cmp-server unpacks what it is sent. INSIDE is a
# folder that the image has, or one below /tmp; --network leaves the command this machine's network. ARCH is the processor
# that the image is for, as for tools/image.sh.
set -eu
if [ "$(id -u)" != 0 ]; then exec buildah unshare "$0" "$@"; fi

all=("$@") arch='' app='' environment=() mounts=() network=--net tmp=rw user=''
while [ $# -gt 0 ]; do
  case $1 in
    --arch) arch=$2; shift 2 ;;
    --app) app=$(realpath "$2"); shift 2 ;;
    --env) environment+=("$2"); shift 2 ;;
    --mount) mounts+=("$2"); shift 2 ;;
    --network) network=''; shift ;;
    --read-only-tmp) tmp=ro; shift ;;
    --user) user=$2; shift 2 ;;
    *) break ;;
  esac
done
if [ -z "${INSIDE:-}" ]; then INSIDE=yes exec unshare --mount $network --pid --fork "$0" "${all[@]}"; fi

cd "$(dirname "$0")/.."
. tools/image_sources.sh
if [ "$(cat "$unpacked/sources" 2>/dev/null)" != "$(sources)" ]; then
  echo "image_run: no image has been built of these sources: make image" >&2
  exit 2
fi
root=$(cat "$unpacked/root") user=${user:-$(cat "$unpacked/user")}
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
for one in "${mounts[@]}"; do
  case ${one#*:} in /tmp/*) mkdir -p "$root${one#*:}" ;; esac
done
mount -o "remount,$tmp" "$root/tmp"
mount -o remount,bind,ro "$root"
for one in "${mounts[@]}"; do # readlink: links such as /var/run are to be followed inside
  mount --bind "${one%%:*}" "$root$(chroot "$root" readlink -f "${one#*:}")"
done
exec chroot --userspec="$user:$user" --groups= "$root" \
  env -i -C "$folder" HOME=/home/argocd "${defaults[@]}" "${environment[@]}" "$@"
