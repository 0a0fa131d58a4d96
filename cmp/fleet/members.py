"""The applications that a command answers for: what its arguments name, as requests, none of them twice."""

import os
from collections.abc import Callable, Iterator, Sequence

from cmp.errors import SourceError, SwellError, bare
from cmp.fleet.found import Found, below, deploys, found_in
from cmp.fleet.ways import ToRender
from cmp.request.application import environment_named
from cmp.request.application_file import application_in
from cmp.request.missing import missing
from cmp.system.files import entries, is_file, is_folder, is_there
from cmp.text import pasted
from cmp.value import Value

_Key = tuple[str, int, int]


class Member(Value):
    """One application: its name, what to render, and the Application behind it, None where a folder was named.

    Where nothing can be rendered, there is a `problem`, which is the answer.
    """

    name: str
    render: ToRender | None = None
    found: Found | None = None
    problem: SwellError | None = None


class Asks(Value):
    """How an Application, and a folder, become something to render, and an ApplicationSet Applications.

    The first two may raise a SwellError. Only Applications that name `environment` count, where that is not "";
    `left_out` is called with what each of the others names, "" for none.
    """

    environment: str
    of_application: Callable[[Found], ToRender]
    of_folder: Callable[[str], ToRender]
    of_set: Callable[[Found], Sequence[Found]]
    left_out: Callable[[str], None]


def holds_applications(path: str) -> bool:
    """Tell whether a path is to be answered for Application by Application.

    A file is where it holds several, a root app or an ApplicationSet; a folder where one of its Applications deploys
    another folder. The folder of a chart is an application's own, whatever lies in it.
    """
    if is_file(path):
        own = list(found_in(path))
        return len(own) > 1 or any(one.is_set or any(below(one)) for one in own)
    if is_there(os.path.join(path, "Chart.yaml")):
        return False
    return any(not deploys(one, path) for one in found_in(path))


def is_bare(folder: str) -> bool:
    """Tell whether a folder holds nothing but hidden files: what it held is gone, or is still to come."""
    return all(entry.name.startswith(".") for entry in entries(folder))


def members(paths: Sequence[str], asks: Asks) -> tuple[Member, ...]:
    """Return the applications that files and folders name, in their order; behind a root app those that it deploys."""
    known: dict[_Key, Member] = {}
    for path in paths:
        for member, key in _of_path(path, asks):
            known.setdefault(key, member)
    return tuple(known.values())


def _of_path(path: str, asks: Asks) -> Iterator[tuple[Member, _Key]]:
    if is_folder(path) and not holds_applications(path):
        yield (
            _asked(os.path.basename(os.path.realpath(path)), lambda: asks.of_folder(path)),
            _alone(path),
        )
        return
    found = list(_with_those_below(found_in(path), asks)) if is_there(path) else []
    for one in found:
        if asks.environment and (named := _environment(one, asks.environment)) != asks.environment:
            asks.left_out(named)
        else:
            yield _of_application(one, asks), _key(one)
    if not found:
        yield Member(name=path, problem=_nothing(path)), _alone(path)


def _alone(path: str) -> _Key:
    return os.path.realpath(path), -1, -1


def _key(one: Found) -> _Key:
    """Return what is the same of an Application that is found twice."""
    return os.path.realpath(one.file), one.number, one.place


def _with_those_below(found: Iterator[Found], asks: Asks) -> Iterator[Found]:
    """Yield Applications, each with those that it deploys behind it, and theirs; of a set, those that it makes."""
    waiting, seen = list(found)[::-1], set()
    while waiting:
        one = waiting.pop()
        if (key := _key(one)) in seen:
            continue
        seen.add(key)
        if one.is_set and not one.problem:
            waiting += asks.of_set(one)[::-1]
            continue
        yield one
        waiting += list(below(one))[::-1]


def _environment(one: Found, wanted: str) -> str:
    """Return the environment that an Application names; the one that is `wanted` where it can not be read."""
    try:
        return wanted if one.problem else environment_named(one.document, one.file)
    except SwellError:
        return wanted


def _of_application(one: Found, asks: Asks) -> Member:
    if one.problem:
        return Member(name=one.name, found=one, problem=one.problem)
    member = _asked(one.name, lambda: asks.of_application(one)).replace(found=one)
    if one.made_by and member.problem:
        member.problem.where = member.problem.where.replace(one.file, one.source, 1)
    return member


def _asked(name: str, ask: Callable[[], ToRender]) -> Member:
    try:
        render = ask()
    except SwellError as problem:
        return Member(name=name, problem=bare(problem))
    return Member(name=render.request.app, render=render)


def _nothing(path: str) -> SwellError:
    """Return the error for a path without an application."""
    if not is_there(path):
        return missing(path)
    try:
        application_in(path)
    except SwellError as problem:
        return problem
    fix = f"name one that does, or judge what is rendered: swell plan - < {pasted(path)}"
    return SourceError(f"{path} holds no Application", fix=fix)
