"""Texts with names in braces, without Go templates."""

import pytest

from cmp.applicationset.model import Text
from cmp.applicationset.names import evaluate
from cmp.errors import RequestError

PARAMS = {"name": "web", "path[0]": "apps", "number": 1, "program": "{{name}} %s {0} $(id)"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{name}}-{{ name }}", "web-web"),
        ("{{path[0]}}", "apps"),
        ("{{unknown}} {{ number }}", "{{unknown}} {{ number }}"),
        ("{{}}{{ }}", "{{}}{{ }}"),
        ("a }} {{name}}", "a }} web"),
        ("{{na\nme}}", "{{na\nme}}"),
        ("{{program}}", "{{name}} %s {0} $(id)"),
        ("{name}", "{name}"),
    ],
)
def test_names_are_replaced_once_and_what_has_no_value_stays(template: str, text: str) -> None:
    assert evaluate([Text(template=template, params=PARAMS)]) == [text]


def test_braces_that_stay_open_are_refused() -> None:
    with pytest.raises(RequestError, match="does not close them") as refusal:
        evaluate([Text(template="{{name}} {{name", params=PARAMS)])
    assert refusal.value.fix


@pytest.mark.parametrize(("opened", "made"), [("{{" * 500_000, "{{" * 500_000), ("{{a}}" * 200_000, "x" * 200_000)])
def test_many_braces_are_read_once(opened: str, made: str) -> None:
    assert evaluate([Text(template=opened, params={"a": "x"})]) == [made]
