"""The Applications that an ApplicationSet in a file makes, each as if it stood in a file of its own."""

import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cmp.applicationset import names
from cmp.applicationset.generate import generated
from cmp.applicationset.go_template.evaluate import GoTemplates, Render
from cmp.applicationset.model import Allowance, ApplicationSet, Evaluate, Tools, Tree, limited
from cmp.applicationset.shape import shaped
from cmp.errors import RequestError, SwellError
from cmp.fleet.found import Found
from cmp.fleet.names import is_name
from cmp.fleet.work_tree import top_of, work_tree
from cmp.helm.call import HelmCall
from cmp.render.run import LazySession, helm_runtime
from cmp.request.application_shape import shaped as shaped_application
from cmp.settings import Settings
from cmp.value import frozen

_SHOWN = 80


class Sets:
    """Makes the Applications of ApplicationSets, which share one allowance; a repository is looked at once."""

    def __init__(self, settings: Settings, checkout: str | None = None) -> None:
        """Take the checkout that git generators read; without one it is the repository of each file."""
        self._settings, self._checkout = settings, checkout
        self._trees: dict[str, Tree] = {}
        self._reads: list[str] = []
        self._allowance = Allowance()

    def __call__(self, one: Found) -> Sequence[Found]:
        """Return the Applications of an ApplicationSet, or in their place what keeps Argo CD or Swell from making them.

        Of several with one name, and of one without, Argo CD makes none (validateGeneratedApplications in
        applicationset/controllers/applicationset_controller.go of 3.6.1).
        """
        place = f"{one.file}:{one.line}: ApplicationSet/{one.name}"
        self._reads.clear()
        try:
            documents = self.documents(one)
        except SwellError as problem:
            problem.where = f"{place}: {problem.where}" if problem.where else place
            return [one.replace(document={}, problem=problem, is_set=False, place=0)]
        called = [str(document["metadata"].get("name") or "") for document in documents]
        times = Counter(called)
        made = one.replace(is_set=False, made_by=f"ApplicationSet/{one.name}", reads=tuple(dict.fromkeys(self._reads)))
        return [
            _found(made.replace(place=number, name=name), document, times[name])
            for number, (name, document) in enumerate(zip(called, documents, strict=True))
        ]

    def documents(self, one: Found) -> list[dict[str, Any]]:
        """Return the Applications of an ApplicationSet.

        Raises:
            RequestError: Argo CD does not take it, or it asks more than the files here.
        """
        spec = one.document.get("spec")
        if not isinstance(spec, dict) or not isinstance(spec.get("generators"), list):
            raise RequestError("it has no list of generators", fix="spec: {generators: [...], template: {...}}")
        namespace = str((one.document.get("metadata") or {}).get("namespace") or "")
        made = ApplicationSet(name=one.name, namespace=namespace, spec=shaped(spec))
        with LazySession(helm_runtime(self._settings)) as session:
            evaluate = self._allowance.counted(evaluation(made, lambda files: rendered(files, session)))
            tools = Tools(tree=lambda: self._tree(one.file), evaluate=evaluate, allowance=self._allowance)
            return generated(made, tools)

    def _tree(self, file: str) -> Tree:
        top = os.path.realpath(self._checkout) if self._checkout else top_of(file)
        if top not in self._trees:
            self._trees[top] = work_tree(top, settings=self._settings, note=self._reads.append)
        return self._trees[top]


def evaluation(made: ApplicationSet, render: Render) -> Evaluate:
    """Return what evaluates the texts of an ApplicationSet. Raises RequestError for an option that Go does not know."""
    if not made.go_template:
        return names.evaluate
    return GoTemplates([str(one) for one in made.spec.get("goTemplateOptions") or ()], render)


def rendered(files: Mapping[str, str], session: LazySession) -> str:
    """Return what Helm prints for a chart of such files, within the deadline and the memory of a session."""
    with tempfile.TemporaryDirectory(prefix="swell-") as scratch:
        chart = os.path.join(os.path.realpath(scratch), "set")
        os.makedirs(os.path.join(chart, "templates"))
        for name, text in files.items():
            with open(os.path.join(chart, name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        with session.begin(HelmCall(chart=chart, root=chart, release="set")) as printed:
            return "".join(limited(printed))


def _found(one: Found, document: dict[str, Any], times: int) -> Found:
    if not one.name:
        return _refused(one.replace(name="(no name)"), "it makes an Application without a name, which Argo CD refuses")
    if not is_name(one.name):
        said = one.replace(name=one.name[:_SHOWN])
        return _refused(said, f"it makes an Application named {said.name!r}, which the API server refuses")
    if times > 1:
        return _refused(one, f"it makes {times} Applications named {one.name}, and Argo CD takes none of them")
    try:
        return one.replace(document=frozen(shaped_application(document, one.source)))
    except SwellError as problem:
        return one.replace(document={}, problem=problem)


def _refused(one: Found, said: str) -> Found:
    fix = (
        "let metadata.name of its template give each a name of its own, in small letters; what stays in braces has no "
        "value"
    )
    place = f"{one.file}:{one.line}: {one.made_by}"
    return one.replace(document={}, problem=RequestError(said, where=place, fix=fix))
