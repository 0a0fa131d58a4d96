"""A text of 100 kB is read in the time that its length allows, whatever stands in it: no pattern tries it in many ways.

Each is read by a process of its own, whose processor time has a bound: the pattern that a text was made for took from
ten seconds to hours.
"""

import resource
import subprocess
import sys

import pytest

SECONDS = 4  # half of one is what Python's start and the imports take
_WORDS = (
    "from cmp.chart.chart import Chart; from cmp.chart.own_words import OwnWords; "
    "read = lambda text: OwnWords(Chart(path='', shown='', files={"
)
_ENTRIES = (
    '"rules:\\n" + "- {match: {kind: a}}\\n" * 10_000 + "apiVersion: swell/v1\\nsources:\\n"'
    ' + "".join(f"  s{n}: {{git: a, revision: b}}\\n" for n in range(10_000)) + "  bad: {git: 1}\\n"'
)
_TYPED = (
    "from cmp.config.spec import SwellFile; from cmp.errors import SwellError; from cmp.typed.parse import parsed\n"
    "def read(text):\n"
    "    try: parsed(text, SwellFile, shown='swell.yaml')\n"
    "    except SwellError: pass"
)
_DOCUMENTS = (
    "from cmp.chart.template_documents import template_documents; read = lambda text: list(template_documents(text))"
)
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
    "address of a source": (
        "from cmp.config.source_declarations import _CREDENTIALS; read = _CREDENTIALS.search",
        '"://" + ":" * 100_000',
    ),
    "text for GitHub's runner": ("from cmp.report.wrap import wrapped as read", '"a::" + " " * 100_000 + "b"'),
    "number of --set": (
        "from cmp.values.set_syntax import assignments; read = lambda text: list(assignments(text))",
        '"a=+" + "0" * 100_000 + "x"',
    ),
    "index of --set": (
        "from cmp.values.set_syntax import assignments; read = lambda text: list(assignments(text))",
        '"a[+" + "0" * 100_000 + "x]=1"',
    ),
    "value that is like a token": ("from cmp.values.secrets import looks_secret as read", '"eyJ-" * 50_000'),
    "entry that does not fit its type": (_TYPED, _ENTRIES),
    "code of a template": (
        _WORDS + "'templates/a.yaml': b'{{ `' + b'(' * 1_900_000 + b'` }}'})).code(text)",
        '"(" * 450 + ")"',
    ),
    "name in a Chart.yaml": (
        _WORDS + "'Chart.yaml': b'#' + b' >99' * 450_000})).metadata(text)",
        '">99 " * 4_800 + "<"',
    ),
    "name without an end": (_DOCUMENTS, '"kind: Job\\nmetadata: " + "name:{{" * 100_000'),
    "names in one line": (_DOCUMENTS, '"kind: Job\\nmetadata: " + "name:a," * 250_000'),
    "spaces before Helm's advice": (
        "from cmp.helm.errors import _message; read = lambda text: [_message(text.encode()) for _ in range(20)]",
        '" " * 20_000 + "x"',
    ),
    "glob of addresses": ("from cmp.sources.address_globs import _pattern as read", '"https://a/" + "[" * 100_000'),
    "version of Argo CD": ("from cmp.doctor.argocd import _VERSION; read = _VERSION.search", '"1" * 100_000'),
    "path of a source": ("from cmp.lock.usage import _globbed as read", '"{" * 200_000'),
    "braces of a pattern": ("from cmp.applicationset.patterns import of_names as read", '"{a,b}" * 8 + "c" * 100_000'),
    "message of a result": ("from cmp.stuck.evidence import _APPLIED; read = _APPLIED.match", '"/" * 100_000'),
    "name of a Job": (
        "from cmp.checks.catalog.plain_job_immutable import _changes as read",
        '"-1" * 50_000 + "!"',
    ),
    "name of several objects": (
        "from cmp.report.plan_rows import _BRACES; read = _BRACES.match",
        '"a/{b," + "x" * 100_000 + "!"',
    ),
    "expression of a shell": (
        "from cmp.waits.shell.arithmetic import reckon; read = lambda text: reckon(text, {})",
        '" " * 100_000',
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
