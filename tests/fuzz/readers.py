"""The pure readers, each as a target: bytes become words, the reader reads them, and what it must not do is an error.

A SwellError is an answer; whatever else is raised is a crash. Where Go reads the same, both have to say the same.
"""

import math
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import words
from go_reader import BehindError, GoReader, RefusedError
from go_yaml import same
from stuck_apps import application, event, listed, read, result

from cmp import dialect
from cmp.config.read import from_text
from cmp.errors import ManifestError, SwellError
from cmp.manifests.annotate import changed
from cmp.manifests.split import join, split
from cmp.model import Decision, Manifest, Place
from cmp.request.model import from_environment
from cmp.sources.address import normal, split_port
from cmp.sources.model import Source
from cmp.sources.paths import PathResolver
from cmp.sources.pull.kinds import KINDS
from cmp.sources.pull.location import site
from cmp.stuck.answer import answered
from cmp.stuck.formats import as_json, as_text
from cmp.stuck.read import reported
from cmp.waits.container import reading
from cmp.waits.nouns.model import Program

_GLUED = re.compile("^---[^\\s]", re.MULTILINE)
"""What may stand in a line behind `---` and be a key to Argo CD (see docs/security.md)."""
_SCREEN = 16
"""Lines of an answer."""


class DifferenceError(AssertionError):
    """Swell reads something else than Go does, or than it wrote."""


class Target(NamedTuple):
    """What is tried: the words that its bytes pick from, and what is done with the text."""

    words: Sequence[str]
    attempt: Callable[[str], None]


@cache
def go() -> GoReader:
    return GoReader()


def document(text: str) -> None:
    """A document is to Swell what it is to Go."""
    if _unreadable(text):
        return
    try:
        wanted = go().document(text)
    except BehindError:
        return  # known, see docs/security.md
    except RefusedError as refused:
        wanted = refused
    try:
        found = dialect.load(text)
    except dialect.YamlError as refused:
        found = refused
    if not _is_known(wanted, found, text):
        compare(wanted, found, text)


def _is_known(wanted: Any, found: Any, text: str) -> bool:
    """Tell whether docs/security.md names the difference: a mark, an endless number, two keys, what stands behind."""
    if isinstance(found, dialect.YamlError):
        said = ["byte order mark", "takes either"] + ["no infinity", "can't be text"] * _replaces(text)
        return any(words in found.message for words in said)
    try:
        dialect.compose(text, alone=True)
    except dialect.YamlError:
        return isinstance(wanted, RefusedError)
    return False


def _replaces(text: str) -> bool:
    """Tell whether a key takes the place of an earlier one, whose value Go then never turns into JSON."""
    todo = [dialect.compose(text)]
    for node in todo:  # the list grows while it is gone through
        with suppress(dialect.YamlError):
            if len(dialect.entries(node)) < len(dialect.pairs(node)):
                return True
        todo += [below for pair in dialect.pairs(node) for below in pair]
        todo += node.value if isinstance(node, dialect.SequenceNode) else ()
    return False


def compare(wanted: Any, found: Any, text: str) -> None:
    """Refuse two readings that differ: Swell may refuse what Go takes only where that is documented."""
    if isinstance(wanted, Exception) or isinstance(found, Exception):
        if type(wanted) is type(found) or (isinstance(wanted, Exception) and isinstance(found, Exception)):
            return
        raise DifferenceError(f"Go: {wanted!r}\nSwell: {found!r}\n{text!r}")
    if not same(_plain(wanted), _plain(found)):
        raise DifferenceError(f"Go: {wanted!r}\nSwell: {found!r}\n{text!r}")


def stream(text: str) -> None:
    """What Swell takes for objects and prints is the same ones to Argo CD; so is what came, where that takes it."""
    manifests = _split(text)
    if manifests is None:
        return
    found = [manifest.document for manifest in manifests]
    compare(_objects(join(manifests)), found, text)
    came = _objects(text)
    if not isinstance(came, Exception) and not _GLUED.search(text):
        compare(came, found, text)


def _objects(text: str) -> Any:
    """Return the objects that Argo CD takes from a stream; what is no mapping is none, and refused."""
    try:
        found = [inner for one in go().stream(text) for inner in _unfolded(one)]
    except RefusedError as refused:
        return refused
    return found if all(isinstance(one, dict) for one in found) else RefusedError("no object")


