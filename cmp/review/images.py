"""The images of containers that differ, and how far their tags move."""

import re
from collections.abc import Iterator, Mapping

from cmp.manifests.fields import text
from cmp.model import Ref
from cmp.objects.pods import pods
from cmp.review.model import Image, Side

_NUMBER = r"(\d{1,18})"  # a tag has 128 characters at most
_VERSION = re.compile(rf"v?{_NUMBER}(?:\.{_NUMBER})?(?:\.{_NUMBER})?(?:[.+_-].*)?")
_PARTS = ("major", "minor", "patch")


def images(old: Side, new: Side) -> Iterator[Image]:
    """Yield the images that differ in a container that both sides have, and those of containers that are new."""
    for ref in sorted(old.by_ref.keys() & new.by_ref.keys()):
        before, after = _of(old, ref), _of(new, ref)
        for container, image in after.items():
            if before.get(container) != image:
                past = before.get(container, "")
                yield Image(ref=ref, container=container, old=past, new=image, step=step(past, image))


def _of(side: Side, ref: Ref) -> Mapping[str, str]:
    """Return the image of each container of an object, by the container's name."""
    return {
        text(container, "name"): text(container, "image")
        for pod in pods(side.by_ref[ref])
        for container in pod.containers
        if text(container, "image")
    }


def step(old: str, new: str) -> str:
    """Return how an image moves: `major`, `minor`, `patch`, `down`, `digest`, `tag`, `repository` or `added`."""
    if not old:
        return "added"
    (repository, tag, digest), (other, moved, pinned) = parts(old), parts(new)
    if repository != other:
        return "repository"
    before, after = _VERSION.fullmatch(tag), _VERSION.fullmatch(moved)
    if tag == moved:
        return "digest" if digest != pinned else ""
    if not before or not after:
        return "tag"
    ours, theirs = ([int(number or 0) for number in found.groups()] for found in (before, after))
    if ours == theirs:
        return "tag"
    return "down" if theirs < ours else next(name for name, a, b in zip(_PARTS, ours, theirs, strict=True) if a != b)


def parts(image: str) -> tuple[str, str, str]:
    """Return an image's repository, tag (`latest` if it has none) and digest ("" if it has none)."""
    name, _, digest = image.partition("@")
    repository, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:  # the colon is a port's
        return name, "" if digest else "latest", digest
    return repository, tag, digest
