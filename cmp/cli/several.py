"""What a command is asked for: one application, as ever, or several, each of which is answered for by itself."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from cmp.cli.elsewhere import in_tree
from cmp.cli.failure import as_error
from cmp.cli.here import here_of
from cmp.cli.options import refuse_environment, refuse_stream, request_and_stream
from cmp.cli.output import note, passing
from cmp.cli.preload import preload
from cmp.cli.taken_for import taken_for
from cmp.convert.in_place import as_plugins, is_argo_cds, is_helms, plain_source
from cmp.errors import RequestError, ShortageError, SwellError
from cmp.fleet.base_tree import Tree
from cmp.fleet.directory import Directory
from cmp.fleet.found import found_in
from cmp.fleet.members import Asks, Member, holds_applications, members
from cmp.fleet.sets import Sets
from cmp.fleet.ways import NATIVE, PLAIN, ToRender
from cmp.request.application_file import application_in
from cmp.request.application_source import left as left_to_argo_cd
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.system.files import is_file, is_there
from cmp.system.forks import each
from cmp.text import count
from cmp.value import Value

Answer = TypeVar("Answer")
_MANY = 8  # applications for which importing all that renders need pays
_TOGETHER = "name applications, or pipe one stream"


class Ask(Value):
    """How an application is asked for.

    `way` is that of Applications which Argo CD's own Helm renders; where it is "", what Argo CD renders is refused.
    """

    options: Mapping[str, Any]
    checkout: str | None
    way: str

    def single(self, *, app: str | None, source: str | None) -> "Asked":
        """Return the one application that a file or folder names, or a stream."""
        named = {"app": app, "source": source}
        if source != "-":
            return Asked(single=self.one(app=app, source=source), ask=self, named=named)
        request, text = request_and_stream(app=app, source=source, **self.options)
        return Asked(single=ToRender(request=request), stream=text, ask=self, named=named)

    def one(self, *, app: str | None, source: str | None) -> ToRender:
        """Return what to render of the one application that a file or folder names."""
        if app and self.way and is_argo_cds(application := application_in(app), app):
            return self.replace(checkout=source).application(application, app)
        return ToRender(request=request_and_stream(app=app, source=source, **self.options)[0])

    def elsewhere(self, tree: Tree, folder: str, named: Mapping[str, str | None]) -> "ToRender | None":
        """Return the one application that is `named` as another revision has it, None where it was not there yet.

        `folder` is its folder in the work tree.
        """
        there = in_tree(tree, **named, files=self.options["files"], folder=folder)
        if there is None:
            return None
        ask = self.replace(options={**self.options, "files": there.pop("files")})
        return ask.one(**there)

    def application(self, document: Mapping[str, Any], file: str) -> ToRender:
        """Return what to render of an Application in a file."""
        if self.way and is_helms(document, file):
            return self._helms(document, file)
        if source := plain_source(document, file):
            if not self.way:
                raise left_to_argo_cd("Argo CD itself", file)
            bare = {key: source[key] for key in source if key != "directory"} | {"plugin": {}}
            plain = {**document, "spec": {**document["spec"], "source": bare}}
            return ToRender(request=self._request(plain, file), way=PLAIN, directory=Directory.of(source))
        return ToRender(request=self._request(document, file))

    def _helms(self, application: Mapping[str, Any], file: str) -> ToRender:
        refuse_environment(application, file, self.options["environment"])
        _, here = here_of(file, Settings.read(os.environ))
        plugins = as_plugins(application, here, file, own=self.way == NATIVE)
        return ToRender(request=self._request(plugins, file, environment=None), way=self.way)

    def _request(self, application: Mapping[str, Any], file: str, **more: Any) -> AppRequest:
        said = {**self.options, **more}
        return request_and_stream(source=self.checkout, app=file, application=application, **said)[0]


class Asked(Value):
    """What to answer for: a single application, or None and `members`, which are answered for one by one.

    `stream` is what came on stdin, None if nothing was to, `paths` are the files and folders of several, and `all_`
    tells whether no environment leaves some of their Applications out. A single one has the `ask` that it came of, and
    how it is `named`.
    """

    single: ToRender | None = None
    stream: str | None = None
    members: tuple[Member, ...] = ()
    paths: tuple[str, ...] = ()
    all_: bool = True
    ask: Ask | None = None
    named: Mapping[str, str | None] = {}

    def at_revision(self, tree: Tree) -> ToRender | None:
        """Return the single application as another revision has it, None where it was not there yet."""
        if not self.single or not self.ask:
            return None
        return self.ask.elsewhere(tree, self.single.request.folder, self.named)


def asked_for(
    paths: Sequence[str], apps: Sequence[str], options: Mapping[str, Any], *, stream: bool, natives: str
) -> Asked:
    """Return what arguments and options name.

    Args:
        paths: folders, files and `-`; with `apps` the one checkout that they lie in.
        apps: files of Applications.
        options: the other options, as `request_and_stream` takes them.
        stream: whether the command takes a rendered stream.
        natives: the way of Applications that Argo CD's own Helm renders; "" where those that it renders are refused.

    Raises:
        SwellError: a single application can't be asked for, or the arguments don't go together.
    """
    checkout = paths[0] if apps and paths else None
    if apps and len(paths) > 1:
        raise RequestError(f"{len(paths)} checkouts are named", here=", ".join(paths), fix="keep one of them")
    if not stream and "-" in paths:
        refuse_stream("-")
    if "-" in paths and len(paths) > 1:
        raise RequestError("- is a rendered stream, and stands alone", here=", ".join(paths), fix=_TOGETHER)
    if one := single(paths, apps):
        return Ask(options=options, checkout=checkout, way=natives).single(**one)
    for path in paths:
        if not is_there(path) and (fix := taken_for(path)):
            raise RequestError(f"{path} is neither a folder nor a file", fix=fix)
    places = tuple(apps or paths or (".",))
    found = members_of(places, options, natives=natives, checkout=checkout)
    return Asked(members=found, paths=places, all_=not options["environment"])


def members_of(
    places: Sequence[str], options: Mapping[str, Any], *, natives: str, checkout: str | None, top: str | None = None
) -> tuple[Member, ...]:
    """Return the several applications that files and folders name; the arguments are those of `asked_for`.

    `top` is the root of the repository where no `.git` tells it.

    Raises:
        RequestError: none is of the environment, or an option is for one alone.
    """
    if options["name"]:
        raise RequestError("--name names one application, and several are meant", fix="leave it out, or name one")
    ask, left = Ask(options=options, checkout=checkout, way=natives), list[str]()
    asks = Asks(
        environment=options["environment"] or "",
        of_application=lambda found: ask.application(found.document, found.file),
        of_folder=lambda folder: ToRender(request=request_and_stream(source=folder, app=None, **options)[0]),
        of_set=Sets(Settings.read(os.environ), checkout or top),
        left_out=left.append,
    )
    found = members(places, asks)
    if not found:
        said = f"no Application here is of the environment {asks.environment}"
        raise RequestError(said, here=_environments(left), fix="correct --env, or leave it out")
    if left and not top:
        note(f"swell: note: -e {asks.environment} leaves out {count(len(left), 'Application')}: {_environments(left)}")
    return found


def _environments(named: Sequence[str]) -> str:
    """Return how many Applications name each environment."""
    times = Counter(named)
    return ", ".join(f"{times[one]} {f'of {one}' if one else 'without an environment'}" for one in sorted(times)[::-1])


def single(paths: Sequence[str], apps: Sequence[str]) -> dict[str, Any]:
    """Return what names a single application, as `request_and_stream` takes it; nothing where several are meant."""
    if len(apps) == 1 and not _has_several(apps[0]):
        return {"app": apps[0], "source": paths[0] if paths else None}
    path = paths[0] if paths else "."
    if apps or len(paths) > 1 or (path != "-" and is_there(path) and holds_applications(path)):
        return {}
    return {"app": path, "source": None} if is_file(path) else {"app": None, "source": paths[0] if paths else None}


def _has_several(file: str) -> bool:
    """Tell whether a file holds several Applications, or a set of them."""
    try:
        found = list(found_in(file))
        return len(found) > 1 or any(one.is_set for one in found)
    except SwellError:
        return False  # told where it is read


def answers(
    asked: Asked, work: Callable[[ToRender], Answer], *, settings: Settings
) -> Iterator[tuple[Member, Answer | SwellError]]:
    """Yield each application with what `work` returns, or with the error, in the order in which they were named.

    As many render at once as SWELL_RENDERS allows. What one runs into, its memory and its deadline are its own.
    """
    known: dict[int, Answer | SwellError] = {}
    ready = [number for number, member in enumerate(asked.members) if member.render]
    sent = 0
    if len(ready) >= _MANY:
        preload()

    def one(number: int) -> Answer | SwellError:
        render = asked.members[number].render
        try:
            return work(render) if render else _killed(asked.members[number])
        except BaseException as problem:  # noqa: BLE001  (told as that of a single call is)
            return as_error(problem)

    for index, answer in each(one, ready, at_once=settings.renders):
        known[ready[index]] = answer if answer is not None else _killed(asked.members[ready[index]])
        passing(f"{len(known)} of {len(ready)} applications" if len(known) < len(ready) else "")
        while sent < len(asked.members) and (sent in known or asked.members[sent].problem):
            yield asked.members[sent], known.get(sent) or _problem(asked.members[sent])
            sent += 1
    for member in asked.members[sent:]:
        yield member, _problem(member)


def _problem(member: Member) -> SwellError:
    return member.problem or _killed(member)


def _killed(member: Member) -> SwellError:
    return ShortageError(
        f"what rendered {member.name} was killed", fix="give this machine more memory, or lower SWELL_RENDERS"
    )
