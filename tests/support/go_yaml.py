"""What Go makes of YAML, asked of the real kubectl, which needs no cluster for it."""

import json
import subprocess
from typing import Any

from programs import kubectl


class RefusedError(Exception):
    """Go doesn't read it."""


def probe(text: str) -> str:
    """Return an object with a text of YAML as its spec."""
    spec = text.removesuffix("\n").replace("\n", "\n  ")
    return f"---\napiVersion: swell/v1\nkind: Probe\nmetadata: {{name: probe}}\nspec:\n  {spec}\n"


def objects(stream: str) -> list[dict[str, Any]]:
    """Return the objects of a stream as Go reads them, without labels where there are none.

    Raises:
        RefusedError: there is an object that Go doesn't read.
    """
    command = [kubectl(), "label", "--local", "--overwrite", "--filename=-", "--output=json", "read-by=go"]
    ran = subprocess.run(command, input=stream.encode(), capture_output=True, check=False)
    if ran.returncode:
        raise RefusedError(ran.stderr.decode())
    found = json.loads("[" + ran.stdout.decode().replace("\n}\n{\n", "\n},\n{\n") + "]")
    for one in found:
        del one["metadata"]["labels"]["read-by"]
        if not one["metadata"]["labels"]:
            del one["metadata"]["labels"]
    return found


def specs(stream: str) -> list[Any]:
    """Return the spec of each object in a stream as Go reads it. Raises RefusedError."""
    return [found.get("spec") for found in objects(stream)]


def same(one: Any, other: Any) -> bool:
    """Tell whether two documents are one to Kubernetes, where a number that needs more than 64 bits is a float."""
    return _canonical(one) == _canonical(other)


def _canonical(document: Any) -> str:
    return json.dumps(json.loads(json.dumps(document), parse_int=_integer), sort_keys=True)


def _integer(digits: str) -> int | float:
    return int(digits) if -(2**63) <= int(digits) < 2**63 else float(digits)
