"""What the program offers is what its documents say."""

import ast
import re
from pathlib import Path

import click
import msgspec
import pytest

from cmp.checks.check import Check
from cmp.checks.registry import CHECKS
from cmp.cli.commands import swell
from cmp.config import policy_spec, spec, spec_rules
from cmp.model import Reason
from cmp.report.formats import FORMATS
from cmp.request.parameters import OPERATORS, VARIABLES
from cmp.typed.spec_base import Spec

ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "reference.md").read_text()
CHECKS_PAGE = (ROOT / "docs" / "checks.md").read_text()
README = (ROOT / "README.md").read_text()
OPTIONS = sorted(
    {name for command in swell.commands.values() for option in command.params for name in option.opts if name[0] == "-"}
)
KEYS = sorted(
    {
        field.encode_name
        for module in (spec, spec_rules, policy_spec)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Spec)
        for field in msgspec.structs.fields(kind)
    }
)
"""The keys of swell.yaml and of the policy, on every level."""


@pytest.mark.parametrize("name", sorted(swell.commands))
def test_every_command_is_in_the_readme_and_has_help_with_no_gap(name: str) -> None:
    assert f"`swell {name}`" in README
    assert f"`{name}`" in REFERENCE
    assert all(
        option.help
        for option in swell.commands[name].params
        if isinstance(option, click.Option) and option.name != "form"
    )


@pytest.mark.parametrize(
    "word", [*OPTIONS, *KEYS, *VARIABLES, *(f"SWELL_{name}" for name in (*VARIABLES.values(), *OPERATORS))]
)
def test_every_option_key_parameter_and_variable_is_in_the_reference(word: str) -> None:
    assert f"`{word}`" in REFERENCE or f"`{word} " in REFERENCE


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_a_plan_is_named_with_the_option_and_has_a_row(form: str) -> None:
    (option,) = (line for line in REFERENCE.splitlines() if line.startswith("| `--format`"))
    assert form in option.partition("`plan`:")[2].partition(";")[0]
    assert f"\n| `{form}` |" in REFERENCE


def test_the_table_of_the_operators_variables_names_those_that_are_read_and_no_other() -> None:
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


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.FORMER_HOOK_ORDER])
def test_every_reason_that_a_need_is_told_with_has_a_row(reason: Reason) -> None:
    table = REFERENCE.partition("### What is inferred")[2].partition("\n\nA Sync hook")[0]
    assert f"\n| {reason} |" in table


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_has_a_manual_page_and_a_row_with_its_severity(check: Check) -> None:
    assert check.manual.strip()
    assert f"\n| [{check.name}](#{check.name}) | {check.severity} | " in CHECKS_PAGE
