"""docs/checks.md is what the checks say of themselves."""

import subprocess
import sys

from programs import TOP


def test_the_page_is_what_make_docs_writes() -> None:
    run = subprocess.run([sys.executable, TOP / "tools/checks_page.py"], capture_output=True, text=True, check=True)
    assert (TOP / "docs/checks.md").read_text() == run.stdout, "say `make docs`"
