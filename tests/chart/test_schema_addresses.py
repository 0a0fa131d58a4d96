"""A reference leads into the schema where Helm finds there what it names, and elsewhere in all other cases."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from programs import USUAL, helm
from servers import Answering, Site, serving

from cmp.chart.schema_addresses import elsewhere

FOUR, SEVEN = "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#"
NEWEST = "https://json-schema.org/draft/2020-12/schema"
X = "HOST/x"
NAMED = {"$id": X}

OUT: dict[str, dict[str, Any]] = {
    "no name at all": {},
    "a name in a default": {"default": NAMED},
    "a name in an example": {"examples": [NAMED]},
    "a name in an enum": {"properties": {"a": {"enum": [NAMED]}}},
    "a name in a constant": {"properties": {"a": {"const": NAMED}}},
    "a name below a word of no draft": {"more": NAMED},
    "an id of draft 4 in draft 7": {"$schema": SEVEN, "id": X},
    "an id of draft 4 in the newest": {"id": X},
    "an id of draft 7 in draft 4": {"$schema": FOUR, "$id": X},
    "a place of draft 2019 in draft 7": {"$schema": SEVEN, "$defs": {"a": NAMED}},
    "a name beside a reference": {
        "$schema": SEVEN,
        "definitions": {"a": {"$ref": "#/definitions/b", **NAMED}, "b": {}},
    },
    "a name that python joins in another way": {"$id": "HOST/y", "$defs": {"a": {"$id": "http:x"}}},
    "a name with an empty part": {"$id": "HOST//y/z", "$defs": {"a": {"$id": "x"}, "b": {"$id": "../x"}}},
}
IN: dict[str, dict[str, Any]] = {
    "its own": {"$id": X},
    "its own of draft 4": {"$schema": FOUR, "id": X},
    "a definition of draft 7": {"$schema": SEVEN, "definitions": {"a": NAMED}},
    "a definition of draft 2020": {"$schema": NEWEST, "$defs": {"a": NAMED}},
    "a relative one": {"$id": "HOST/y", "$defs": {"a": {"$id": "x"}}},
    "a property": {"properties": {"a": NAMED}},
    "a part of an alternative": {"anyOf": [NAMED, {}]},
}


class Schemas(Answering):
    """Answers each question with a schema."""

    def do_GET(self) -> None:  # noqa: N802  (as it is called there)
        """Answer."""
        self.server.asked.append(self.path)
        self.reply(200, b"{}")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Schemas) as site:
        yield site


def at(site: Site, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that refers to an address of the site."""
    whole = json.dumps({**schema, "allOf": [{"$ref": X}]})
    return dict(json.loads(whole.replace("HOST", site.url)))


def rendered(schema: dict[str, Any], folder: Path, version: str) -> None:
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (folder / "values.schema.json").write_text(json.dumps(schema))
    env = {"PATH": os.defpath, "HOME": str(folder)}
    subprocess.run([helm(version), "template", folder], env=env, capture_output=True, check=False)


@pytest.mark.parametrize("version", USUAL)
@pytest.mark.parametrize("case", OUT)
def test_whatever_helm_asks_for_is_told(case: str, version: str, site: Site, tmp_path: Path) -> None:
    schema = at(site, OUT[case])
    assert f"{site.url}/x" in elsewhere(schema)
    rendered(schema, tmp_path, version)
    assert {*site.asked} <= {"/x"}


def test_helm_asks_for_nearly_all_of_these(site: Site, tmp_path: Path) -> None:
    asked = set[str]()
    for number, case in enumerate(OUT):
        (folder := tmp_path / str(number)).mkdir()
        rendered(at(site, OUT[case]), folder, "v4")
        if site.asked:
            asked.add(case)
            site.asked.clear()
    assert len({*OUT} - asked) <= 1, {*OUT} - asked


@pytest.mark.parametrize("version", USUAL)
@pytest.mark.parametrize("case", IN)
def test_a_name_that_every_helm_finds_in_the_schema_is_none(
    case: str, version: str, site: Site, tmp_path: Path
) -> None:
    schema = at(site, IN[case])
    assert elsewhere(schema) == []
    rendered(schema, tmp_path, version)
    assert site.asked == []


def test_a_draft_of_its_own_is_asked_for_wherever_it_stands(site: Site, tmp_path: Path) -> None:
    schema = json.loads(json.dumps({"$schema": X, "$defs": {"a": NAMED}}).replace("HOST", site.url))
    assert elsewhere(schema) == [f"{site.url}/x"]
    rendered(schema, tmp_path, "v4")
    assert site.asked == ["/x"]


def test_what_may_be_relative_to_two_addresses_is_told_of_both() -> None:
    found = elsewhere({"$ref": "#/default", "default": {"$id": "https://a.example/b", "$ref": "c"}})
    assert found == ["file:///c", "https://a.example/c"]


def test_names_in_names_take_no_time_that_grows_with_their_number_of_ways() -> None:
    schema: dict[str, Any] = {"$ref": "x"}
    for number in range(300):
        schema = {"default": schema, "$id": f"a{number}/", "id": f"b{number}/"}
    assert "x" in elsewhere(schema)


def test_no_reference_is_joined_with_a_long_name() -> None:
    schema = {"$id": f"https://a.example/{'b/' * 2000}", "allOf": [{"$ref": "x"}]}
    assert elsewhere(schema) == ["x"]


@pytest.mark.parametrize("top", ["urn:a", f"https://a.example/{'b/' * 2000}"])
def test_a_name_that_is_joined_with_nothing_is_no_name(top: str) -> None:
    schema = {"$id": top, "$defs": {"a": {"$id": "x"}, "b": {"$id": f"https://b.example/{'b/' * 2000}", "$ref": "x"}}}
    assert elsewhere(schema) == ["x"]
