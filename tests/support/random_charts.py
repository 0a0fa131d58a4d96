"""Random charts with charts below them: aliases, conditions, tags, imports, globals, nulls, schemas and archives.

Each prints the values that its templates see into a ConfigMap.
"""

import json
import re
import tarfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from cmp.values.dotted import join

KEYS = ("a", "b", "c", "global", "tags", "exports")
LEAVES = (
    1,
    "x",
    True,
    False,
    None,
    None,
    [1],
    ["x", 2],
    {},
    "y,z",
    0,
    "two\n\n# lines: [",
    "# c",
    1.5,
    "12345678901234567",
)
ASSIGNED = ("a=1", "a.b=null", "c[1]=x", "b={x,y}", "b=NULL", "a=z,c=0", r"a.b\.c=1\,2", "global.a=True", "c=+5")
NAMES = ("one", "two", "three", "four")
IMPORTS: tuple[Any, ...] = (
    "a",
    "b",
    {"child": "exports.a", "parent": "b"},
    {"child": "a", "parent": "c.a"},
    {"child": "c", "parent": "."},
    {"child": "global.a", "parent": "global.b"},
    {"child": "b", "parent": "global"},
)
"""What `import-values` of a dependency may have; a text is what lies there below `exports`."""
_DEEPEST = 2
_TEMPLATE = """apiVersion: v1
kind: ConfigMap
metadata:
  name: it-{{ .Template.BasePath | sha256sum | trunc 30 }}
data:
  seen: {{ toJson .Values | quote }}
"""


class RandomChart:
    """A chart in a folder, with values files beside it and what `--set` says above them.

    Below it lie `trees` charts, each with charts below it again.
    """

    def __init__(self, seed: int, folder: Path, *, trees: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.folder = folder / "top"
        names = self._chart("top", self.folder, [f"tree-{number}" for number in range(trees)])
        self.files = [folder / f"{number}.yaml" for number in range(self.random.randint(0, 3))]
        for file in self.files:
            file.write_text(json.dumps(self._layer(names), indent=1))
        taken = {key for file in self.files for key in json.loads(file.read_text())}
        free = [one for one in ASSIGNED if re.split(r"[.=\[]", one)[0] not in taken]
        self.assigned = self.random.sample(free, min(1, len(free)))

    @property
    def flags(self) -> list[str]:
        """What Helm and Swell take to render it."""
        return [*(f"--values={file}" for file in self.files), *(f"--set={one}" for one in self.assigned)]

    def assigned_in(self, paths: Sequence[Sequence[str]]) -> list[str]:
        """Return what `--set` takes to set some elements of some lists, their members, and elements past their end."""
        random = self.random
        return [
            "".join(random.choice((f"{to}{way}={value}", f"{to}{way}={value},{to}[{random.randint(0, 3)}]=y")))
            for path in random.sample(paths, (len(paths) + 1) // 2)
            for to in (join(path),)
            for way in (random.choice(("[0]", "[1]", "[4]", "[1].k", "[2].k.j", "[9][1]", "[1].y")),)
            for value in (random.choice(("x", "null", "{p,q}", "1", "true", "")),)
        ]

    def _chart(self, name: str, folder: Path, children: list[str], depth: int = 0) -> dict[str, Any]:
        """Write a chart, and return the names that its dependencies' values have, with those of theirs."""
        random = self.random
        (folder / "templates").mkdir(parents=True)
        (folder / "templates/it.yaml").write_text(_TEMPLATE)
        below: dict[str, Any] = {}
        listed: list[dict[str, Any]] = []
        for child in children:
            deeper = random.sample(NAMES, random.choice((0, 1, 1, 2))) if depth < _DEEPEST else []
            inner = self._chart(child, folder / "charts" / child, deeper, depth + 1)
            if random.random() < 0.15:
                below[child] = inner  # in charts/, and not listed
            else:
                made = self._dependencies(child)
                listed += made
                below |= {one.get("alias", child): inner for one in made}
            if random.random() < 0.3:
                _pack(folder / "charts" / child)
        said = {"apiVersion": "v2", "name": name, "version": "1.0.0", "dependencies": listed}
        if depth and random.random() < 0.05:
            said["type"] = "library"
        (folder / "Chart.yaml").write_text(json.dumps(said))
        if random.random() < 0.9:
            (folder / "values.yaml").write_text(self._defaults(below))
        if random.random() < 0.2:
            (folder / "values.schema.json").write_text('{"type": "object"}')
        return below

    def _dependencies(self, name: str) -> list[dict[str, Any]]:
        random = self.random
        made = []
        for alias in random.choice(((None,), (None,), ("other",), ("other", "more"))):
            one: dict[str, Any] = {"name": name, "version": random.choice(("1.0.0", "^1.0.0", ">=0.1.0", ""))}
            if alias:
                one["alias"] = f"{alias}-{name}"
            if random.random() < 0.3:
                one["condition"] = random.choice((f"{one.get('alias', name)}.a", "a", "b,global.a"))
            if random.random() < 0.2:
                one["tags"] = random.sample(("a", "b"), random.randint(1, 2))
            if random.random() < 0.4:
                one["import-values"] = random.sample(IMPORTS, random.randint(1, 2))
            made.append(one)
        return made

    def _defaults(self, below: dict[str, Any]) -> str:
        layers = [self._layer(below) for _ in range(2 if self.random.random() < 0.05 else 1)]
        return "\n---\n".join(json.dumps(layer, indent=1) for layer in layers)

    def _layer(self, below: dict[str, Any], depth: int = 3) -> dict[str, Any]:
        """Return a mapping; what is for dependencies, globals, tags and exports are mappings, as Helm wants them."""
        random = self.random
        found: dict[str, Any] = {}
        for key in (*random.sample(KEYS, random.randint(0, 5)), *(one for one in below if random.random() < 0.6)):
            if key in below:
                found[key] = self._layer(below[key], 3)
            elif depth == 3 and key in ("global", "exports"):
                found[key] = self._layer({}, 2)
            elif key == "tags":
                found[key] = {one: random.random() < 0.7 for one in random.sample(("a", "b"), random.randint(0, 2))}
            else:
                found[key] = self._layer({}, depth - 1) if depth and random.random() < 0.5 else random.choice(LEAVES)
        if random.random() < 0.4:
            found["list"] = random.choice((None, [], ["x"], [2, {"y": 1}]))
        return found


def _pack(folder: Path) -> None:
    """Replace a chart's folder by its archive."""
    with tarfile.open(folder.with_name(f"{folder.name}-1.0.0.tgz"), "w:gz") as archive:
        archive.add(folder, arcname=folder.name)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
