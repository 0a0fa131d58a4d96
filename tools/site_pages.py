"""What `make site` does to pages: README.md is the first one, and a link out of docs/ leads to the repository.

MkDocs calls these functions (mkdocs.yml, `hooks`). A link to a file that is not there fails the build, and so does a
page that would fetch something from elsewhere.
"""

import os
import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

_TOP = Path(__file__).parent.parent
_HOME = "index.md"
_DOCS = "docs/"
_LINK = re.compile(r"\]\((?P<path>[^):#\s]+)(?P<anchor>#[^)\s]*)?\)")
"""A link with a relative path: an address would have a colon."""
_FETCHED = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//[^>]*>""")


def on_files(files: Files, config: Any) -> Files:
    """Add README.md."""
    files.append(File.generated(config, _HOME, content=(_TOP / "README.md").read_text()))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Return the text of a page with each link as the site has it."""
    source = page.file.src_uri
    folder = "" if source == _HOME else _DOCS

    def link(found: re.Match[str]) -> str:
        path = os.path.normpath(folder + found["path"])
        if not (_TOP / path).exists():
            raise PluginError(f"{source}: there is no {path}, to which a link leads")
        if path.startswith(_DOCS):
            target = path.removeprefix(_DOCS)
        elif path == "README.md":
            target = _HOME
        else:
            shown = "tree" if (_TOP / path).is_dir() else "blob"
            target = f"{config.extra['repository']}/{shown}/main/{path}"
        return f"]({target}{found['anchor'] or ''})"

    return _LINK.sub(link, markdown)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Refuse a page that fetches something from elsewhere when it is read."""
    if found := _FETCHED.search(output):
        raise PluginError(f"{page.file.src_uri} would fetch something from elsewhere: {found[0]}")
    return output
