"""Streams whose containers wait by scripts: each with what `swell plan` has to say of it, untouched and generated.

A stream is a file of `streams`, named as a sentence; two comments on top of it have the verdicts.
"""

import json
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import planned
from processes import LIMIT
from programs import SWELL

from cmp.manifests.split import split

_HERE = Path(__file__).parent / "streams"
_SAID = re.compile(r"^# (untouched|through generate): (.+)$", re.MULTILINE)
PHASES = {"CAN FINISH": "Succeeded", "WOULD HANG": "Running", "WOULD FAIL": "Failed"}
"""By verdict, the phase of the sync when it is over or rests."""


HOW = ("untouched", "through generate")


class Stream(NamedTuple):
    """A stream that is synced: its name here, its text, and the verdict on it."""

    name: str
    text: str
    verdict: str

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Its manifests."""
        return [one.document for one in split(self.text, namespace=self.name)]

    @property
    def planned(self) -> str:
        """What `swell plan` says of it."""
        told = json.loads(_swell("plan", self.text, self.name, "--format", "json"))["verdict"]
        return str(told).upper().replace("-", " ")


def paths() -> list[Path]:
    """Return the files of the streams."""
    return sorted(_HERE.glob("*.yaml"))


def streams() -> dict[str, Stream]:
    """Return every stream twice, by the name of its file and how it is."""
    found = {}
    for number, path in enumerate(paths()):
        text = path.read_text()
        said = dict(_SAID.findall(text))
        for how, name in zip(HOW, (f"stream-{number}", f"generated-{number}"), strict=True):
            own = text.replace("namespace: demo", f"namespace: {name}")
            own = own if how == "untouched" else _swell("generate", own, name)
            found[f"{path.stem}, {how}"] = Stream(name, own, said[how])
    return found


def _swell(command: str, text: str, namespace: str, *options: str) -> str:
    done = subprocess.run(
        [SWELL, command, "-", "--namespace", namespace, "--argocd", planned.argocd, *options],
        input=text,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.stdout
