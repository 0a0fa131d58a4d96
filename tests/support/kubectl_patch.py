"""What the real kubectl makes of a patch, without a cluster."""

import json
import subprocess
from typing import Any

from programs import kubectl


class RefusedError(Exception):
    """It doesn't apply, says kubectl."""


def patched(documents: list[Any], patch: Any, *, how: str = "strategic") -> list[Any]:
    """Return documents with a patch applied to each.

    Raises:
        RefusedError: kubectl doesn't apply the patch to one of them.
    """
    stream = "".join(f"---\n{json.dumps(document)}\n" for document in documents)
    command = [kubectl(), "patch", "--local", "--filename=-", "--output=json", f"--type={how}"]
    ran = subprocess.run(
        [*command, f"--patch={json.dumps(patch)}"], input=stream, text=True, capture_output=True, check=False
    )
    if ran.returncode:
        raise RefusedError(ran.stderr)
    return json.loads("[" + ran.stdout.replace("\n}\n{\n", "\n},\n{\n") + "]")
