"""Reads command lines of kubectl: what it waits for, asks for and creates."""

from collections.abc import Callable, Iterable, Sequence

from cmp.waits.nouns.model import Named, Selected, Truth
from cmp.waits.nouns.probe import Attempt, Call, Probe
from cmp.waits.nouns.text import HOLE, known
from cmp.waits.nouns.time import duration
from cmp.waits.vocabulary.made import created, documents
from cmp.waits.vocabulary.options import Options, options
from cmp.waits.vocabulary.printed import printed
from cmp.waits.vocabulary.resources import selected, target

_VALUED = (
    "n/namespace l/selector o/output f/filename s/server c/container p/patch L/label-columns k/kustomize for timeout "
    "context cluster user kubeconfig token as as-group field-selector request-timeout template type revision sort-by "
    "from-literal from-file from-env-file cert key docker-server docker-username docker-password docker-email "
    "field-manager chunk-size cache-dir certificate-authority"
)
_NOT_FOLLOWED = {"A", "all-namespaces", "w", "raw", "field-selector"}
_WEEK = 604800.0
_WAIT = "30s"


def kubectl(call: Call) -> Attempt | None:
    """Return what a command of kubectl does, None for what is not followed."""
    follows = "logs" in call.arguments  # there -f takes no file
    given = options([one for one in call.arguments if one != "-f"] if follows else call.arguments, _VALUED)
    command, *words = given.words or ("",)
    if not known(given.namespace, given.last("selector")) or _NOT_FOLLOWED & given.values.keys():
        return None
    if command in ("apply", "create", "replace") and "filename" in given:
        return _applied(call, given)
    if command == "create":
        return created(given)
    if command not in _ASKING or "filename" in given:
        return None
    if not words or words[0] == "":
        return Attempt(status=False)  # a variable in which nothing was found: kubectl misses the kind
    return _ASKING[command](given, words)


def _get(given: Options, words: Sequence[str]) -> Attempt | None:
    found = _targets(given, words)
    if not found or "watch" in given:
        return None
    lists = "selector" in given or "ignore-not-found" in given
    output = given.last("output")
    if output == "jsonpath" and "template" in given:
        output = f"jsonpath={given.last('template')}"
    probes = []
    for each in found:
        texts = printed(each, output, headers="no-headers" not in given)
        first = lists and "items[0]" in output
        probes.append(
            Probe(
                target=each,
                truth=Truth.EXISTS,
                lists=lists and not first,
                prints=texts.ready,
                unready=texts.unready,
                absent=HOLE if lists and not texts.nothing else "",
            )
        )
    return Attempt(probes=tuple(probes))


def _wait(given: Options, words: Sequence[str]) -> Attempt | None:
    aim = given.last("for").lower()
    limit = given.last("timeout", _WAIT)
    seconds = _WEEK if limit.startswith("-") else duration(limit)
    if aim == "delete":
        truth = Truth.DELETED
    elif aim == "create":
        truth = Truth.EXISTS
    elif (aim.startswith("jsonpath=") and known(aim)) or not aim:
        truth = Truth.READY
    else:
        kind, _, wanted = aim.partition("=")
        name, _, value = wanted.partition("=")
        if kind != "condition" or not known(aim) or value not in ("", "true") or name in ("failed", ""):
            return None
        truth = Truth.READY
    return _asked(given, words, truth, seconds)


def _rollout(given: Options, words: Sequence[str]) -> Attempt | None:
    if words[0] != "status":
        return None
    once = given.last("watch") == "false"
    limit = duration(given.last("timeout", "0"))
    seconds = 0.0 if once else (limit or None)
    return _asked(given, words[1:], Truth.EXISTS if once else Truth.READY, seconds)


def _described(given: Options, words: Sequence[str]) -> Attempt | None:
    return _asked(given, words, Truth.EXISTS, 0)


def _logged(given: Options, words: Sequence[str]) -> Attempt | None:
    """Return what `logs` asks for; a pod's name is its controller's, and any pod may have a label."""
    return _described(given, words[:1]) if "/" in words[0] and "selector" not in given else None


def _asked(given: Options, words: Sequence[str], truth: Truth, seconds: float | None) -> Attempt | None:
    """Return a command that asks one thing of all that it names."""
    found = _targets(given, words)
    return Attempt(probes=tuple(Probe(target=each, truth=truth, seconds=seconds) for each in found)) if found else None


def _targets(given: Options, words: Sequence[str]) -> list[Named | Selected]:
    """Return the objects that a command names, none where one is not known."""
    namespace = given.namespace
    if "selector" in given:
        found: Iterable[Named | Selected | None] = (
            [selected(words[0], given.last("selector"), namespace)] if len(words) == 1 else [None]
        )
    elif words and "/" in words[0]:
        parts = [word.partition("/") for word in words]
        found = [target(kind, name, namespace) for kind, _, name in parts]
    else:
        found = [target(words[0], name, namespace) for name in words[1:]] if words else []
    known_ones = [each for each in found if each]
    return known_ones if len(known_ones) == len(list(found)) else []


def _applied(call: Call, given: Options) -> Attempt:
    """Return what `apply -f -` makes: what it reads, or a file that the script has written."""
    path = given.last("filename")
    text = call.given if path == "-" else call.variables.get(path, "")
    return Attempt(made=tuple(documents(text, given.namespace)), status=None)


_ASKING: dict[str, Callable[[Options, Sequence[str]], Attempt | None]] = {
    "get": _get,
    "describe": _described,
    "logs": _logged,
    "wait": _wait,
    "rollout": _rollout,
}
