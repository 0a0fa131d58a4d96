"""The fix for a line that is no YAML is about what stands in it."""

import pytest

from cmp import dialect

STAR, BRACE, BRACES = "begins with *:", "begins with {:", "begins with {{:"


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("a: *-values.yaml", STAR),
        ("- *-values.yaml", STAR),
        ("a: [*name]", STAR),
        ("a: [b.yaml, *-values.yaml]", STAR),
        ("a: {b: *name}", STAR),
        ("a: {environment}.yaml", BRACE),
        ("- {environment}/a.yaml", BRACE),
        ("a: [{environment}/a.yaml]", BRACE),
        ("a: [b.yaml, {environment}.yaml]", BRACE),
        ("a: {b: {environment}.yaml}", BRACE),
        ("a: {{ .Values.a }}b", BRACES),
        ("a: [{{ .Values.a }}b]", BRACES),
        ("\ta: 1", "YAML takes no tab"),
        ("a: [{b: 1}, {c: 2}", "a bracket or a quote is missing"),
    ],
)
def test_what_is_not_quoted_is_named_wherever_it_stands(line: str, fix: str) -> None:
    with pytest.raises(dialect.YamlError) as told:
        dialect.load(f"z: 1\n{line}")
    assert fix in told.value.fix
