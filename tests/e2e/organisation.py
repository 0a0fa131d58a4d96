"""The backend organisation of the examples in a cluster: from the one object applied by hand to its pipelines."""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import examples_sync
from api import Object
from argocd import State
from processes import LIMIT, wait
from programs import TOP, helm
from repository import Repository
from server import Server
from stand import Stand

from cmp import dialect

HOSTS = ("github", "gitlab")
"""For whom each pipeline is written."""
_MINE = "backend"
"""The namespace of all that it deploys."""


class Organisation:
    """Its repositories, and what comes of them."""

    def __init__(self, stand: Stand, folder: Path) -> None:
        """Apply the parent of all, and wait until what it deploys by itself is deployed."""
        self.stand, self.server = stand, Server(stand, folder)
        made = examples_sync.repositories(folder / "repositories")
        self.rootapp, self.deployments = made["rootapp.git"], made["be-deployments.git"]
        top = self.rootapp.folder
        self.parents = ["rootapp", *_names(top.glob("rootapp/*.yaml"))]
        self.shared = [*_names(top.glob("rootapp-configmaps/*")), *_names(top.glob("rootapp-networkpolicy/*"))]
        self.services = _names(top.glob("rootapp-applications/*"))
        stand.controller.make(dialect.load((top / "rootapp.yaml").read_text()))
        assert wait(lambda: self.succeeded([*self.parents, *self.shared]), pause=0.5), self.states()

    def states(self) -> dict[str, State]:
        """Return how the last sync of each Application went; nothing of one that was never synced."""
        found = self.stand.controller.states()
        return {name: found[name] for name in (*self.parents, *self.shared, *self.services)}

    def succeeded(self, names: Iterable[str]) -> bool:
        """Tell whether there is a last sync of each of them, and it went well."""
        found = self.stand.controller.states()
        return all(found.get(name, {}).get("phase") == "Succeeded" for name in names)

    def found(self, kind: str) -> dict[str, Object]:
        """Return the objects of a kind, written as `apis/apps/v1 deployments`."""
        version, plural = kind.split()
        items = self.stand.plane.api.get(f"/{version}/namespaces/{_MINE}/{plural}")["items"]
        return {one["metadata"]["name"]: one for one in items}

    def waits_to_be_pruned(self, name: str) -> list[str]:
        """Return what an Application says is gone from git."""
        found = self.stand.controller.status(name).get("resources", [])
        return [one["name"] for one in found if one.get("requiresPruning")]

    def released(self, host: str, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run the pipeline of a release; a wait lasts as long as `SECONDS_TO_WAIT`."""
        return self._piped("release", host, folder, variables)

    def restarted(self, host: str, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run the pipeline that restarts who reads what the last commit changed."""
        configurations = " ".join(name for name in self.shared if name.endswith("-configuration"))
        told = {"CHANGED": "HEAD~1..HEAD", "DEPLOYMENTS": "be-deployments", "CONFIGURATIONS": configurations}
        return self._piped("restart", host, folder, told | variables)

    def _piped(
        self, what: str, host: str, folder: Path, variables: dict[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        """Run a pipeline in clones of the repositories, as GitHub starts it."""
        said = dialect.load((TOP / f"install/{what}-pipeline.{host}.yaml").read_text())
        script = said["jobs"][what]["steps"][-1]["run"] if host == "github" else "\n".join(said[what]["script"])
        top = folder / "rootapp"
        self.rootapp.clone(top)
        self.deployments.clone(top / "be-deployments")
        given = self.server.given(what)
        told = {
            **given,
            "PATH": f"{TOP / '.venv/bin'}:{given['PATH']}",
            "HOME": str(folder),
            "SWELL_HELM": str(helm()),
            "APPLICATIONS": "rootapp-applications",
            "CONFIGMAPS": "rootapp-configmaps",
            "SECONDS_TO_WAIT": "300",
            **variables,
        }
        bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(bash, cwd=top, env=told, capture_output=True, text=True, timeout=LIMIT, check=False)

    @contextmanager
    def changed(self, repository: Repository, path: str, old: str, new: str) -> Iterator[None]:
        """Commit that one text of a file is another, and take it back afterwards."""
        text = (repository.folder / path).read_text()
        assert old in text
        repository.write(path, text.replace(old, new))
        repository.commit()
        yield
        repository.write(path, text)
        repository.commit()

    def forget(self) -> None:
        """Delete the Applications, parents first: they would be synced without end."""
        self.stand.controller.forget((*self.parents, *self.shared, *self.services))


def _names(files: Iterable[Path]) -> list[str]:
    return [dialect.load(path.read_text())["metadata"]["name"] for path in sorted(files)]
