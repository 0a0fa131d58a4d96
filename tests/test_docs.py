"""What the program offers is what its documents say."""

import ast
import json
import re
import subprocess
from pathlib import Path

import click
import pytest
import reference_page
from programs import SWELL

from cmp.checks.check import Check
from cmp.checks.registry import CHECKS
from cmp.cli.commands import swell
from cmp.model import Reason
from cmp.order.needs import NEEDS
from cmp.request import described
from cmp.request.parameters import OPERATORS, VARIABLES
from cmp.telemetry.described import CAUSES
from cmp.telemetry.metrics import Metrics, causes
from cmp.telemetry.record import Record

ROOT = Path(__file__).parent.parent
CHECKS_PAGE = (ROOT / "docs" / "checks.md").read_text()
README = (ROOT / "README.md").read_text()
LLMS = ROOT / "llms.txt"
PAGES = [
    LLMS,
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("examples/*/README.md"),
    *ROOT.glob("tests/*/README.md"),
]


def test_the_reference_is_what_make_docs_writes() -> None:
    assert (ROOT / "docs/reference.md").read_text() == reference_page.page(), "say `make docs`"


@pytest.mark.parametrize("name", sorted(swell.commands))
def test_every_command_is_in_the_readme_and_has_help_with_no_gap(name: str) -> None:
    assert f"`swell {name}`" in README
    assert all(option.help for option in swell.commands[name].params if isinstance(option, click.Option))


def test_every_parameter_and_every_variable_of_the_operator_is_described() -> None:
    assert set(described.PARAMETERS) == set(VARIABLES)
    assert set(described.OPERATORS) == set(OPERATORS)


def test_the_operators_variables_are_those_that_are_read_and_no_others() -> None:
    read = {
        node.value.removeprefix("SWELL_")
        for path in (ROOT / "cmp").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch("SWELL_[A-Z_]*[A-Z]", node.value)
    }
    ours = {"GIT_CREDENTIALS", "NOTHING", "SERVER", "UNSERVED", "LOST"}  # between us, git, and the client of the server
    assert read - ours == set(OPERATORS)


REFERENCE = (ROOT / "docs/reference.md").read_text()
TELEMETRY = REFERENCE.partition("## Metrics and log")[2].partition("\n## ")[0]


def test_each_cause_has_its_meaning() -> None:
    assert sorted(CAUSES) == sorted(causes())


@pytest.mark.parametrize("word", [*CAUSES, *Record._fields])
def test_every_cause_of_a_failure_and_key_of_the_log_has_a_row(word: str) -> None:
    assert re.search(rf"(?m)^\|[^|]*`{word}`[^|]*\|", TELEMETRY)


def test_the_table_of_metrics_names_those_that_there_are() -> None:
    made = {family.name for family in Metrics().registry.collect()}
    told = set(re.findall(r"(?m)^\| `swell_(\w+)` \|", TELEMETRY))
    assert {f"swell_{name.removesuffix('_total').removesuffix('_info')}" for name in told} == made


def test_every_reason_that_a_need_is_told_with_has_a_row() -> None:
    assert list(NEEDS) == [one for one in Reason if one is not Reason.FORMER_HOOK_ORDER]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_has_a_manual_page_and_a_row_with_its_severity(check: Check) -> None:
    assert check.manual.strip()
    assert f"\n| [{check.name}](#{check.name}) | {check.severity} | " in CHECKS_PAGE


def test_what_assistants_are_told_has_every_command_and_no_other() -> None:
    text = LLMS.read_text()

    assert set(re.findall(r"`swell ([a-z]+)[ `]", text)) == set(swell.commands)
    assert len(text.split()) <= 400


def test_what_assistants_are_told_of_json_is_so() -> None:
    (told,) = re.findall(r"`--format json` of ([\w, ]+)\.", LLMS.read_text())
    choices = {
        name
        for name, command in swell.commands.items()
        for option in command.params
        if option.name == "form" and isinstance(option.type, click.Choice) and "json" in option.type.choices
    }

    assert set(re.split(r", | and ", told)) == choices
    assert "\n## Formats\n" in (ROOT / "docs/reference.md").read_text()


@pytest.mark.parametrize("arguments", [[], ["policy"]], ids=["swell.yaml", "policy"])
def test_the_schemas_are_printed_as_assistants_are_told(arguments: list[str]) -> None:
    assert f"`{' '.join(['swell schema', *arguments])}`" in LLMS.read_text()
    told = subprocess.run([SWELL, "schema", *arguments], stdout=subprocess.PIPE, check=True).stdout
    assert "properties" in json.loads(told)["$defs"]["PolicyFile" if arguments else "SwellFile"]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text())
    titles = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text())
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("http:", "https:")):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link
