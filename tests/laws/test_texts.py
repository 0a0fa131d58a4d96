"""A text of 100 kB is read in the time that its length allows, whatever stands in it: no pattern tries it in many ways.

Each is read by a process of its own, whose processor time has a bound: the pattern that a text was made for took from
ten seconds to hours.
"""

import resource
import subprocess
import sys

import pytest

SECONDS = 4  # half of one is what Python's start and the imports take
READ = {
    "range that is cut in many ways": (
        "from cmp.sources.pull.semver_ranges import constraint as read",
        '("1" + " " * 10) * 8 + "!"',
    ),
    "range of spaces": ("from cmp.sources.pull.semver_ranges import constraint as read", '"1" + " " * 100_000 + "!"'),
    "range of spaces at the end": (
        "from cmp.sources.pull.semver_ranges import constraint as read",
        '"1" + " " * 100_000 + ",1" + " " * 100_000',
    ),
    "range of a long prerelease": ("from cmp.sources.pull.semver_ranges import constraint as read", '"1-" * 50_000'),
    "address of a repository": (
        "from cmp.fleet.git_revisions import address as read",
        '"https://e.com/" + "/" * 100_000 + "x"',
    ),
    "names without an end": (
        "from cmp.request.build_environment import expanded; read = lambda text: expanded(text, {})",
        '"${" * 50_000',
    ),
    "names without an end behind one that has it": (
        "from cmp.request.build_environment import mentioned as read",
        '"${a}" + "${" * 50_000',
    ),
    "link to the next page": (
        "from cmp.sources.pull.oci.registry import next_page as read",
        """"<" * 100_000 + '>, </v2/a>; rel="next"'""",
    ),
    "challenge of a registry": (
        "from cmp.sources.pull.http.token import challenged as read",
        """"Bearer " + "a" * 100_000 + ' realm="https://e.com"'""",
    ),
    "first name of a template": (
        "from cmp.applicationset.generators.interpolated import first_name as read",
        '"{{ ." + "a" * 100_000 + "!}}"',
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_long_text_is_read_in_a_moment(name: str) -> None:
    door, text = READ[name]
    run = subprocess.run(
        [sys.executable, "-c", f"{door}\nread({text})"],
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr or "it took too long"
