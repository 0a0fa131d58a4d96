"""A stream of documents to manifests, and back: a manifest that was not changed is printed byte for byte as it came."""

import re
from collections.abc import Iterable, Iterator

from cmp.errors import ManifestError
from cmp.manifests import head
from cmp.manifests.annotate import rewritten
from cmp.manifests.scope import CLUSTER_SCOPED
from cmp.model import Bundle, Head, Manifest, Ref

MOST = 50_000
_BREAKS = "\n\r\x85\u2028\u2029"  # what ends a line, and with it a comment, to YAML
_COMMENTS = re.compile(rf"(?:[ \t]*(?:#[^{_BREAKS}]*)?(?:[{_BREAKS}]|\Z))*")
_SOURCE = re.compile(r"^# Source: (.*)$", re.MULTILINE)
_SEPARATOR = "\n---"
_HIDDEN = re.compile(rf"[{_BREAKS[1:]}]---")  # to YAML it begins a document, and not to Argo CD, which looks for \n
_MARK = "\ufeff"
_PREAMBLE = ("Pulled: ", "Digest: ")  # what Helm 4 prints on stdout when it pulls a chart from a registry


def split(stream: str | Iterable[str], *, namespace: str, origin: str = "") -> tuple[Manifest, ...]:
    """Read a stream of YAML documents, as Argo CD does, into one manifest an object.

    Documents end at a line that begins with `---`, which may have text glued to it, as Helm allows. A document of
    nothing but comments joins the next one: Helm prints a CRD's `# Source:` line so. The items of a `kind: List` become
    manifests of their own.

    Args:
        stream: what Helm printed, in the chunks in which it comes, or a file.
        namespace: the Application's destination, which objects without a namespace belong to.
        origin: what printed it, where a document has no `# Source:` line of its own.

    Raises:
        ManifestError: a document can't be read, or the objects are more than MOST.
    """
    manifests: list[Manifest] = []
    comments: list[str] = []
    for number, text in enumerate(_documents((stream,) if isinstance(stream, str) else stream), 1):
        if text.startswith(_MARK):  # at the start of the stream alone, it says nothing
            raise ManifestError(
                "a byte order mark amid the text",
                where=f"{origin or 'the stream'} (document {number})",
                fix="take the byte order mark out, or save the file without one",
            )
        above = _comments(text)
        origin = _origin(above) or origin
        if len(above) == len(text):
            comments += [text] if text.strip() else []
            continue
        found = list(_manifests("".join([*comments, text]), number=number, namespace=namespace, origin=origin))
        comments = [] if found else comments
        manifests += found
        if len(manifests) > MOST:
            raise ManifestError(
                f"there are more than {MOST} objects, the most that Swell reads of one Application",
                fix="make several Applications of them, and name each file of `manifests` once",
            )
    return tuple(manifests)


def join(manifests: Iterable[Manifest]) -> str:
    """Return the stream for manifests, in their order; a list whose items all stayed as they were is one document."""
    return "".join(f"---\n{text}" for text in _texts(list(manifests)))


def _documents(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the text between separators, its last line end included: a block scalar may want to keep it."""
    pieces = _pieces(chunks)
    first = next(pieces).removeprefix("\n")
    _refuse_hidden(first)
    if not all(line.startswith(_PREAMBLE) for line in first.splitlines()):
        yield f"{first}\n"
    for piece in pieces:
        line, _, rest = piece.partition("\n")
        if line.startswith("-") or line.lstrip().startswith("---"):
            raise ManifestError(
                f"a line has more dashes than the three of a separator: ---{line[:40]}",
                fix="write --- alone between documents, and quote or indent a text of dashes",
            )
        _refuse_hidden(piece)
        said_nothing = len(_comments(line)) == len(line)
        yield f"{rest}\n" if said_nothing else f"{line.lstrip(' ')}\n{rest}\n"


def _refuse_hidden(text: str) -> None:
    """Refuse a `---` that Argo CD does not take for a separator: behind one of ours, it hides its object."""
    plain = text.isascii() and "\r" not in text
    if not plain and "---" in text and _HIDDEN.search(text):
        raise ManifestError(
            "a --- behind a line end that is none to Argo CD", fix="end the line before the --- as the others"
        )


def _pieces(chunks: Iterable[str]) -> Iterator[str]:
    """Yield what stands between two `---` at the beginning of a line, each as soon as it is there."""
    rest = "\n"
    for number, chunk in enumerate(filter(None, chunks)):
        seen = max(len(rest) - len(_SEPARATOR), 0)
        rest += chunk if number else chunk.removeprefix(_MARK)
        if rest.find(_SEPARATOR, seen) >= 0:
            *whole, rest = rest.split(_SEPARATOR)
            yield from whole
    yield (
        f"{rest}\r" if rest.endswith("\r") else rest.removesuffix("\n")
    )  # \r\n would be one line end, as Argo CD reads


def _manifests(text: str, *, number: int, namespace: str, origin: str) -> Iterator[Manifest]:
    where = f"{origin or 'the stream'} (document {number})"
    read, items, whole = head.read(text, where=where)
    if read is None:
        return
    if items is None:
        yield Manifest(ref=ref(read, namespace=namespace), head=read, text=text, origin=origin).known(whole)
        return
    bundle = Bundle(text=text, size=len(items))
    for index, item in enumerate(items):
        item_text = rewritten(origin, item)
        inner, deeper, whole = head.read(item_text, where=f"{where}: items[{index}]")
        if deeper is not None:
            raise ManifestError(
                "a list within a list, which Argo CD does not unfold",
                where=f"{where}: items[{index}]",
                fix="print its items as documents of their own",
            )
        if inner is None:  # EachListItem of k8s.io/apimachinery refuses it, and so does Argo CD
            raise ManifestError(
                "an item that is nothing, which Argo CD does not take",
                where=f"{where}: items[{index}]",
                fix="take it out of the list",
            )
        one = Manifest(ref=ref(inner, namespace=namespace), head=inner, text=item_text, origin=origin, bundle=bundle)
        yield one.known(whole)


def ref(read: Head, *, namespace: str) -> Ref:
    """Return the Ref of an object; one without a name has its generateName there."""
    group = read.api_version.rpartition("/")[0]
    said = "" if (group, read.kind) in CLUSTER_SCOPED else read.namespace
    return Ref(group=group, kind=read.kind, namespace=said or namespace, name=read.name or read.generate_name)


def _comments(text: str) -> str:
    """Return the lines of comments that a document begins with."""
    found = _COMMENTS.match(text)
    return text[: found.end()] if found else ""


def _origin(above: str) -> str:
    """Return the template's name; above it may stand that of one which printed nothing but comments."""
    return str((_SOURCE.findall(above) or [""])[-1]).strip()


def _texts(manifests: list[Manifest]) -> Iterator[str]:
    index = 0
    while index < len(manifests):
        bundle = manifests[index].bundle
        together = [manifest.bundle for manifest in manifests[index : index + bundle.size]] if bundle else []
        if bundle and len(together) == bundle.size and all(one is bundle for one in together):
            yield bundle.text
            index += bundle.size
        else:
            yield manifests[index].text
            index += 1
