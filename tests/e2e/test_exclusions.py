"""What `reposerver.plugin.tar.exclusions` keeps from the sidecar, by version."""

from pathlib import Path

import planned
import pytest
from argocd import RepoServer
from processes import Processes
from rendering import committed, plugin, rendered, request
from repository import Repository

from cmp.argocd.versions import DOUBLE_STAR

pytestmark = pytest.mark.can_differ
PATTERNS = ("**/deep", "**.md", "*/flat", "*/*.tmp")
SEEN = """
apiVersion: v1
kind: ConfigMap
metadata: {name: seen}
data:
{{- range $path, $_ := .Files.Glob "**" }}
  {{ $path | replace "/" "." }}: seen
{{- end }}
"""
FILES = {
    "Chart.yaml": "apiVersion: v2\nname: files\nversion: 1.0.0\n",
    "templates/seen.yaml": SEEN,
    "kept.txt": "",
    "deep/a.txt": "", "below/deep/b.txt": "", "below/below/deep/c.txt": "",
    "notes.md": "", "below/notes.md": "",
    "flat/d.txt": "", "below/flat/e.txt": "",
    "one.tmp": "", "below/two.tmp": "",
}  # fmt: skip


def test_a_pattern_has_the_reach_that_the_documents_name(
    built: Path, folder: Path, processes: Processes, repository: Repository
) -> None:
    (folder / "excluding").mkdir()
    server = RepoServer(built, folder / "excluding", processes, exclusions=";".join(PATTERNS))
    source = {"path": committed(repository, FILES), "plugin": plugin()}
    (told,) = rendered(server, request(repository.url, source))

    below_deep = [] if DOUBLE_STAR[planned.argocd] else ["below.below.deep.c.txt", "below.deep.b.txt"]
    others = ["below.flat.e.txt", "below.notes.md", "below.two.tmp", "kept.txt", "notes.md"]
    assert sorted(told["data"]) == sorted([*others, *below_deep])