def splice(text: str) -> None:
    """What is put into a text is there to Go, and nothing else has changed."""
    for manifest in _split(text) or ():
        for place, key, value in (
            (Place.ANNOTATIONS, "argocd.argoproj.io/sync-wave", "-3"),
            (Place.LABELS, "a", "1e3"),
        ):
            decided = changed(manifest, [Decision(ref=manifest.ref, place=place, key=key, value=value, why="a rule")])
            goal = {**manifest.document, "metadata": dict(manifest.document["metadata"])}
            texts = {name: said for name, said in (goal["metadata"].get(place) or {}).items() if said is not None}
            goal["metadata"][place] = {**texts, key: value}
            try:
                (wanted,) = go().stream(join([decided]))
            except (RefusedError, ValueError) as refused:
                raise DifferenceError(f"Go: {refused}\n{decided.text!r}\n{text!r}") from None
            compare(wanted, goal, text)


def config(text: str) -> None:
    """A swell.yaml is read, or refused."""
    from_text(text, PathResolver(folder="/nowhere", root="/nowhere"), shown="swell.yaml")


def parameters(text: str) -> None:
    """The parameters of an Application are read, or refused."""
    from_environment({"ARGOCD_APP_NAME": "web", "ARGOCD_APP_PARAMETERS": text}, folder="/nowhere")


def environment(text: str) -> None:
    """The environment that Argo CD gives is read, or refused."""
    variables = dict(line.partition("=")[::2] for line in text.split("\n"))
    from_environment(variables, folder="/nowhere")


def addresses(text: str) -> None:
    """An address has one normal form, and leads to one host, which is the one that its credentials are for."""
    with suppress(ValueError):
        if normal(normal(text)) != normal(text):
            raise DifferenceError(f"{normal(text)!r} has another normal form")
    for kind in KINDS:
        try:
            location = kind.locate(Source(alias="a", kind=kind.name, location=text, asked="", name="web"), local=True)
        except SwellError:
            continue
        found = site(location.url) if location.scheme in ("http", "https") else None
        if found and found[1] != split_port(location.host)[0].strip("[]"):
            raise DifferenceError(f"{found} is not {location}")


def scripts(text: str) -> None:
    """A script is read to its end, whatever it says."""
    if "\ud800" not in text:
        reading(Program(command=("sh", "-c", f"nc -z db 1; {text}"), env={"a": "b"}, files={}, namespace="demo"))


def reports(text: str) -> None:
    """Whatever an Application, its objects and its events say, the answer is a sentence and fits on a screen."""
    with suppress(SwellError):
        reported(text, origin="-")
    document = application(text, results=[result("batch/Job/web", hook="PreSync", message=text)])
    for phase in ("Running", "Failed", "Succeeded"):
        document["status"]["operationState"]["phase"] = phase
        answer = answered(
            read(document), listed(event("Pod/web-abcde", "Failed", text), event("Pod/web-b", text, text))
        )
        lines = as_text(answer).splitlines()
        if len(lines) > _SCREEN or not lines[0].startswith("web: ") or not as_json(answer):
            raise DifferenceError(f"{len(lines)} lines\n{text!r}")


READERS = {
    "dialect": Target(words.YAML, document),
    "split and head": Target(words.OBJECTS, stream),
    "splice": Target(words.OBJECTS, splice),
    "config": Target(words.CONFIG, config),
    "parameters": Target(words.JSON, parameters),
    "environment": Target(words.ENVIRONMENT, environment),
    "addresses": Target(words.ADDRESSES, addresses),
    "shell scripts": Target(words.SCRIPTS, scripts),
    "reports": Target(words.REPORTS, reports),
}


def attempt(name: str, data: bytes) -> None:
    """Try a target with some bytes; an error that Swell reports is an answer."""
    target = READERS[name]
    try:
        target.attempt(words.text(data, target.words))
    except SwellError:
        return


def _split(text: str) -> tuple[Manifest, ...] | None:
    if _unreadable(text):
        return None
    try:
        return split(text, namespace="")
    except ManifestError:
        return None


def _unreadable(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _unfolded(document: Any) -> list[Any]:
    """Return the items of what Argo CD takes for a list, else the document itself."""
    items = document.get("items", ()) if isinstance(document, dict) else ()
    if items is None and not document.keys() & {"spec", "status"}:
        return []
    return items if isinstance(items, list) else [document]


def _plain(document: Any) -> Any:
    """Return a document with endless numbers as text, since JSON has none."""
    if isinstance(document, dict):
        return {key: _plain(below) for key, below in document.items()}
    if isinstance(document, list):
        return [_plain(below) for below in document]
    return str(document) if isinstance(document, float) and not math.isfinite(document) else document
