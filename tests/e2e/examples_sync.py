"""The examples' Applications, as the stand has them: their repositories are here, each has a namespace of its own."""

import re
from pathlib import Path
from typing import Any

from argocd import application
from programs import TOP
from repository import Repository

from cmp import dialect

EXAMPLES = TOP / "examples"
_PLACES = {"swell.git": ("", "examples"), "be-deployments.git": ("backend", ""), "rootapp.git": ("rootapp", "")}
"""Which folder of the examples each repository stands for, and where in it that folder lies."""
_HOST = re.compile(r"(?<=repoURL: )https://\S+/")


def repositories(folder: Path) -> dict[str, Repository]:
    """Return the repositories that the examples' Applications name, with what they hold; here they name each other."""
    folder.mkdir()
    made = {}
    for name, (source, path) in _PLACES.items():
        made[name] = Repository(folder / name, "master")
        made[name].copy(EXAMPLES / source, path)
        for file in made[name].folder.rglob("*.yaml"):
            file.write_text(_HOST.sub(f"file://{folder}/", file.read_text()))
        made[name].commit()
    return made


def paths() -> list[Path]:
    """Return where the Applications lie that Swell renders."""
    texts = {path: path.read_text() for path in sorted(EXAMPLES.rglob("*.yaml"))}
    return [path for path, text in texts.items() if "plugin:" in text and "kind: Application" in text]


def applications(made: dict[str, Repository]) -> dict[str, dict[str, Any]]:
    """Return all Applications that Swell renders, by their new names."""
    found = {}
    for path in paths():
        spec = dialect.load(path.read_text())["spec"]
        parts = path.relative_to(EXAMPLES).with_suffix("").parts
        name = "-".join(dict.fromkeys("-".join(parts).split("-")))
        found[name] = application(name, _moved(spec["source"], made))
    return found


def _moved(source: dict[str, Any], made: dict[str, Repository]) -> dict[str, Any]:
    return {**source, "repoURL": made[source["repoURL"].rpartition("/")[2]].url, "targetRevision": "HEAD"}
