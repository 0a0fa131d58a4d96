#!/usr/bin/env bash
# Make localhost/swell-base-ARCH, a stand-in for python:3.13-slim out of Debian packages, localhost/swell-go, the same with
# Go, for this machine, and localhost/swell-argocd-ARCH and others, which hold nothing but the Helm that such an Argo CD
# ships; for another processor than this machine's that is the newest Helm alone, built here. What is there already and made
# by this very script stays.
#
# usage: tools/image_base.sh LOG ARCH               by tools/image.sh, which says where buildah keeps images
set -eu
log=$1 arch=$2
. tools/image_sources.sh

# label IMAGE: what it was made from, nothing if there is no such image
label() { buildah inspect --type image --format '{{index .OCIv1.Config.Labels "key"}}' "$1" 2>/dev/null || true; }

# keep CONTAINER IMAGE KEY [ARCH]: make an image of it.
keep() {
  buildah config --label "key=$3" --arch "${4:-$here}" "$1"
  buildah commit --quiet --rm "$1" "$2" >/dev/null
}

# helm_image IMAGE HELM
helm_image() {
  key=$(sha256sum "$2" | cut -c -16)
  [ "$(label "$1")" != "$key" ] || return 0
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$2" /usr/local/bin/helm >/dev/null
  keep "$container" "$1" "$key" "$arch"
}
# built VERSION: print the path of a Helm for the other processor, and build the program that stays in its place.
built() {
  local helm
  helm=$(GOARCH=$arch tools/helm_build.sh "$1")
  GOARCH=$arch tools/swell_helm.sh "$helm" >/dev/null
  echo "$helm"
}
make --no-print-directory helms
program=''
for helm in argocd:4.3.1 newest:4.3.1 older:4.2.1 oldest:3.19.4; do
  if [ "$arch" = "$here" ]; then program=.venv/helms/v${helm#*:}/helm; else program=${program:-$(built "${helm#*:}")}; fi
  helm_image "localhost/swell-${helm%:*}-$arch" "$program"
done

key=$(sha256sum tools/image_base.sh | cut -c -16)
# base ARCH: make the stand-in for python:3.13-slim.
base() {
  [ "$(label "localhost/swell-base-$1")" != "$key" ] || return 0
  [ "$(id -u)" = 0 ] || { echo "image: debootstrap needs root: run make image as root" >&2; exit 2; }
  echo "image: debootstrap, once (about a minute, six where qemu runs it)"
  container=$(buildah from scratch)
  root=$(buildah mount "$container")
  trap 'buildah rm "$container" >/dev/null' EXIT
  debootstrap --arch="$1" --variant=minbase --include=ca-certificates,python3,python3-venv trixie "$root" >"$log" 2>&1 ||
    { tail -n 5 "$log" >&2; echo "image: debootstrap failed: $log" >&2; exit 2; }
  # debootstrap copies how this machine is called and where it looks up names.
  rm -rf "$root/etc/hostname" "$root/etc/resolv.conf" "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
  trap - EXIT
  keep "$container" "localhost/swell-base-$1" "$key" "$1"
}
base "$here"
base "$arch"

# It has to be 1.21 or newer, and gets the Go that is asked for as a module.
if [ "$(label localhost/swell-go)" != "$key" ]; then
  echo "image: Go from Debian packages, once (about a minute)"
  container=$(buildah from --pull-never "localhost/swell-base-$here")
  trap 'buildah rm "$container" >/dev/null' EXIT
  buildah run "$container" sh -c 'apt-get update --quiet --quiet &&
    DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends golang-go &&
    rm -rf /var/cache/apt/* /var/lib/apt/lists/*' >"$log" 2>&1 ||
    { tail -n 5 "$log" >&2; echo "image: Go can't be installed: $log" >&2; exit 2; }
  trap - EXIT
  keep "$container" localhost/swell-go "$key"
fi
