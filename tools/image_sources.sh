# shellcheck shell=bash disable=SC2034 # its variables are used by those who source it
# Sourced in the clone's top folder by the other tools/image*.sh. $arch is the processor that an image is for, as images name
# it; unset, that of this machine.
case $(uname -m) in x86_64) here=amd64 ;; aarch64) here=arm64 ;; *) here=$(uname -m) ;; esac
arch=${arch:-$here}

# What the image is made of, as one word.
sources() {
  find cmp swell-client swell-helm Dockerfile plugin.yaml pyproject.toml requirements/build.txt requirements/run.txt \
    tools/go.sh tools/image_base.sh tools/swell_client.sh tools/swell_helm.sh -type f ! -name '*.pyc' |
    LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c -16
}

# Where tools/image.sh leaves what tools/image_run.sh has to know: the image's root, user, environment and sources.
# They are files since buildah does not always answer several processes at once.
unpacked=$PWD/.venv/containers/unpacked-$arch
