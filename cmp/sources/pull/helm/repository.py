"""Helm repositories: resolving a version or range to an archive's digest, and unpacking the archive's chart."""

import hashlib
import os
import zlib
from collections.abc import Iterator
from http.client import HTTPResponse
from urllib.parse import urljoin, urlsplit

from cmp.errors import PullError
from cmp.sources.model import Pinned, Pulling, Source
from cmp.sources.pull.archive import unpack
from cmp.sources.pull.helm.entry import Entry, Offer
from cmp.sources.pull.helm.index import entry
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.http.client import chunks
from cmp.sources.pull.http.download import get
from cmp.sources.pull.location import Location, web
from cmp.sources.pull.oci import OCI
from cmp.sources.pull.oci.artifact import chart_layer, layer_bytes
from cmp.sources.pull.oci.registry import Registry, is_tag
from cmp.sources.pull.semver_ranges import alternatives, chosen
from cmp.sources.pull.writer import TreeWriter, scratch

_MOST_OF_AN_INDEX = 256 << 20


def resolve(source: Source, location: Location, pulling: Pulling) -> Pinned:
    """Return the version that is meant and its archive's digest, from the index or else from the archive itself."""
    asking = Asking(source=source, location=location, pulling=pulling, top=location.url)
    index = _index(asking)
    version = chosen(source.asked, index.versions)
    if version is None:
        asked = source.asked or "that is no prerelease"
        fix = alternatives(source.asked, index.versions)
        raise PullError(f"{source.name} has no version {asked}", where=source.alias, fix=fix)
    offer = index.offer(version, asking)
    digest = offer.digest
    if not digest:
        checksum = hashlib.sha256()
        for chunk in _archive(offer, asking)[1]:
            checksum.update(chunk)
        digest = f"sha256:{checksum.hexdigest()}"
    return Pinned(digest=digest, version=version)


def fetch(source: Source, location: Location, pinned: Pinned, folder: str, pulling: Pulling) -> None:
    """Fill the folder with the chart's files, after checking the archive against the digest in the pin or the index."""
    asking = Asking(source=source, location=location, pulling=pulling, top=location.url)
    index = _index(asking)
    version = chosen(pinned.version, index.versions)  # a version in full pins itself, and may begin with a v
    if version is None:
        fix = alternatives(pinned.version, index.versions)
        raise PullError(f"{source.name} no longer has version {pinned.version}", where=source.alias, fix=fix)
    offer = index.offer(version, asking)
    host, stream = _archive(offer, asking)
    path, checksum = os.path.join(scratch(folder), f"{source.name}.tgz"), hashlib.sha256()
    with open(path, "wb") as file:
        for chunk in stream:
            checksum.update(chunk)
            file.write(chunk)
    _refuse_another(f"sha256:{checksum.hexdigest()}", pinned, offer, source, host=host)
    writer = TreeWriter(folder, source=source, bounds=pulling.bounds)
    unpack(path, writer, strip=True)
    writer.finish()


def _refuse_another(real: str, pinned: Pinned, offer: Offer, source: Source, *, host: str) -> None:
    wanted = pinned.digest or offer.digest or real
    if real == wanted:
        return
    who, fix = "in its index", "ask who runs the repository; nothing was used"
    if pinned.digest:
        who, fix = "pinned", "it was replaced: pin it anew with swell lock, and look at it"
    message = f"the chart that {host} sent is not what is {who}: {real[:19]}, not {wanted[:19]}"
    raise PullError(message, where=source.alias, fix=fix)


def _index(asking: Asking) -> Entry:
    answer = get(asking, f"{asking.location.url}/index.yaml", headers={"Accept-Encoding": "gzip"})
    index = entry(_unpacked(asking, answer), asking.source.name, asking)
    if not index.texts:
        fix = alternatives(asking.source.name, index.others)
        raise PullError(f"{asking.location.url} has no chart {asking.source.name}", where=asking.source.alias, fix=fix)
    return index


def _archive(offer: Offer, asking: Asking) -> tuple[str, Iterator[bytes]]:
    """Return the address of an archive, and its bytes."""
    most = asking.pulling.bounds.bytes
    if not offer.urls:
        raise asking.fault("other", f"its index names no place for version {offer.version}")
    url = urljoin(f"{asking.location.url}/", offer.urls[0])
    if url.startswith("oci://"):
        place, _, tag = url.rpartition(":")
        if not is_tag(tag):
            raise asking.fault("other", f"its index names no tag for version {offer.version}")
        source = asking.source.replace(kind=OCI.name, location=place, name="")
        location = OCI.locate(source, local=asking.pulling.settings.local_sources)
        there = asking.replace(source=source, location=location, guest=not asking.named(location.url))
        there.note(location.url)
        registry = Registry(there)
        layer = chart_layer(registry.manifest(registry.digest(tag)))
        if layer is None:
            raise there.fault("other", "it is no chart")
        return there.location.host, layer_bytes(registry, layer)
    if urlsplit(url).scheme not in web(local=asking.pulling.settings.local_sources):
        raise asking.fault("transport", "the chart's archive is not at https://")
    there, url = asking.led_to(url)
    return there.location.host, chunks(there, get(there, url), most=most)


def _unpacked(asking: Asking, answer: HTTPResponse) -> Iterator[bytes]:
    packed = answer.headers.get("Content-Encoding") == "gzip"
    unpacker, read = zlib.decompressobj(wbits=31), 0
    for chunk in chunks(asking, answer, most=_MOST_OF_AN_INDEX):
        try:
            plain = unpacker.decompress(chunk) if packed else chunk
        except zlib.error:
            raise asking.fault("broke off", "its index is packed badly") from None
        read += len(plain)
        if read > _MOST_OF_AN_INDEX:
            raise asking.fault("too large", f"{_MOST_OF_AN_INDEX >> 20} MiB of an index")
        yield plain
    if packed and (not unpacker.eof or unpacker.unused_data):
        raise asking.fault("broke off", "its index, which is packed, has no end, or something behind it")
