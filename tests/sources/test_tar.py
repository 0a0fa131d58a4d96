"""What an archive's headers announce is bounded before Python's reader acts on it."""

import io
import re
import tarfile
from collections import deque
from itertools import repeat

import pytest

from cmp.sources.tar import Archive, ExcessError, Headers


def packed(*members: tarfile.TarInfo, notes: bytes = b"") -> io.BytesIO:
    """Return an archive of empty members, the first of which has notes of pax before it."""
    blocks = [member.tobuf(tarfile.USTAR_FORMAT) for member in members]
    if notes:
        extended = tarfile.TarInfo("notes")
        extended.type, extended.size = tarfile.XHDTYPE, len(notes)
        blocks.insert(0, extended.tobuf(tarfile.USTAR_FORMAT) + notes + bytes(-len(notes) % tarfile.BLOCKSIZE))
    return io.BytesIO(b"".join([*blocks, bytes(2 * tarfile.BLOCKSIZE)]))


def names(file: io.BytesIO, mode: str = "r:") -> list[str]:
    with Archive.reading(file, mode, Headers()) as archive:
        return [member.name for member in archive]


@pytest.mark.parametrize("mode", ["r:", "r|"])
def test_names_that_need_a_header_of_their_own_are_read(mode: str) -> None:
    long, odd = "a/" * 100 + "b", "é" * 60
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w", format=form) as archive:
            for name in (long, odd):
                archive.addfile(tarfile.TarInfo(name))
        file.seek(0)
        assert names(file, mode) == [long, odd]


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK])
def test_a_header_that_announces_much_is_refused_before_that_is_read(kind: bytes) -> None:
    header = tarfile.TarInfo("a")
    header.type, header.size = kind, 5000
    file = packed(header)
    with pytest.raises(ExcessError, match="4096 bytes in the name and notes of an entry"):
        names(file)
    assert file.tell() <= tarfile.BLOCKSIZE


def test_the_words_of_all_headers_and_their_number_have_a_bound() -> None:
    extended, plain = tarfile.TarInfo("a"), tarfile.TarInfo("b")
    extended.type, extended.size = tarfile.XHDTYPE, 4096
    for header, bound in ((extended, "4 MiB in the names and notes"), (plain, "80000 entries")):
        headers = Headers()
        with pytest.raises(ExcessError, match=re.escape(bound)):
            deque(map(headers.take, repeat(header, 100_000)), maxlen=0)


@pytest.mark.parametrize(("number", "is_read"), [(16, True), (17, False), (5000, False)])
def test_notes_for_all_files_may_not_follow_each_other_endlessly(number: int, is_read: bool) -> None:  # noqa: FBT001
    """Python's reader calls itself for each of them."""
    note = tarfile.TarInfo("notes")
    note.type, words = tarfile.XGLTYPE, b"13 comment=a\n"
    note.size = len(words)
    block = note.tobuf(tarfile.USTAR_FORMAT) + words.ljust(tarfile.BLOCKSIZE, b"\0")
    both = (block * number + tarfile.TarInfo("a").tobuf(tarfile.USTAR_FORMAT)) * 2
    file = io.BytesIO(both + bytes(2 * tarfile.BLOCKSIZE))
    if is_read:
        assert names(file) == ["a", "a"]
        return
    with pytest.raises(ExcessError, match="16 notes for all entries in a row"):
        names(file)


def test_a_size_below_zero_and_a_sparse_file_are_refused() -> None:
    below, sparse = tarfile.TarInfo("a"), tarfile.TarInfo("b")
    below.size, sparse.type = -512, tarfile.GNUTYPE_SPARSE
    for header in (below, sparse):
        with pytest.raises(tarfile.ReadError):
            Headers().take(header)


