"""Programs for the tests of the reader."""

from collections.abc import Mapping

from cmp.waits.container import reading
from cmp.waits.nouns.model import Host, Named, Program, Reading, Selected, Wait


def program(*command: str, files: Mapping[str, str] | None = None, **more: object) -> Program:
    """Return a container that runs a command."""
    given: dict[str, object] = {"env": {}, "files": files or {}, "namespace": "demo", "command": command, **more}
    return Program(**given)


def run(script: str, **env: str | None) -> Reading:
    """Return what a script waits for and makes."""
    return reading(program("sh", "-c", script, env=env))


def said(wait: Wait) -> str:
    """Return a wait in a line: `job/a ready`, and what it does when its time is over."""
    end = "for ever" if not wait.fails else f"fails at {wait.seconds:g}" if wait.seconds is not None else "fails"
    return f"{told(wait.target)} {wait.truth} {end}"


def told(target: Named | Selected | Host) -> str:
    """Return a target in a word."""
    if isinstance(target, Host):
        return f"{target.name}:{target.port}"
    where = f"{target.namespace}/" * bool(target.namespace)
    group = f".{target.group}" * bool(target.group)
    if isinstance(target, Named):
        return f"{where}{target.resource}{group}/{target.name}"
    labels = ",".join(f"{key}={'|'.join(values)}" for key, values in target.labels)
    return f"{where}{target.resource}{group}[{labels}]"


def waits(script: str, **env: str | None) -> list[str]:
    """Return what a script waits for, in lines."""
    return [said(wait) for wait in run(script, **env).waits]
