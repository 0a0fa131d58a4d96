"""Which files a template reads by a pattern, and where."""

import time

import pytest

from cmp.chart.file_globs import file_reads
from cmp.chart.helm_glob import fits

A_PATH = ".swell/x/" + "a" * 100


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.yaml", "swell.yaml"),
        ("s*l.*", "swell.yaml"),
        ("**", ".swell/x/y"),
        ("**.yaml", ".swell/x/y.yaml"),
        (".swell/*/y", ".swell/x/y"),
        ("{swell,other}.*", "swell.yaml"),
        ("{**/y,*}", ".swell/x/y"),
        ("sw?ll.yaml", "swell.yaml"),
        ("sw[!a]ll.yaml", "swell.yaml"),
        ("sw[a-f]ll.yaml", "swell.yaml"),
        (r"\swell.yaml", "swell.yaml"),
        ("*a*a*", "aa"),
        ("[z-a]", "whatever Helm takes for any"),
    ],
)
def test_a_pattern_fits_as_for_helm(pattern: str, path: str) -> None:
    assert fits(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*", ".swell/x"),
        ("?swell", "/swell"),
        ("*.yml", "swell.yaml"),
        ("sw[!e]ll.yaml", "swell.yaml"),
        ("{a,b}", "ab"),
        ("swell.yaml", "swell.yaml.old"),
        ("**/y", "y"),
        (".swell/x/" + "*a" * 6 + "*b", A_PATH),
        (".swell/x/" + "*a" * 500_000 + "*b", A_PATH),
        ("{" + "**c," * 100_000 + "b}", A_PATH),
    ],
    ids=str.__len__,
)
def test_a_pattern_that_does_not_fit_is_found_out_soon(pattern: str, path: str) -> None:
    began = time.process_time()
    assert not fits(pattern, path)
    assert time.process_time() - began < 5


def test_a_read_has_its_line_and_column() -> None:
    text = 'a\n{{ .Files.Glob "q" }}{{ .Files.AsConfig }}\n\n {{ .Files.Glob $x }}{{ .Files.Get "a" }}'
    reads = file_reads({"templates/a.yaml": text, "charts/b/templates/c.yaml": text})
    assert [(one.line, one.column, one.call, one.pattern) for one in reads] == [
        (2, 4, '.Files.Glob "q"', "q"),
        (2, 25, ".Files.AsConfig", None),
        (4, 5, ".Files.Glob", None),
    ]


def test_reads_by_the_ten_thousand_are_found_soon() -> None:
    began = time.process_time()
    reads = list(file_reads({"templates/a.yaml": '{{ .Files.Glob "q" }}' * 90_000}))
    assert time.process_time() - began < 8
    assert (reads[-1].line, reads[-1].column) == (1, 89_999 * 21 + 4)
