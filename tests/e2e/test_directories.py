"""Which files of a folder of plain manifests count: repo-server renders it, and Swell reads the same commit."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from argocd import RepoServer
from rendering import Object, committed, rendered, request
from repository import Repository

from cmp.fleet.directory import Directory
from cmp.manifests.split import split

pytestmark = pytest.mark.can_differ

NAMES = (
    "a.yaml",
    "b.yml",
    "c.json",
    "ab.yaml",
    "deep/a.yaml",
    "deep/b-c.yaml",
    "deep/er/d.yaml",
    "x[y].yaml",
    "{z}.yml",
)
GLOBS = (
    *(
        "*",
        "**",
        "?.yaml",
        "*.yaml",
        "deep/*",
        "deep/**",
        "**/a.yaml",
        "*/a.yaml",
        "deep/?.yaml",
        "{a,b}.*",
        "{deep/,}a.yaml",
    ),
    *(
        "[ab].*",
        "[!ab].*",
        "[a-c]*",
        "[^a]*",
        "a",
        "deep",
        "deep/",
        "/a.yaml",
        "",
        "[a",
        "{a",
        "a}",
        "{a,{b,c}}.*",
        "\\a.yaml",
    ),
    *(
        "x\\[y\\].yaml",
        "x[[]y[]].yaml",
        "\\{z\\}.yml",
        "*.{yaml,yml}",
        "{*.json,deep/**}",
        "a*b*",
        "[]",
        "{}",
        "{,a}.yaml",
        "x[[]y].yaml",
        "x[!a]y].yaml",
        "[!]a.yaml",
        "[\\]]*",
        "[{]z[}].yml",
        "[a-]*",
        "[ab-]*",
        "[-a]*",
        "[a-c-e]*",
        "[abc-e]*",
        "[a-c0-9]*",
        "[!a-b]*",
        "[\\a-c]*",
        "[a-\\c]*",
        "[-]*",
        "[a\\-c]*",
        "[c-a]*",
        "[a-a]*",
        "{[,a]b,a}.yaml",
    ),
)
ODD = {
    "a.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}",
    "values.yaml": "replicas: 3\n",
    "list.yaml": "- 1\n",
    "broken.yaml": "a: [1\n",
    "text.yml": "just text\n",
    "empty.yaml": "",
    "comments.yaml": "# nothing\n---\n",
    "marked.yaml": "# +argocd:skip-file-rendering\n{apiVersion: v1, kind: ConfigMap, metadata: {name: marked}}",
    "README.md": "apiVersion: v1",
}


def said() -> Iterator[Object]:
    for glob in GLOBS:
        yield {"recurse": True, "include": glob}
        yield {"recurse": True, "exclude": glob}
    for include, exclude in itertools.product(("*.yaml", "deep/*"), ("a*", "{deep/a,b}*")):
        yield {"include": include, "exclude": exclude}


def ours(directory: Object, folder: Path) -> list[str]:
    texts = Directory.of({"directory": directory}).texts(str(folder))
    return sorted(one.ref.name for _, text in texts for one in split(text, namespace="shop"))


def theirs(server: RepoServer, repository: Repository, folder: str, directory: Object) -> list[str]:
    asked = request(repository.url, {"path": folder, "directory": directory})
    return sorted(one["metadata"]["name"] for one in rendered(server, asked))


def test_globs_take_and_leave_the_files_that_they_do_in_argo_cd(
    repo_server: RepoServer, repository: Repository
) -> None:
    objects = {
        name: f'{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "n{number}"}}}}'
        for number, name in enumerate(NAMES)
    }
    folder = committed(repository, dict(objects))
    found = [(one, ours(one, repository.folder / folder)) for one in said()]
    told = [(one, theirs(repo_server, repository, folder, one)) for one in said()]
    differ = [(one, other) for one, other in zip(found, told, strict=True) if one != other]
    assert differ == [], differ
    assert len({tuple(names) for _, names in found}) > 20


def test_files_that_are_no_manifests_are_passed_over_as_in_argo_cd(
    repo_server: RepoServer, repository: Repository
) -> None:
    folder = committed(repository, dict(ODD))
    assert ours({}, repository.folder / folder) == theirs(repo_server, repository, folder, {}) == ["a"]
