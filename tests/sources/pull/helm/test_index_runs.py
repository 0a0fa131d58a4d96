"""What an index says of other charts is looked at in whole versions, and what is wrong there is refused as ever."""

from random import Random

import pytest

from cmp.sources.pull.helm import index_yaml
from cmp.sources.pull.helm.entry import UnreadableError
from cmp.sources.pull.helm.index_runs import Layout

VERSION = """  - annotations:
      links: |
        - name: Source
    apiVersion: v2
    created: "2026-01-01T00:00:00.123Z"
    maintainers:
    - email: a@example.com
      name: a
    name: {chart}
    urls:
    - {chart}-{number}.0.0.tgz
    version: {number}.0.0
"""
CHARTS, VERSIONS = ("api", "web", "worker"), 3
NEXT = b"  - annotations:\n"
OTHER_FORMS = (
    *("    name: again", '    home: "a\\/b"', "    foo: 1", "    created: today", "    'home': x", "    home : x"),
    *("    home:x", "    home", "", "# a comment", "    # a comment", "    home: x\r\n    urls:\r", "   odd: 1"),
)
INSERTED = (
    *OTHER_FORMS,
    *("    - more", "      deep: 1", "    created:", "---", "...", "  - name: y", "  web:", "apiVersion: v1", "  -"),
    *("    description: |", '    description: "a', '  b"', "    created: 2026-01-01T00:00:00Z # c", "\t", "    "),
)


def version(chart: str = "web", number: int = 1) -> str:
    return VERSION.format(chart=chart, number=number)


def with_line(text: str, line: str) -> bytes:
    lines = text.split("\n")
    return "\n".join([*lines[:4], line, *lines[4:]]).encode()


def refused(text: bytes, chart: str, size: int) -> bool:
    chunks = (text[at : at + size] for at in range(0, len(text), size))
    try:
        index_yaml.entry(chunks, chart, most=1 << 20)
    except UnreadableError:
        return True
    return False


def test_a_version_in_helms_form_is_stepped_over_where_what_follows_is_known() -> None:
    layout, text = Layout(chart=2, dash=2, keys=4), version().encode()
    assert layout.after(text + NEXT, 0) == len(text)
    assert layout.after(text + b"  worker:\n", 0) == len(text)
    assert layout.after(text + b"generated: x\n", 0) == 0
    assert layout.after(text, 0) == -1


@pytest.mark.parametrize("line", OTHER_FORMS)
def test_a_version_of_another_form_is_left_to_the_line_reader(line: str) -> None:
    text = with_line(version(), line)
    assert Layout(chart=2, dash=2, keys=4).after(text + NEXT, 0) == 0


@pytest.mark.parametrize("seed", range(40))
def test_an_index_is_refused_whichever_chart_is_asked_for(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    whole = "".join(f"  {chart}:\n" + "".join(version(chart, one) for one in range(VERSIONS)) for chart in CHARTS)
    lines = f"apiVersion: v1\nentries:\n{whole}".split("\n")
    for _ in range(random.randint(1, 3)):
        at = random.randrange(2, len(lines))
        if random.random() < 0.7:
            lines.insert(at, random.choice(INSERTED))
        else:
            lines.insert(random.randrange(2, len(lines)), lines.pop(at))
    text, size = "\n".join(lines).encode(), random.choice((97, 1000, 1 << 16))
    assert len({refused(text, chart, size) for chart in (*CHARTS, "another")}) == 1, text.decode()
