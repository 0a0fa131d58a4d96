"""OCI artifacts: resolving a tag to a digest, and writing the files of a chart or another artifact."""

import os
from collections.abc import Iterator
from typing import Any

from cmp.errors import PullError
from cmp.sources.model import Pinned, Pulling, Source
from cmp.sources.pull.archive import unpack
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.location import Location
from cmp.sources.pull.oci.registry import Registry, is_digest, is_tag
from cmp.sources.pull.semver import is_whole
from cmp.sources.pull.semver_ranges import alternatives, chosen
from cmp.sources.pull.writer import TreeWriter, scratch

_CHART = "application/vnd.cncf.helm.config.v1+json"
_CHART_CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
_TITLE, _UNPACK = "org.opencontainers.image.title", "io.deis.oras.content.unpack"
_ARCHIVES = (".tar.gz", ".tgz", ".tar")


def resolve(source: Source, location: Location, pulling: Pulling) -> Pinned:
    """Return the digest of a tag, or of the newest tag in a range.

    For a chart's dependency Helm counts whole versions alone (Tags in pkg/registry/client.go, 3.22.0, 4.3.1). Argo CD
    counts `v1.2.3` and `1.2` too (util/versions/tags.go, 3.6.1).
    """
    if is_digest(source.asked):
        return Pinned(digest=source.asked)
    registry = Registry(Asking(source=source, location=location, pulling=pulling, top=location.url))
    tag = source.asked.replace("+", "_")  # a tag can't hold a +: Helm writes versions so
    if is_tag(tag) and (digest := registry.digest(tag)):
        return Pinned(digest=digest, version=source.asked)
    tags = registry.tags()
    versions = [tag.replace("_", "+") for tag in tags]
    version = chosen(source.asked, filter(is_whole, versions) if source.dependency else versions)
    if version and (digest := registry.digest(version.replace("+", "_"))):
        return Pinned(digest=digest, version=version)
    if version:
        raise registry.asking.fault("other", f"it lists the tag {version}, and has no such tag")
    raise PullError(
        f"there is no tag {source.asked or 'that is a version'}",
        where=source.alias,
        fix=alternatives(source.asked, tags) or "push it first, or correct it",
    )


def fetch(source: Source, location: Location, pinned: Pinned, folder: str, pulling: Pulling) -> None:
    """Write a chart's files, or those of an artifact's layers, into the folder."""
    digest = pinned.digest or resolve(source.replace(asked=pinned.version), location, pulling).digest
    if not is_digest(digest):
        raise PullError(f"{digest[:80]!r} is no digest", where=source.alias, fix="pin it anew with swell lock")
    registry = Registry(Asking(source=source, location=location, pulling=pulling, top=location.url))
    manifest = registry.manifest(digest)
    writer = TreeWriter(folder, source=source, bounds=pulling.bounds)
    if chart := chart_layer(manifest):
        unpack(_brought(registry, chart, folder), writer, strip=True)
    else:
        layers = [layer for layer in manifest.get("layers") or () if isinstance(layer, dict)]
        for layer in layers:
            _layer(registry, layer, folder, writer)
    writer.finish()


def chart_layer(manifest: dict[str, Any]) -> dict[str, Any] | None:
    """Return the chart's layer if the manifest is a chart's, else None."""
    if (manifest.get("config") or {}).get("mediaType") != _CHART:
        return None
    layers = (layer for layer in manifest.get("layers") or () if layer.get("mediaType") == _CHART_CONTENT)
    return next(layers, None)


def _layer(registry: Registry, layer: dict[str, Any], folder: str, writer: TreeWriter) -> None:
    """Write one layer as ORAS does: unpacked if it is marked so or has no name, else as a file with that name."""
    notes = layer.get("annotations") or {}
    name, kind = str(notes.get(_TITLE) or ""), str(layer.get("mediaType") or "")
    is_tar = "tar" in kind.rpartition(".")[2] or kind.endswith("tar.gzip")
    # Argo CD unpacks an archive that was pushed under its own name, too.
    if notes.get(_UNPACK) == "true" or (is_tar and (not name or name.endswith(_ARCHIVES))):
        unpack(_brought(registry, layer, folder), writer)
    elif name:
        path = _brought(registry, layer, folder)
        with open(path, "rb") as file:
            writer.file(name, iter(lambda: file.read(1 << 16), b""), size=os.path.getsize(path))
        os.unlink(path)
    else:
        raise writer.refused(kind, "is a layer that is no archive and has no name")


def layer_bytes(registry: Registry, layer: dict[str, Any]) -> Iterator[bytes]:
    """Yield a layer's bytes, checked against their digest.

    Raises:
        PullError: they are too many, or the layer has no digest or size.
    """
    digest, size, asking = layer.get("digest"), layer.get("size"), registry.asking
    if not isinstance(digest, str) or not is_digest(digest) or not isinstance(size, int):
        raise asking.fault("other", "its manifest has a layer without digest or size")
    if size > asking.pulling.bounds.bytes:
        raise asking.fault("too large", f"{asking.pulling.bounds.bytes / (1 << 20):.0f} MiB")
    return registry.blob(digest, size)


def _brought(registry: Registry, layer: dict[str, Any], folder: str) -> str:
    """Save a layer's bytes in a file, and return its path."""
    path = os.path.join(scratch(folder), "layer")
    with open(path, "wb") as file:
        file.writelines(layer_bytes(registry, layer))
    return path
