"""Print docs/checks.md: what the checks say of themselves."""

from collections.abc import Iterable
from textwrap import fill

from cmp.checks.manual import Page, pages

_WIDTH = 120

HEAD = """# Checks

What `swell check` looks for in the first sync of what is rendered. This page is made from the checks' own words by
`make docs`.

`swell.yaml` gives a check another severity (`checks: {wave-not-integer: error}`), switches it off (`off`), or waives it
for some objects, with a reason (`waivers`). A fatal finding stops `swell generate`, unless `failOn` says otherwise. The
severity below is the usual one; the text says where a finding is more or less certain.

| check | severity | finds |
|---|---|---|
"""
TOGETHER = """
## Several Applications

`swell check` of several Applications also compares what each renders. Such a finding obeys the swell.yaml nearest to
the file that it names, in that folder or above it, and the policy. A waiver matches the Application (`match: {kind:
Application, name: web}`); what is about no Application can be switched off, or accepted by `--baseline`.

| check | severity | finds |
|---|---|---|
"""


def page() -> str:
    """Return the page."""
    found, every = pages(), pages(of_repositories=True)
    together = every[len(found) :]
    return HEAD + _rows(found) + TOGETHER + _rows(together) + "".join(_section(one) for one in every)


def _rows(found: Iterable[Page]) -> str:
    return "".join(f"| [{one.name}](#{one.name}) | {one.severity} | {one.sentence.rstrip('.')} |\n" for one in found)


def _section(one: Page) -> str:
    sentence = one.sentence[:1].upper() + one.sentence[1:]
    texts = (fill(text, width=_WIDTH, break_on_hyphens=False, break_long_words=False) for text in one.paragraphs)
    return "".join(f"\n{text}\n" for text in (f"## {one.name}", sentence, *texts))


if __name__ == "__main__":
    print(page(), end="")
