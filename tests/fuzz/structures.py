"""What is tried where files or archives are involved: structures by Hypothesis, written to a folder and read again."""

import errno
import io
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import words
from chart_archives import HEADERS, chart_archive
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cmp import dialect
from cmp.errors import SwellError
from cmp.lock.lockfile import Entry, Lock, from_file, write
from cmp.lock.lockfile import text as lock_text
from cmp.sources.model import Bounds, Pinned, Source
from cmp.sources.path_globs import matching
from cmp.sources.paths import PathResolver
from cmp.sources.pull.archive import unpack
from cmp.sources.pull.helm import index_json, index_yaml
from cmp.sources.pull.helm.entry import UnreadableError
from cmp.sources.pull.writer import TreeWriter

_FAST = "/dev/shm"  # noqa: S108  (memory: a hundred thousand small files)
_BATCH = 50  # examples between two looks at the clock
_WORDS = st.binary(max_size=40)
_NAMES = st.lists(st.sampled_from(words.NAMES), min_size=1, max_size=5).map("".join)
_SOURCE = Source(alias="a", kind="git", location="https://example.com/a.git")


class EscapedError(AssertionError):
    """Something was read or written outside of its folder."""


def lock(folder: Path, data: bytes, hexes: str, name: str) -> None:
    """A lock is read or refused; one that was written is read as it was."""
    path = folder / "swell.lock"
    path.write_bytes(words.text(data, words.CONFIG).encode(errors="replace"))
    with suppress(SwellError):
        from_file(str(path), shown="swell.lock")
    source = Source(alias="a", kind="git", location="https://example.com/a.git", asked=name)
    written = Lock(entries={"a": Entry(source=source, pinned=Pinned(commit=hexes))}, environments={})
    try:
        write(str(path), written, shown="swell.lock")
        read = from_file(str(path), shown="swell.lock")
    except SwellError:
        return
    if lock_text(read) != lock_text(written):
        raise EscapedError(f"{read!r} is not {written!r}")


def index(_: Path, data: bytes, versions: list[str], size: int) -> None:
    """An index is read in whatever pieces it comes; what a YAML reader finds in one that Helm writes is found."""
    odd = words.text(data, words.YAML).encode(errors="replace")
    for read, text in (
        (index_yaml.entry, b"entries:\n  web:\n" + odd),
        (index_json.entry, b'{"entries": {"web": ' + odd),
    ):
        with suppress(UnreadableError):
            read(iter([text[at : at + size] for at in range(0, len(text), size)]), "web", most=1 << 20)
    made = {
        "apiVersion": "v1",
        "entries": {
            "api": [],
            "web": [{"name": "web", "version": one, "urls": [f"web-{one}.tgz"], "digest": "x"} for one in versions],
        },
    }
    for read, text in ((index_yaml.entry, dialect.dump(made)), (index_json.entry, dialect.to_json(made))):
        whole = text.encode()
        found = read(iter([whole[at : at + size] for at in range(0, len(whole), size)]), "web", most=1 << 20)
        if not found or found.versions != versions:
            raise EscapedError(f"{found!r} lacks some of {versions!r}")