@pytest.mark.parametrize(
    "notes", [b"13 size=-512\n", b"22 GNU.sparse.size=512\n", b"1" * 4090 + b" a=b\n"], ids=["size", "sparse", "number"]
)
def test_notes_that_lead_the_reader_astray_are_refused(notes: bytes) -> None:
    with pytest.raises(tarfile.ReadError):
        names(packed(tarfile.TarInfo("a"), tarfile.TarInfo("b"), notes=notes))


def pax(kind: bytes, records: bytes) -> bytes:
    """Return an extended header."""
    header = tarfile.TarInfo("notes")
    header.type, header.size = kind, len(records)
    return header.tobuf(tarfile.USTAR_FORMAT) + records + bytes(-len(records) % tarfile.BLOCKSIZE)


def changed(fields: dict[int, bytes]) -> bytes:
    """Return the header of an empty file `a`, with other fields and a right sum."""
    block = bytearray(tarfile.TarInfo("a").tobuf(tarfile.USTAR_FORMAT))
    for at, field in (fields | {148: b" " * 8}).items():
        block[at : at + len(field)] = field
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


FILE = changed({})
PATH = b"9 path=b\n"
DIFFERENT = {
    "the next header is none, which is no end": [FILE, b"\1" * tarfile.BLOCKSIZE, FILE],
    "a name for all files": [pax(tarfile.XGLTYPE, PATH), FILE],
    "a size for all files": [pax(tarfile.XGLTYPE, b"12 size=512\n"), FILE],
    "two names": [pax(tarfile.XHDTYPE, PATH), pax(tarfile.XHDTYPE, b"9 path=c\n"), FILE],
    "two long names": [pax(tarfile.GNUTYPE_LONGNAME, b"b\0"), pax(tarfile.GNUTYPE_LONGNAME, b"c\0"), FILE],
    "a name and a long name": [pax(tarfile.XHDTYPE, PATH), pax(tarfile.GNUTYPE_LONGNAME, b"c\0"), FILE],
    "no name": [pax(tarfile.XHDTYPE, b"8 path=\n"), FILE],
    "a record with a sign": [pax(tarfile.XHDTYPE, b"+10 path=b\n"), FILE],
    "a record with zeros": [pax(tarfile.XHDTYPE, b"010 path=b\n"), FILE],
    "the name of a sparse file": [pax(tarfile.XHDTYPE, b"21 GNU.sparse.name=b\n"), FILE],
    "a long name in the padding": [pax(tarfile.GNUTYPE_LONGNAME, b"b")[:-511] + b"c" * 511, FILE],
    "a long name that is empty": [pax(tarfile.GNUTYPE_LONGNAME, b""), FILE],
    "records of Solaris": [pax(tarfile.SOLARIS_XHDTYPE, PATH), FILE],
    "a prefix without its magic": [changed({257: bytes(8), 345: b"b"})],
    "a prefix of another sort": [changed({345: b"b" * 155, 508: b"tar\0"})],
    "a size behind a zero": [changed({124: b"\x0000000001000"})],
    "a folder by its mode": [changed({100: b"0040755\0"})],
    "a folder by its name and its prefix": [changed({0: b"\0", 156: b"\0", 345: b"b"})],
}


@pytest.mark.parametrize("blocks", DIFFERENT.values(), ids=DIFFERENT)
@pytest.mark.parametrize("mode", ["r:", "r|"])
def test_a_header_in_which_go_finds_another_file_is_refused(blocks: list[bytes], mode: str) -> None:
    with pytest.raises(tarfile.ReadError):
        names(io.BytesIO(b"".join([*blocks, bytes(2 * tarfile.BLOCKSIZE)])), mode)


def test_what_git_and_others_write_is_read() -> None:
    comment = b"52 comment=" + b"a" * 40 + b"\n"
    blocks = [pax(tarfile.XGLTYPE, comment), pax(tarfile.XHDTYPE, PATH), FILE, changed({100: b"0100644\0"})]
    assert names(io.BytesIO(b"".join([*blocks, bytes(1024)]))) == ["b", "a"]
