"""Evaluating Go templates with Helm: a chart that has each text as a file, and one template that includes them all.

An included text is printed as it comes, in base64, since Helm would take `<no value>` out of what it prints.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from cmp import dialect
from cmp.applicationset.go_template.functions import OF_DICTS, UNLIKE, first_unlike
from cmp.applicationset.go_template.strict import strict
from cmp.applicationset.go_template.tokens import Sort, Token, tokens
from cmp.applicationset.model import Strings, Text, malformed
from cmp.errors import HelmError, RequestError, SwellError
from cmp.values.secrets import HIDDEN

Render = Callable[[Mapping[str, str]], str]
"""Return what Helm prints for a chart, from the texts of its files by their paths. Raises HelmError."""

_MISSING_KEY = "missingkey="
_OPTIONS = ("default", "invalid", "zero", "error")
_MARK = "\ufeff"
_NAMED = ("define", "block")
_DRIVER = """\
{{- $said := .Files.Get "said.json" | fromJson -}}
apiVersion: v1
kind: ConfigMap
metadata: {name: answers}
data:
{{- range $index, $call := $said.calls }}
  "{{ $index }}": "{{ include (print "set/" $call.text) (index $said.params (int $call.params) | deepCopy) | b64enc }}"
{{- end }}
"""
_NAME = "templates/_{}.tpl"
_CHART = {"Chart.yaml": "apiVersion: v2\nname: set\nversion: 0.0.0\n", "templates/answers.yaml": _DRIVER}
_FILE = re.compile(r"(?:set/)?templates/_(\d{1,6})\.tpl[\d:]*\"?\)?")
_FAILED = re.compile(r"\(set/templates/answers\.yaml[\d:]*\): ")
_SHOWN = 80
_LONGEST = 300


class GoTemplates:
    """Evaluates texts as Go templates; called with them, it returns what they come to."""

    def __init__(self, options: Sequence[str], render: Render, most: int = 250) -> None:
        """Take the `goTemplateOptions` of an ApplicationSet, and how often Helm may be called.

        Raises:
            RequestError: Go knows no such option, and the controller panics.
        """
        self._render, self._strict, self._most, self._calls = render, False, most, 0
        for option in options:
            if not option.startswith(_MISSING_KEY) or option.removeprefix(_MISSING_KEY) not in _OPTIONS:
                raise malformed(f"goTemplateOptions has {option!r}", fix='goTemplateOptions: ["missingkey=error"]')
            self._strict = option == "missingkey=error"

    def __call__(self, texts: Sequence[Text]) -> list[str]:
        """Return what texts come to, by one call of Helm, and one more for each that names templates of its own.

        Raises:
            RequestError: a text can't be evaluated, has a function that Argo CD and Helm do not have alike, or all
                take more calls of Helm than they may.
        """
        answers: dict[int, str] = {number: one.template for number, one in enumerate(texts) if "{{" not in one.template}
        for group in self._groups(texts):
            answers |= self._evaluated(texts, group)
        return [answers[number] for number in range(len(texts))]

    def _groups(self, texts: Sequence[Text]) -> Iterator[list[int]]:
        together, alone = list[int](), dict[str, list[int]]()
        for number, one in enumerate(texts):
            if "{{" in one.template:
                names = any(word in one.template for word in _NAMED)
                (alone.setdefault(one.template, []) if names else together).append(number)
        yield from filter(None, (together, *alone.values()))

    def _evaluated(self, texts: Sequence[Text], group: list[int]) -> dict[int, str]:
        templates: dict[tuple[str, bool], str] = {}
        params: dict[int, tuple[int, object]] = {}
        calls = []
        for one in map(texts.__getitem__, group):
            words = list(tokens(one.template))
            _refuse_unlike(one, words)
            stops = self._strict or one.strict
            name = templates.setdefault((one.template, stops), _NAME.format(len(templates)))
            place, _ = params.setdefault(id(one.params), (len(params), one.params))
            calls.append({"text": name, "params": place})
        files = {
            name: _kept(strict(tokens(template), name) if stops else template)
            for (template, stops), name in templates.items()
        }
        self._calls += 1
        if self._calls > self._most:
            raise RequestError(
                f"its templates take more than {self._most} calls of Helm",
                fix="write them without `define`, make several of it, or nest no matrix in another",
            )
        said = dialect.to_json({"params": [one for _, one in params.values()], "calls": calls})
        try:
            printed = self._render({**_CHART, **files, "said.json": said})
        except HelmError as problem:
            raise _told(problem, [template for template, _ in templates]) from None
        return dict(zip(group, _answers(printed, len(group)), strict=True))


def _kept(text: str) -> str:
    """Return a text as a file of which Helm leaves the whole: it takes a byte order mark off its start."""
    return f"{_MARK}{text}" if text.startswith(_MARK) else text


def _refuse_unlike(one: Text, words: Sequence[Token]) -> None:
    names = [word.text for word in words if word.sort is Sort.NAME]
    if unlike := first_unlike(names):
        raise RequestError(
            f"the template {one.template[:_SHOWN]!r} has the function {unlike}: {UNLIKE[unlike]}",
            fix="let a generator give the text that it makes, as a parameter, or write it with other functions",
        )
    function = next((name for name in names if name in OF_DICTS), "")
    if function and isinstance(one.params.get("values"), Strings) and _takes_values(words):
        raise RequestError(
            f"the template {one.template[:_SHOWN]!r} gives {function} the `values` of git, which it refuses",
            fix='read a value by its name (.values.name), or with `index .values "name"`',
        )


def _takes_values(words: Sequence[Token]) -> bool:
    """Tell whether a template has `.values` as a whole, or its name as a text."""
    following = [*words[1:], Token(Sort.SPACE, " ")]
    return any(
        word.text == '"values"' or (word.text == ".values" and behind.sort is not Sort.FIELD)
        for word, behind in zip(words, following, strict=True)
    )


def _answers(printed: str, number: int) -> Iterator[str]:
    try:
        data = dialect.load(printed.partition("\n---\n")[2] or printed)["data"]
        yield from (base64.b64decode(data[str(index)]).decode() for index in range(number))
    except (dialect.YamlError, KeyError, TypeError, binascii.Error, UnicodeDecodeError):
        raise RequestError(
            "what Helm printed for its templates can't be read", fix="write them without bytes that are no text"
        ) from None


def _told(problem: HelmError, sources: Sequence[str]) -> SwellError:
    """Return the error for a text, in Helm's words, without where it lay meanwhile."""
    found = [one for one in _FILE.finditer(problem.message) if int(one[1]) < len(sources)]
    if not found and (failed := _FAILED.search(problem.message)):
        said = problem.message[failed.end() :][:_LONGEST]
        return RequestError(f"a template of it fails: {said}", fix="let the generators give it what it asks for")
    if not found:
        return problem
    text, reason = sources[int(found[-1][1])], problem.message[found[-1].end() :].strip(" :")
    return RequestError(
        f"the template {text[:_SHOWN]!r} can't be evaluated: {reason[:_LONGEST]}",
        fix=problem.fix if HIDDEN in reason else "correct it, or give each Application the parameter that it names",
    )
