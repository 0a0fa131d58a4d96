"""What is known of each minor of Argo CD, and how the next one becomes known."""

import re

import pytest
from argocd_module import READ, READ_OF_ENGINE
from programs import TOP

from cmp.argocd import versions
from cmp.argocd.versions import VERSIONS, minor

ENGINE = "gitops-engine/"
FOLDERS = f"{ENGINE}pkg|controller|reposerver|cmpserver|util|pkg/apis/application"
SOURCE = re.compile(rf"(?<![\w/])(?:{FOLDERS})/[\w/]+\.go\b")
IN_TABLES = ("pkg/health/", "util/settings/resources_filter.go")
"""What the script lists entry by entry: health checks in Go, exclusions."""


@pytest.mark.parametrize(("said", "found"), [
    ("3.5", "3.5"), ("v3.5.7", "3.5"), ("3.6.1+2e3a56e", "3.6"), ("3.4.13", "3.4"),
    ("3.3", ""), ("3", ""), ("", ""), ("4.0", ""), ("3.40", ""), ("latest", ""),
])  # fmt: skip
def test_a_version_is_judged_by_its_minor_where_there_are_tables_for_it(said: str, found: str) -> None:
    assert minor(said) == found


def test_each_table_has_an_entry_for_each_minor() -> None:
    tables = [value for name, value in vars(versions).items() if name.isupper() and isinstance(value, dict)]
    assert tables
    assert all(tuple(table) == VERSIONS for table in tables)


def test_the_script_for_a_new_minor_looks_at_each_source_of_argo_cd_that_a_rule_names() -> None:
    texts = [path.read_text() for path in (TOP / "cmp").rglob("*.py")]
    named = {source for text in texts for source in SOURCE.findall(text)}
    looked_at = {*READ, *(ENGINE + source for source in READ_OF_ENGINE)}

    assert named & looked_at
    assert not [one for one in named - looked_at if not one.removeprefix(ENGINE).startswith(IN_TABLES)]
