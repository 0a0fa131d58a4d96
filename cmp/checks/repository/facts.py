"""What is known of the Applications of a repository, for the checks of all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cmp.checks.repository.fights import Fight
from cmp.model import Finding, Head, Manifest, Position, Ref, Severity
from cmp.text import count
from cmp.value import Value

_RESPECT = "RespectIgnoreDifferences=true"


class Comparisons:
    """How often a check may compare one thing with another: some seconds in all."""

    def __init__(self, most: int = 1_000_000) -> None:
        """Allow so many."""
        self._most, self._left = most, most

    def take(self, number: int) -> bool:
        """Tell whether so many more are left, and take them."""
        if number > self._left:
            return False
        self._left -= number
        return True

    def lacking(self, one: "Deployed", what: str, fix: str) -> Finding:
        """Return the finding for what of an Application is not compared."""
        return Finding(
            severity=Severity.INFO,
            ref=one.ref,
            message=f"{what}: that takes more than {self._most} comparisons for all Applications",
            fix=fix,
            position=one.position,
        )


class Named(Value):
    """A revision of the repository here that a source names: its commit, "" if it is none, and what may be meant.

    It is `elsewhere` where it is a tag or commit other than the one that is checked out.
    """

    revision: str
    commit: str = ""
    near: str = ""
    elsewhere: bool = False


class Deployed(Value):
    """An Application: its file and line, its document, and the environment that it names, "" for none.

    `objects` are what it renders, `fights` the fields of these that a controller sets as well. `revisions` are those
    that it names of the repository here.
    """

    file: str
    line: int
    document: Mapping[str, Any]
    environment: str = ""
    objects: tuple[Ref, ...] = ()
    fights: tuple[Fight, ...] = ()
    revisions: tuple[Named, ...] = ()

    @property
    def name(self) -> str:
        """The Application's name."""
        return str(mapping(self.document.get("metadata")).get("name", ""))

    @property
    def home(self) -> str:
        """The namespace that the Application itself lies in."""
        return str(mapping(self.document.get("metadata")).get("namespace") or "argocd")

    @property
    def ref(self) -> Ref:
        """The Application as an object."""
        return Ref(group="argoproj.io", kind="Application", namespace=self.home, name=self.name)

    @property
    def manifest(self) -> Manifest:
        """The Application as an object that a waiver may match."""
        said = mapping(self.document.get("metadata"))
        head = Head(
            length=0,
            api_version=str(self.document.get("apiVersion", "")),
            kind=self.ref.kind,
            name=self.name,
            generate_name="",
            namespace=self.home,
            labels=_texts(said.get("labels")),
            annotations=_texts(said.get("annotations")),
        )
        return Manifest(ref=self.ref, head=head, text="")

    @property
    def project(self) -> str:
        """Its AppProject."""
        return str(self.spec.get("project") or "default")

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(file=self.file, line=self.line, column=1 if self.line else 0)

    @property
    def spec(self) -> Mapping[str, Any]:
        """Its specification."""
        return mapping(self.document.get("spec"))

    @property
    def sources(self) -> list[Mapping[str, Any]]:
        """Its sources."""
        return [one for one in listed(self.spec.get("sources")) or [self.spec.get("source")] if isinstance(one, dict)]

    @property
    def destination(self) -> Mapping[str, Any]:
        """Where its objects go."""
        return mapping(self.spec.get("destination"))

    @property
    def cluster(self) -> str:
        """The cluster of the destination, by its name or address."""
        return str(self.destination.get("name") or self.destination.get("server") or "")

    @property
    def options(self) -> list[str]:
        """The options of its syncs."""
        return [str(one) for one in listed(mapping(self.spec.get("syncPolicy")).get("syncOptions"))]

    @property
    def heals(self) -> bool:
        """Whether Argo CD undoes at once what changes in the cluster."""
        automated = mapping(mapping(self.spec.get("syncPolicy")).get("automated"))
        return automated.get("selfHeal") is True and automated.get("enabled") is not False

    @property
    def respects(self) -> bool:
        """Whether a sync leaves alone what `ignoreDifferences` names."""
        return _RESPECT in self.options

    def ignored(self) -> Iterator[Mapping[str, Any]]:
        """Yield the entries of `ignoreDifferences`."""
        yield from (one for one in listed(self.spec.get("ignoreDifferences")) if isinstance(one, dict))


class Lost(Value):
    """Files that no Application reaches, and the folder that they lie in."""

    folder: str
    files: tuple[str, ...]


class RepositoryFacts(Value):
    """The Applications that were named, the AppProjects of the same files, and files that no Application reaches."""

    applications: tuple[Deployed, ...]
    projects: tuple[Mapping[str, Any], ...] = ()
    unreached: tuple[Lost, ...] = ()

    def naming(self, wanted: Callable[[Named], bool]) -> Iterator[tuple[Named, list[Deployed]]]:
        """Yield each revision that is wanted, with the Applications that name it."""
        found: dict[Named, list[Deployed]] = {}
        for one in self.applications:
            for named in dict.fromkeys(filter(wanted, one.revisions)):
                found.setdefault(named, []).append(one)
        yield from found.items()

    def groups(self, *keys: Sequence[Any]) -> Iterator[list[Deployed]]:
        """Yield the Applications that have one key, where several have it; there is a key for each Application."""
        found: dict[Any, list[Deployed]] = {}
        for one, key in zip(self.applications, keys, strict=True):
            found.setdefault(key, []).append(one)
        yield from (group for group in found.values() if len(group) > 1)


def listed(value: Any) -> list[Any]:
    """Return what should be a list, an empty one where it is not: Argo CD refuses such an Application."""
    return value if isinstance(value, list) else []


def mapping(value: Any) -> Mapping[str, Any]:
    """Return what should be a mapping, an empty one where it is not."""
    return value if isinstance(value, dict) else {}


def and_others(group: Sequence[Deployed]) -> str:
    """Return how many Applications there are beside the first of a group, as the end of a sentence about that."""
    return f", and that of {count(len(group) - 1, 'other Application')}" if group[1:] else ""


def _texts(value: Any) -> dict[str, str]:
    return {str(key): str(text) for key, text in mapping(value).items()}
