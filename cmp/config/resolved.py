"""An application's configuration, resolved for a request: real paths in place of those that were written.

This is where placeholders are filled in, and paths looked up; the rooms behind it ask neither again.
"""

import os

from cmp.config.placeholders import fill, mentions, refuse_unused
from cmp.errors import At, SourceError
from cmp.system.files import is_file
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmp.config.extra_files import WatchedFiles
    from cmp.config.model import Config
    from cmp.request.model import AppRequest
    from cmp.sources.paths import PathResolver


class ValuesFile(Value):
    """A values file by its real path; `allow` are the paths that it may set, None for all."""

    path: str
    allow: tuple[str, ...] | None = None


class Resolved(Value):
    """What a request asks for, under its configuration. Paths are looked up where they are needed, each once.

    A stream on stdin needs no chart, `swell doctor` no values; files beside the chart are looked up while Helm runs.
    """

    request: "AppRequest"
    config: "Config"
    resolver: "PathResolver"

    @property
    def release(self) -> str:
        """Helm's name for the release."""
        return self.request.release

    @property
    def namespace(self) -> str:
        """The destination's namespace."""
        return self.request.namespace

    @property
    def kube_version(self) -> str:
        """The version of Kubernetes that templates are told: that of the configuration, else the cluster's."""
        return self.config.kube_version or self.request.kube_version

    @property
    def api_versions(self) -> tuple[str, ...]:
        """The API versions that templates are told: those of the configuration, else the cluster's."""
        return self.config.api_versions or self.request.api_versions

    @property
    def requested_values(self) -> str:
        """The parameter `values`, a text."""
        return self.request.text("values")

    @property
    def set_texts(self) -> tuple[str, ...]:
        """The parameter `parameters`, as `--set` takes it."""
        return self.request.set_texts

    @property
    def assignments(self) -> tuple[str, ...]:
        """What `--set` of the command line says."""
        return self.request.assignments

    @property
    def local_files(self) -> tuple[str, ...]:
        """The values files of the command line, above all others; they may lie anywhere."""
        return self.request.local_files

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
        if config.chart:
            raise SourceError(
                f"no chart in {resolver.shown(folder)}: it has no Chart.yaml",
                where=config.place("chart"),
                here=self._root(),
                fix="correct `chart`: a leading / is the repository's root, else it starts at the application's folder",
            )
        if config.manifests:
            return ""
        other, fix = _other(folder)
        raise SourceError(
            f"no chart: {resolver.shown(folder)} has no Chart.yaml, "
            "and no swell.yaml up to the repository's root names one",
            here="\n".join(filter(None, (other, self._root()))),
            fix=fix or "set the Application's path to a chart's folder, or add a swell.yaml with `chart:`",
        )

    def configured_files(self) -> "Iterator[ValuesFile]":
        """Yield the values files of swell.yaml, lowest first, and behind them the environment's where no path names it.

        Raises:
            SourceError: one is missing, or lies outside the repository.
            ConfigError: a placeholder has no value.
            RequestError: a parameter that nothing uses.
        """
        environment, written = self.request.text("environment"), self._files()
        refuse_unused(self.request, written)
        for file in self.config.value_files:
            with At(file.where):
                found = self._found(file.path, where=file.where, optional=file.optional)
            yield from (ValuesFile(path=path, allow=file.allow) for path in found)
        if environment and not any(mentions(path, "environment") for path in written):
            from cmp.config.environments import file_of

            yield ValuesFile(path=file_of(environment, self.resolver))

    def requested_files(self) -> "Iterator[ValuesFile]":
        """Yield the values files of the parameter `valueFiles`; errors as above."""
        for written in self.request.value_files:
            with At("the parameter valueFiles"):
                found = self._found(written, where="the parameter valueFiles")
            yield from (ValuesFile(path=path) for path in found)

    def set_files(self) -> "Iterator[tuple[str, str]]":
        """Yield each key that is set to a file's text, with the file's path."""
        for key, path in self.request.set_files:
            with At(f"the parameter fileParameters, {key}"):
                found = self.resolver.resolve(path)
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
        from cmp.config.environments import named_by, usual

        written = [*self._files(), os.path.join(self.config.chart, "Chart.yaml")]
        asking = [path for path in written if mentions(path, "environment")]
        if not asking:
            return usual(self.resolver)
        return sorted({name for path in asking for name in named_by(path, self.request, self.resolver)})

    def needs_environment(self) -> bool:
        """Tell whether swell.yaml names a path that depends on the environment."""
        return any(mentions(path, "environment") for path in self.config.paths)

    def _files(self) -> list[str]:
        """Return all paths of files as they are written."""
        return [*self.config.paths, *self.request.value_files]

    def _found(self, written: str, *, where: str, optional: bool = False) -> list[str]:
        """Return the values files that a path or glob leads to; `where` names it."""
        request, resolver = self.request, self.resolver
        asks = mentions(written, "environment")
        if asks and not request.text("environment"):
            from cmp.config.environments import demand, named_by

            demand(written, named_by(written, request, resolver))
        pattern = fill(written, request)
        paths = resolver.matching(pattern)
        if not paths and not optional and not request.ignore_missing:
            if asks:
                from cmp.config.environments import named_by, refuse

                refuse(request.text("environment"), named_by(written, request, resolver), asked=pattern)
            from cmp.config.missing_file import missing

            raise missing(pattern, resolver, where=where)
        return paths

    def _root(self) -> str:
        """Return, for errors, the folder that was taken for the repository's root; "" where Argo CD has named it."""
        if self.request.source_path is not None:
            return ""
        name = os.path.basename(self.resolver.root)
        return f"the repository's root is {name}" + (
            "" if self.resolver.has_git else ", for there is no .git in it or above"
        )


def _other(folder: str) -> tuple[str, str]:
    """Return what lies in a folder in the place of a Chart.yaml, and the fix for that; "" where nothing does."""
    for entry in sorted(os.listdir(folder)):
        if entry.lower() in ("chart.yaml", "chart.yml"):
            return f"there is {entry}, which Helm does not read", "rename it to Chart.yaml"
        if entry.lower() in ("kustomization.yaml", "kustomization.yml"):
            fix = "let Argo CD render it, without a plugin; `kustomize build | swell plan -` tells how its sync ends"
            return f"there is {entry}, which no Helm reads", fix
    return "", ""
