"""The git generator: an Application a directory, or an object in a file, of the repository.

Source: applicationset/generators/git.go and repo_path_utils.go, reposerver/repository/utils.go (walkDirectoryTree) and
util/git/client.go (LsFiles) of Argo CD 3.6.1.
"""

import functools
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cmp import dialect
from cmp.applicationset import patterns
from cmp.applicationset.flat import flat
from cmp.applicationset.generators.paths import of_directory, of_file
from cmp.applicationset.model import (
    Allowance,
    ApplicationSet,
    Params,
    Strings,
    Text,
    Tools,
    Tree,
    bounded,
    malformed,
    parts,
)
from cmp.errors import RequestError


def params(spec: Mapping[str, Any], made: ApplicationSet, tools: Tools) -> list[Params]:
    """Return the parameters of the directories that fit or, where it names none, of the files.

    Raises:
        RequestError: it names neither, or another repository; a file holds no object and no list of objects.
        SourceError: a file can't be read, or leads out of the repository.
    """
    tree = tools.tree()
    tree.refuse_other(str(spec.get("repoURL", "")))
    prefix = str(spec.get("pathParamPrefix") or "")
    if spec.get("directories"):
        found = [
            of_directory(path, prefix, nested=made.go_template)
            for path in _wanted(_directories(tree.files), spec["directories"], tools.allowance)
        ]
    elif spec.get("files"):
        found = [
            one
            for path in _files(tree, spec["files"], tools.allowance)
            for one in _of_file(path, tree.read(path), prefix, made, tools.allowance)
        ]
    else:
        raise malformed("its git generator names neither directories nor files", fix='directories: [{path: "apps/*"}]')
    return _with_values(bounded(found), spec.get("values") or {}, made, tools)


def _newly(folders: Iterable[str], pattern: str) -> patterns.Fits:
    """Return the match of a pattern under the new setting, with which Argo CD reads folders as files, and fails."""
    fits = patterns.of_files_newly(pattern)
    if folder := next(filter(fits, folders), ""):
        raise malformed(
            f"its pattern {pattern} fits the folder {folder}, and with the new git file globbing Argo CD then fails",
            fix="let the pattern end with the name of files: **/config.yaml",
        )
    return fits


@functools.lru_cache(maxsize=1)  # many generators ask it of one repository
def _directories(files: tuple[str, ...]) -> list[str]:
    """Return the folders of files, those that are hidden left out with all below."""
    shown = (one for one in _folders(files) if not one.startswith(".") and "/." not in one)
    return sorted(shown, key=lambda one: one.split("/"))


def _folders(files: Sequence[str]) -> Iterable[str]:
    """Return the folders of files; git keeps no empty ones."""
    folders = dict[str, None]()
    for file in files:
        folder = posixpath.dirname(file)
        while folder and folder not in folders:
            folders[folder] = None
            folder = posixpath.dirname(folder)
    return folders


def _wanted(paths: Sequence[str], rules: Sequence[Mapping[str, Any]], allowance: Allowance) -> Iterator[str]:
    """Yield the directories that fit a rule, and none that excludes."""
    allowance.make(looks=len(paths) * len(rules))
    found, excluded = set[str](), set[str]()
    for rule in rules:
        fits = patterns.of_directories(str(rule.get("path", "")))
        (excluded if rule.get("exclude") else found).update(filter(fits, paths))
    yield from (path for path in paths if path in found and path not in excluded)


def _files(tree: Tree, rules: Sequence[Mapping[str, Any]], allowance: Allowance) -> list[str]:
    """Return the files that fit a rule, and none that excludes, sorted."""
    allowance.make(looks=len(tree.files) * len(rules))
    read = functools.partial(_newly, _folders(tree.files)) if tree.globs else patterns.of_files
    fits = [(bool(rule.get("exclude")), read(str(rule.get("path", "")))) for rule in rules]
    included = {file for excludes, fit in fits if not excludes for file in tree.files if fit(file)}
    return sorted(included - {file for excludes, fit in fits if excludes for file in included if fit(file)})


def _of_file(path: str, text: str, prefix: str, made: ApplicationSet, allowance: Allowance) -> Iterator[Params]:
    objects, nested = _objects(path, text), made.go_template
    allowance.make(1, parts=parts(objects))
    for one in objects:
        above = of_file(path, prefix, nested=nested)
        yield {**one, **above} if nested else {**flat(one), **above}


@functools.lru_cache(maxsize=2_000)  # many generators may read one file
def _objects(path: str, text: str) -> list[dict[str, Any]]:
    """Return the object of a file, or those of its list; an empty file is an object without a field."""
    try:
        document = dialect.load(text)
    except dialect.YamlError as problem:
        raise RequestError(f"it can't be read: {problem}", where=path, fix="write YAML or JSON") from None
    if document is None or isinstance(document, dict):
        return [document or {}]
    if isinstance(document, list) and all(one is None or isinstance(one, dict) for one in document):
        return [one or {} for one in document]
    raise RequestError(
        "a git generator reads it, and it holds neither an object nor a list of objects",
        where=path,
        fix="write `name: value`, or a list of such, or let no pattern of the generator fit the file",
    )


def _with_values(found: list[Params], values: Mapping[str, Any], made: ApplicationSet, tools: Tools) -> list[Params]:
    """Return parameters with the generator's `values`, whose texts know them (value_interpolation.go)."""
    if not values:
        return found
    tools.allowance.make(parts=len(found) * parts(values))
    texts = [Text(template=str(value), params=one) for one in found for value in values.values()]
    answers = iter(tools.evaluate(texts))
    own = [{key: next(answers) for key in values} for _ in found]
    if made.go_template:
        return [{**one, "values": Strings(more)} for one, more in zip(found, own, strict=True)]
    named = [{f"values.{key}": value for key, value in more.items()} for more in own]
    return [{**one, **more} for one, more in zip(found, named, strict=True)]
