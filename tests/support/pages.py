"""Pages of the documentation as programs: the files that a reader writes, and the commands with what they print.

A fence `yaml title="web/Chart.yaml"` is such a file. In a fence `console` a line that begins with `$ ` is a command,
and what follows is what it prints on both outputs; a line `...` stands for any lines.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from programs import SWELL, TOP, helm

PROMPT = "$ "
ELISION = "..."
_TITLE = re.compile(r'\btitle="([^"]+)"')
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def names() -> list[str]:
    """Return the pages of the project: README.md and those in docs."""
    return ["README.md", *(f"docs/{path.name}" for path in sorted((TOP / "docs").glob("*.md")))]


def tokens(text: str) -> list[Token]:
    """Return what a page is made of."""
    return _MARKDOWN.parse(text)


def fences(text: str) -> Iterator[Token]:
    """Yield the fenced blocks of a page."""
    return (token for token in tokens(text) if token.type == "fence")


def replayed(text: str, folder: Path, *, home: Path) -> str:
    """Return a page as it is when its files are written into a folder and its commands are run there.

    What is shown with an elision stays where it fits.
    """
    for fence in fences(text):
        if title := _TITLE.search(fence.info):
            file = folder / title[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(fence.content)
        elif fence.info == "console":
            text = text.replace(fence.content, _session(fence.content, folder, home), 1)
    return text


def commands(block: str) -> list[tuple[str, str]]:
    """Return the commands of a block, each with what is shown of its output."""
    parts = re.split(r"(?m)^" + re.escape(PROMPT), block)
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts[1:])]


def run(command: str, folder: Path, *, home: Path) -> str:
    """Return what a command of a page prints, with the real Swell and Helm."""
    path = os.pathsep.join((str(SWELL.parent), str(helm().parent), os.defpath))
    env = {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8"}
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run(["bash", "-c", command], cwd=folder, env=env, check=False, text=True, **output).stdout


def fits(shown: str, printed: str) -> bool:
    """Tell whether what is shown of an output is that output, but for what `...` stands for."""
    pieces = re.split(r"(?m)^ *" + re.escape(ELISION) + r"\n", shown)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, pieces)), printed) is not None


def _session(block: str, folder: Path, home: Path) -> str:
    parts = [(command, shown, run(command, folder, home=home)) for command, shown in commands(block)]
    return "".join(
        f"{PROMPT}{command}\n{shown if fits(shown, printed) else printed}" for command, shown, printed in parts
    )
