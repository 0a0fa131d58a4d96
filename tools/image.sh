#!/usr/bin/env bash
# Build the image argocd-swell:<version> with buildah; everything stays in .venv/containers.
#
# usage: tools/image.sh [ARCH]
#
# ARCH is amd64 or arm64: another one than this machine's gets into the image's name, and needs the Debian package
# qemu-user-static, which runs its programs. Go runs on this machine itself.
# Where no image registry can be reached, the base is made with debootstrap and the Helms are those of `make helms`, of the
# same versions: the same Dockerfile, the same steps. Needs the Debian packages buildah and debootstrap, and root for the
# latter.
set -eu
cd "$(dirname "$0")/.."
command -v buildah >/dev/null || { echo "image: buildah is missing: apt-get install buildah debootstrap" >&2; exit 2; }
arch=${1:-}
. tools/image_sources.sh
if [ "$arch" != "$here" ]; then tools/image_qemu.sh "$arch"; fi

storage=$PWD/.venv/containers
mkdir -p "$storage/tmp"
cat >"$storage/storage.conf" <<END
[storage]
driver = "vfs"
graphroot = "$storage/images"
runroot = "$storage/run"
END
# vfs and chroot want nothing of the kernel that a virtual machine or a container may lack.
export CONTAINERS_STORAGE_CONF=$storage/storage.conf STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot TMPDIR=$storage/tmp

version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
image=argocd-swell:$version
[ "$arch" = "$here" ] || image+=-$arch
sources=$(sources)
revision=$(git rev-parse HEAD 2>/dev/null || true)
# An older buildah has to be told where it runs.
options=(--platform "linux/$arch" --build-arg "BUILDPLATFORM=linux/$here" --build-arg "VERSION=$version" --build-arg "REVISION=$revision")

# named ARG: the image that the Dockerfile names
named() { sed -n "s/^ARG $1=//p" Dockerfile; }

if timeout 20 buildah manifest inspect "$(named BASE)" >/dev/null 2>&1; then
  echo "image: base $(named BASE), Helms from $(named NEWEST), $(named OLDER) and $(named OLDEST)"
else
  echo "image: no image registry can be reached: base and Go from Debian packages, Helms of make helms"
  tools/image_base.sh "$storage/debootstrap.log" "$arch"
  if [ "$(cat "$unpacked/sources" 2>/dev/null)" = "$sources" ]; then
    echo "image: $image is up to date"
    exit
  fi
  options+=(--pull-never)
  options+=(--build-arg GO=localhost/swell-go)
  for name in BASE ARGOCD NEWEST OLDER OLDEST; do options+=(--build-arg "$name=localhost/swell-${name,,}-$arch"); done
  # What make helms has built and fetched for it.
  options+=(--volume "${SWELL_E2E:-${XDG_CACHE_HOME:-$HOME/.cache}/swell/e2e}:/root/.cache/swell/e2e")
  options+=(--volume "$(go env GOMODCACHE):/root/go/pkg/mod")
fi

# Where a proxy signs anew what comes from outside, the build has to trust whom this machine trusts.
certificates=/etc/ssl/certs/ca-certificates.crt
[ ! -f $certificates ] || options+=(--volume "$certificates:$certificates:ro")

echo "image: building $image"
# tidy: remove all containers but those that hold the files of images for other processors.
tidy() {
  local one
  for one in $(buildah containers --noheading --format '{{.ContainerName}}'); do
    grep --quiet --no-messages --line-regexp --fixed-strings "$one" "$storage"/unpacked-*/container ||
      buildah rm "$one" >/dev/null
  done
}
rm -rf "$unpacked"
tidy
buildah build --quiet "${options[@]}" --tag "$image" . >/dev/null
tidy
buildah rmi --prune >/dev/null

# Its files and settings, for tools/image_run.sh. Without root, only `buildah unshare` sees files of other users.
container=$(buildah from --quiet --pull-never --arch "$arch" "$image")
if [ "$(id -u)" = 0 ]; then as_root=(); else as_root=(buildah unshare); fi
mkdir -p "$unpacked"
echo "$container" >"$unpacked/container"
"${as_root[@]}" buildah mount "$container" >"$unpacked/root"
buildah inspect --format '{{.OCIv1.Config.User}}' "$container" >"$unpacked/user"
buildah inspect --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$container" >"$unpacked/environment"
echo "$sources" >"$unpacked/sources"
echo "image: $(buildah images --noheading --format '{{.Size}}' "$image"); try it: tools/image_run.sh --arch $arch swell --version"