def archive(folder: Path, members: list[tuple[str, str, bytes, int]], cut: int) -> None:
    """An archive fills its folder, or is refused; nothing comes to lie elsewhere, and no link leads out."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as made:
        for name, target, content, kind in members:
            member = tarfile.TarInfo(name.replace("\ud800", "?"))
            member.type = (tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)[
                kind % 5
            ]
            member.linkname, member.size = target.replace("\ud800", "?"), len(content) if kind % 5 == 0 else 0
            made.addfile(member, io.BytesIO(content))
    whole = bytearray(packed.getvalue())
    if cut:
        whole[cut % len(whole)] ^= 0xFF
    (folder / "it.tgz").write_bytes(whole)
    into = folder / "into"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    writer = TreeWriter(str(into), source=_SOURCE, bounds=Bounds())
    try:
        unpack(str(folder / "it.tgz"), writer)
        writer.finish()
    except SwellError:
        return
    finally:
        refuse_escape(folder, into)


def refuse_escape(folder: Path, into: Path) -> None:
    """Raise where something lies beside a folder, or a link in it leads out of it."""
    if beside := set(os.listdir(folder)) - {"it.tgz", "into"}:
        raise EscapedError(f"{beside} lies outside")
    inside = os.path.realpath(into)
    for path in into.rglob("*"):
        if _goes_round(path):
            continue
        if (real := os.path.realpath(path)) != inside and not real.startswith(f"{inside}/"):
            raise EscapedError(f"{path} leads to {real}")


def _goes_round(path: Path) -> bool:
    """Tell whether a link leads to itself, so that nothing can be read through it."""
    try:
        path.stat()
    except OSError as problem:
        return problem.errno == errno.ELOOP
    return False


def reference(folder: Path, path: str, link: str) -> None:
    """A path that a user writes leads into the repository, whatever lies there, or is refused."""
    root = folder / "root"
    if not root.exists():
        _lay_out(folder, root)
    (root / "app/b").unlink(missing_ok=True)
    with suppress(OSError, ValueError):
        os.symlink(link, root / "app/b")
    resolver = PathResolver(folder=str(root / "app"), root=str(root))
    found = []
    for read in (lambda: [resolver.resolve(path)], lambda: matching(path, resolver)):
        with suppress(SwellError):
            found += read()
    for one in found:
        if not Path(os.path.realpath(one)).is_relative_to(root.resolve()):
            raise EscapedError(f"{path!r} leads to {one!r}")


def _lay_out(folder: Path, root: Path) -> None:
    """Make a repository with links, and a file beside it."""
    (root / "app/in").mkdir(parents=True)
    (folder / "outside").mkdir()
    (folder / "outside/a.yaml").write_text("outside")
    (root / "app/a.yaml").write_text("inside")
    os.symlink("../..", root / "app/up")
    os.symlink("in", root / "app/out")


_MEMBER = st.tuples(_NAMES, _NAMES, st.binary(max_size=20), st.integers(0, 9))
_HEX = st.one_of(st.text("0123456789abcdef", min_size=40, max_size=40), _NAMES.filter(str.isprintable))
_VERSIONS = st.lists(
    st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9](-[a-z]{1,4})?", fullmatch=True), min_size=1, max_size=4, unique=True
)
_TARGETS: dict[str, tuple[Callable[..., None], tuple[st.SearchStrategy[Any], ...]]] = {
    "locks": (lock, (_WORDS, _HEX, _NAMES.filter(str.isprintable))),
    "indexes": (index, (_WORDS, _VERSIONS, st.integers(1, 64))),
    "archives": (archive, (st.lists(_MEMBER, max_size=5), st.one_of(st.just(0), st.integers(1, 4000)))),
    "chart archives": (chart_archive, (HEADERS,)),
    "references": (reference, (_NAMES, _NAMES)),
}


def tried(name: str, runs: int, seconds: float) -> int:
    """Try a target until it was tried often enough or the time is over; return how often."""
    function, strategies = _TARGETS[name]
    end, done = time.monotonic() + seconds, 0
    while done < runs and time.monotonic() < end:
        some = min(_BATCH, runs - done)
        done += _batch(function, strategies, some, number=done)
    return done


def _batch(
    function: Callable[..., None], strategies: tuple[st.SearchStrategy[Any], ...], some: int, *, number: int
) -> int:
    """Try so many examples, from a seed of their own; return how many that really were."""
    count = 0

    def one(*drawn: Any) -> None:
        nonlocal count
        count += 1
        function(Path(folder), *drawn)

    phases = (Phase.generate, Phase.shrink)
    bounded = settings(
        max_examples=some, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck)
    )
    with tempfile.TemporaryDirectory(prefix="swell-fuzz-", dir=_FAST if os.access(_FAST, os.W_OK) else None) as folder:
        seed(number)(bounded(given(st.tuples(*strategies))(lambda drawn: one(*drawn))))()
    return count


STRUCTURES = {name: partial(tried, name) for name in _TARGETS}
