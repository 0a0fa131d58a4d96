"""How an application is asked for, and what a command is asked for: one, as ever, or several."""

import os
from collections.abc import Mapping
from typing import Any

from cmp.cli.elsewhere import in_tree
from cmp.cli.here import Repositories
from cmp.cli.options import reading, refuse_environment, request_and_stream
from cmp.convert.in_place import as_plugins, is_argo_cds, is_helms, plain_source
from cmp.fleet.base_tree import Tree
from cmp.fleet.directory import Directory
from cmp.fleet.members import Member
from cmp.fleet.ways import NATIVE, PLAIN, ToRender
from cmp.request.application_file import application_in
from cmp.request.application_source import left as left_to_argo_cd
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.value import Value


class Ask(Value):
    """How an application is asked for.

    `way` is that of Applications which Argo CD's own Helm renders; where it is "", what Argo CD renders is refused.
    `repositories` tells which one a file lies in.
    """

    options: Mapping[str, Any]
    checkout: str | None
    way: str
    repositories: Repositories

    @staticmethod
    def of(options: Mapping[str, Any], *, checkout: str | None, way: str) -> "Ask":
        """Return it for the repositories here."""
        repositories = Repositories(Settings.read(os.environ))
        return Ask(options=options, checkout=checkout, way=way, repositories=repositories)

    def single(self, *, app: str | None, source: str | None) -> "Asked":
        """Return the one application that a file or folder names, or a stream."""
        named = {"app": app, "source": source}
        if source != "-":
            return Asked(single=self.one(app=app, source=source), ask=self, named=named)
        request, text = request_and_stream(app=app, source=source, **self.options)
        return Asked(single=ToRender(request=request), stream=text, ask=self, named=named)

    def one(self, *, app: str | None, source: str | None) -> ToRender:
        """Return what to render of the one application that a file or folder names."""
        with reading():
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
        _, here = self.repositories.of(file)
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
