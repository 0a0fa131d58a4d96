# Sourced by tools/image*.sh in the clone's top folder: buildah keeps everything in .venv/containers.
storage=$PWD/.venv/containers
mkdir -p "$storage/tmp"
cat > "$storage/tmp/storage.conf.$$" <<END
[storage]
driver = "vfs"
graphroot = "$storage/images"
runroot = "$storage/run"
END
mv "$storage/tmp/storage.conf.$$" "$storage/storage.conf" # whole at any time, for those who read it meanwhile
# vfs and chroot need nothing of the kernel that a virtual machine or a container may lack.
export CONTAINERS_STORAGE_CONF=$storage/storage.conf STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot TMPDIR=$storage/tmp

# What the image is made of, as one word.
sources() {
  find cmp Dockerfile plugin.yaml pyproject.toml requirements/dev.txt requirements/run.txt tools/image_base.sh \
    -type f ! -name '*.pyc' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c -16
}

# Where tools/image.sh leaves what tools/image_run.sh wants to know: root, user, environment and sources of the image.
# Files, since buildah does not always answer several processes at once.
unpacked=$storage/unpacked
