"""Resolves a container's command: inserts variables as Kubernetes does, and falls back on its image's known program."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from cmp.waits.nouns.model import Program, Reading
from cmp.waits.nouns.text import HOLE

_REFERENCE = re.compile(r"\$\$|\$\(([\w.-]+)\)")
_MAY_WAIT = re.compile(
    r"kubectl|\boc\b|wait|dockerize|kubernetes-entrypoint|\bnc\b|\bncat\b|netcat|curl|wget|pg_isready|psql|mysql|mariadb|"
    r"redis-cli|mongo|grpc|nslookup|getent|certgen|/dev/tcp"
)
_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/namespace"
_ANYWHERE = {
    "KUBERNETES_SERVICE_HOST": "kubernetes.default.svc",
    "KUBERNETES_SERVICE_PORT": "443",
    "KUBERNETES_SERVICE_PORT_HTTPS": "443",
}
"""The variables by which each container finds the API server, with its name in place of its address."""
_REMEMBERED = 1 << 15
"""Programs, more than a stream within the bounds of time can hold: a render asks for each of them several times."""
_LONGEST = 1 << 22
"""Characters of the words of a command line into which variables are put."""
_SHELLS = re.compile(r"(?:.*/)?(?:ba|da|a|k|z)?sh")


def reading(program: Program) -> Reading:
    """Return what a container waits for and writes; the shell parser is imported only if its text may say so."""
    texts = (program.image, *program.command, *program.args, *program.files.values())
    if not may_wait(*texts, *filter(None, program.env.values())):
        return Reading()
    return _read(
        program.image, program.command, program.args, _items(program.env), _items(program.files), program.namespace
    )


def may_wait(*texts: str) -> bool:
    """Tell whether texts contain the name of a program that may wait or write; a quick test on words alone."""
    return any(_MAY_WAIT.search(text) for text in texts)


@lru_cache(maxsize=_REMEMBERED)
def _read(
    image: str,
    command: tuple[str, ...],
    args: tuple[str, ...],
    env: tuple[tuple[str, str | None], ...],
    files: tuple[tuple[str, str], ...],
    namespace: str,
) -> Reading:
    """Read a program, once for all containers that run it."""
    from cmp.waits.reader import read

    program = Program(
        image=image,
        command=command,
        args=args,
        env=_ANYWHERE | dict(env),
        files=dict(files) | {_ACCOUNT: namespace},
        namespace=namespace,
    )
    argv = started(program)
    return read(program, argv) if argv else Reading()


def _items(mapping: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(mapping.items()))


def started(program: Program) -> tuple[str, ...]:
    """Return the command line of a container, empty if it is the image's own."""
    from cmp.waits.vocabulary import PROGRAMS, entry, program_of

    command, args = (tuple(_all_expanded(part, program.env)) for part in (program.command, program.args))
    if command:
        return command + args
    own = entry(program.image)
    if own and not (args and (_SHELLS.fullmatch(args[0]) or program_of(args[0]) in PROGRAMS)):
        return (own, *args)
    return args


def _all_expanded(words: Iterable[str], env: Mapping[str, str | None]) -> Iterator[str]:
    """Yield words with variables put in, as long as all of that is not too long; then a word is not known."""
    left = _LONGEST
    for word in words:
        if "$" in word:
            left -= len(word) + sum(len(env.get(found[1]) or "") for found in _REFERENCE.finditer(word))
        yield word if "$" not in word else _expanded(word, env) if left >= 0 else HOLE


def _expanded(text: str, env: Mapping[str, str | None]) -> str:
    """Return a word of the command line with values for `$(NAME)`; a name without a variable stays as it is."""

    def put(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        value = env.get(found[1], found[0])
        return HOLE if value is None else value

    return _REFERENCE.sub(put, text) if "$" in text else text
