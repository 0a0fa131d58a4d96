"""An application's configuration, resolved for a request: real paths in place of those that were written.

This is where placeholders are filled in, and paths looked up; the rooms behind it ask neither again, nor the request.
"""

import os

from cmp.config.placeholders import fill, mentions, refuse_unused
from cmp.errors import At
from cmp.system.files import has_entry, is_file
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sized
    from typing import Any, Self

    from cmp.argocd.application import Application
    from cmp.config.extra_files import WatchedFiles
    from cmp.config.model import Config
    from cmp.request.model import AppRequest
    from cmp.sources.path_globs import Looks
    from cmp.sources.paths import PathResolver


class ValuesFile(Value):
    """A values file by its real path; `allow` are the paths that it may set, None for all."""

    path: str
    allow: tuple[str, ...] | None = None


class AskedFiles(Value):
    """The files of a request under its configuration. Paths are looked up where they are needed, each once.

    A stream on stdin needs no chart, `swell doctor` no values; files beside the chart are looked up while Helm runs.
    """

    request: "AppRequest"
    config: "Config"
    resolver: "PathResolver"

    def chart_folder(self) -> str:
        """Return the chart's folder: the one that swell.yaml names, else the application's; "" if there is none.

        Raises:
            SourceError: it holds no chart, and no other manifests are named either.
        """
        config, resolver = self.config, self.resolver
        folder = resolver.folder
        if config.chart:
            with At(config.place("chart")):
                folder = resolver.resolve(fill(config.chart, self.request))
        if is_file(os.path.join(folder, "Chart.yaml")):
            resolver.refuse_links(folder)
            return folder
        if config.manifests and not config.chart:
            return ""
        from cmp.config.missing_chart import missing_chart

        raise missing_chart(folder, config, resolver, guessed=self.request.source_path is None)

    def configured_files(self) -> "Iterator[ValuesFile]":
        """Yield the values files of swell.yaml, lowest first, and behind them the environment's where no path names it.

        Raises:
            SourceError: one is missing, or lies outside the repository.
            ConfigError: a placeholder has no value.
            RequestError: a parameter that nothing uses.
        """
        environment, written = self.request.text("environment"), self._written
        refuse_unused(self.request, written)
        looks = _looks(self.config.value_files)
        for file in self.config.value_files:
            with At(file.where):
                found = self._found(file.path, looks, optional=file.optional)
            yield from (ValuesFile(path=path, allow=file.allow) for path in found)
        if environment and not any(mentions(path, "environment") for path in written):
            from cmp.config.environments import file_of

            yield ValuesFile(path=file_of(environment, self.resolver))

    def requested_files(self) -> "Iterator[ValuesFile]":
        """Yield the values files of the parameter `valueFiles`; errors as above."""
        looks = _looks(self.request.value_files)
        for written in self.request.value_files:
            with At("the parameter valueFiles"):
                found = self._found(written, looks)
            yield from (ValuesFile(path=path) for path in found)

    def set_files(self) -> "Iterator[tuple[str, str]]":
        """Yield each key that is set to a file's text, with the file's path."""
        for key, path in self.request.set_files:
            with At(f"the parameter fileParameters, {key}"):
                found = self.resolver.resolve(path)
                if not has_entry(found):
                    from cmp.config.missing_file import missing_text

                    raise missing_text(found, self.resolver)
            yield key, found

    def manifest_files(self) -> "Iterator[str]":
        """Yield the files of `manifests`, in its order."""
        from cmp.config.extra_files import manifest_files

        return manifest_files(self.request, self.config, self.resolver)

    def watched_files(self) -> "Iterator[WatchedFiles]":
        """Yield each path or glob of `rollout.watch`, with its files."""
        from cmp.config.extra_files import watched_files

        return watched_files(self.request, self.config, self.resolver)

    def environments(self) -> list[str]:
        """Return the names of all environments that there are files for."""
        from cmp.config.environments import existing

        chart = os.path.join(self.config.chart, "Chart.yaml")
        return existing([*self._written, chart], self.request, self.resolver)

    @property
    def _written(self) -> list[str]:
        """All paths of files as they are written."""
        return [*self.config.paths, *self.request.value_files]

    def _found(self, written: str, looks: "Looks | None", *, optional: bool = False) -> list[str]:
        """Return the values files that a path or glob leads to."""
        from cmp.sources.path_globs import matching

        request, resolver = self.request, self.resolver
        asks = mentions(written, "environment")
        known = bool(request.text("environment"))
        pattern = fill(written, request, but="" if known else "environment")
        if asks and not known:
            from cmp.config.environments import demand, named_by

            demand(written, named_by(written, request, resolver))
        paths = matching(pattern, resolver, looks=looks)
        if not paths and not optional and not request.ignore_missing:
            if asks:
                from cmp.config.environments import named_by, refuse

                refuse(request.text("environment"), named_by(written, request, resolver), asked=pattern)
            from cmp.config.missing_file import missing

            raise missing(pattern, resolver)
        return paths


def _looks(files: "Sized") -> "Looks | None":
    """Return what so many values files have together to be found; None where there are none, which need no import."""
    if not files:
        return None
    from cmp.sources.path_globs import Looks

    return Looks()


class Resolved(Value):
    """What is to be rendered, with real paths.

    `release` is Helm's name for the release, `namespace` the destination's. `requested_values`, a text, lie above all
    values files but the `local_files` of the command line, which may lie anywhere. `set_texts` are the parameter
    `parameters`, as `--set` takes it, and `assignments` what `--set` of the command line says. `strangers` are the
    variables of the environment that begin like Swell's own and are unknown.
    """

    config: "Config"
    files: AskedFiles
    release: str
    namespace: str
    requested_values: str
    set_texts: tuple[str, ...]
    assignments: tuple[str, ...]
    local_files: tuple[str, ...]
    strangers: tuple[str, ...]

    @classmethod
    def of(cls, resolved: "Resolved", **more: "Any") -> "Self":
        """Return the same with more fields, for a class that has more."""
        return cls(**{name: getattr(resolved, name) for name in Resolved._fields}, **more)

    @property
    def resolver(self) -> "PathResolver":
        """The resolver of paths, by which files are shown in messages, too."""
        return self.files.resolver

    @property
    def application(self) -> "Application":
        """What of the Application the sync depends on."""
        from cmp.argocd.application import Application

        request = self.files.request
        return Application(
            name=request.app,
            namespace=request.namespace,
            sync_options=request.sync_options,
            retries=request.retries,
            self_heal=request.self_heal,
            managed_namespace=request.managed_namespace,
            cascades=request.cascades,
            others=request.others,
            by_hand=request.by_hand,
        )


def resolve(request: "AppRequest", config: "Config", resolver: "PathResolver") -> Resolved:
    """Return a request under its configuration."""
    config = config.under(request)
    return Resolved(
        config=config,
        files=AskedFiles(request=request, config=config, resolver=resolver),
        release=request.release,
        namespace=request.namespace,
        requested_values=request.text("values"),
        set_texts=request.set_texts,
        assignments=request.assignments,
        local_files=request.local_files,
        strangers=request.strangers,
    )
