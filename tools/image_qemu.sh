#!/usr/bin/env bash
# Let this machine's kernel run programs of another processor by qemu, in containers as well.
#
# usage: tools/image_qemu.sh ARCH                                                                    by tools/image.sh
#
# Exit code 3: this machine can't. Debian's qemu-user-static leaves a rule for the kernel, which systemd reads at a start; where no systemd runs, this does.
set -eu
case $1 in amd64) name=qemu-x86_64 ;; arm64) name=qemu-aarch64 ;; *) echo "image: $1 is not amd64 or arm64" >&2; exit 2 ;; esac
kernel=/proc/sys/fs/binfmt_misc rule=/usr/lib/binfmt.d/$name.conf
[ -e $kernel/register ] || mount -t binfmt_misc binfmt_misc $kernel 2>/dev/null ||
  { echo "image: this kernel runs no programs of $1: binfmt_misc can't be mounted" >&2; exit 3; }
[ ! -e $kernel/$name ] || exit 0
[ -e "$rule" ] || { echo "image: qemu for $1 is missing: apt-get install qemu-user-static" >&2; exit 2; }
cat "$rule" >$kernel/register ||
  { echo "image: this kernel runs no programs of $1: it takes no rule in $kernel" >&2; exit 3; }
