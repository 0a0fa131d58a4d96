"""What can't be seen reaches no terminal, page or report, wherever it comes from."""

import ast
import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, TOP, helm

from cmp import dialect
from cmp.report.formats import FORMATS
from cmp.text import printable, printable_json

MARKS = "\u202e\u2066\u200f\u200b\x1b\x07\x9b\ufeff"
NAME = f"web{MARKS}end"
WORD = "web\u202e\u2066\u200f\u200bend"
# Each text that a document may hold: a Secret that is read, a Service that is called, hooks, labels, templates.
STREAM = f"""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {{app.kubernetes.io/instance: {json.dumps(NAME)}}}
  annotations: {{argocd.argoproj.io/sync-wave: {json.dumps("1" + MARKS)}, helm.sh/hook: {json.dumps("odd" + MARKS)}}}
spec:
  template:
    spec:
      containers:
        - name: {json.dumps(NAME)}
          image: a
          env: [{{name: a, valueFrom: {{secretKeyRef: {{name: {json.dumps(NAME)}, key: a}}}}}}]
---
apiVersion: batch/v1
kind: Job
metadata: {{name: job, annotations: {{argocd.argoproj.io/hook: PostSync}}}}
spec:
  template:
    spec: {{restartPolicy: Never, containers: [{{name: {json.dumps(NAME)}, image: a}}]}}
"""


def run(folder: Path, *arguments: str, stream: str | None = STREAM, **more: str) -> tuple[int, str]:
    """Run the program, and return its exit code and both outputs."""
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(folder), **more}
    argv = [str(SWELL), *arguments]
    told = subprocess.run(argv, cwd=folder, env=env, input=stream, capture_output=True, text=True, check=False)
    assert told.returncode in (0, 1, 2), told.stderr
    return told.returncode, told.stdout + told.stderr


def unseen(text: str) -> str:
    return "".join(sign for sign in text if not sign.isprintable() and sign != "\n")


@pytest.mark.parametrize("command", [
    *(("plan", "-", "--format", form) for form in FORMATS), ("check", "-"), ("check", "-", "--format", "sarif"),
    ("check", "-", "--format", "github"), ("check", "-", "--format", "json"), ("why", "-", "Deployment/web"),
    ("why", "-", f"Deployment/{NAME}"), (f"{NAME}",), ("plan", f"--{NAME}"), ("release", f"{NAME}"),
])  # fmt: skip
def test_no_output_holds_what_can_not_be_seen(command: tuple[str, ...], tmp_path: Path) -> None:
    _, out = run(tmp_path, *command)

    assert out
    assert unseen(out) == ""


def test_sarif_and_html_show_it_even_after_their_own_escapes_were_read(tmp_path: Path) -> None:
    said = json.loads(run(tmp_path, "check", "-", "--format", "sarif")[1])
    texts = [result["message"]["text"] for one in said["runs"] for result in one["results"]]
    assert any("\\u202e" in text for text in texts)
    assert unseen("".join(texts)) == ""

    page = run(tmp_path, "plan", "-", "--format", "html")[1]
    edges = page.partition('id="edges">')[2].partition("</script>")[0]
    assert unseen("".join(edge["why"] for edge in json.loads(edges))) == ""


def test_a_chart_and_its_files_tell_nothing_unseen_either(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text(
        f"apiVersion: v2\nname: web\nversion: 1.0.0\ndescription: {json.dumps(NAME)}\n"
    )
    (tmp_path / "values.yaml").write_text(f"word: {json.dumps(WORD)}\n{json.dumps('key' + WORD)}: 1\n")
    (tmp_path / f"templates/\u202e{'a'}.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {word: {{ .Values.word | quote }}}\n"
    )
    for command in (("values",), ("values", "--origins"), ("why", "word"), ("check",), ("parameters",),
                    ("check", "--format", "github")):  # fmt: skip
        assert unseen(run(tmp_path, *command, stream=None)[1]) == "", command
    assert dialect.load(run(tmp_path, "values", stream=None)[1])["word"] == WORD
    announced = json.loads(run(tmp_path, "parameters", stream=None)[1])
    assert WORD in next(one for one in announced if one["name"] == "parameters")["map"].values()


def test_a_log_of_github_gets_no_command_from_a_name_or_a_value(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: web, version: 1.0.0}")
    (tmp_path / "values.yaml").write_text('{"::notice::key": "::notice::hello ##[notice]hello"}')
    (tmp_path / "templates/a.yaml").write_text(
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: {{ index .Values "::notice::key" | quote }}}\n'
    )
    asked = ("why", "::notice::key")
    assert run(tmp_path, *asked, stream=None)[1].startswith('::notice::key = "::notice::hello ##[')
    shown = run(tmp_path, *asked, stream=None, GITHUB_ACTIONS="true")[1]
    assert shown.startswith(': :notice::key = "::notice::hello ## [')
    as_json = [run(tmp_path, *asked, "--format", "json", stream=None, GITHUB_ACTIONS=one)[1] for one in ("", "true")]
    assert as_json[0] == as_json[1]


def test_json_means_the_same_and_text_shows_what_was_there() -> None:
    for text in (NAME, "\U000e0041", "größe 日本 👩\u200d💻", "a\nb"):
        assert json.loads(printable_json(json.dumps(text, ensure_ascii=False))) == text
        assert unseen(printable(text)) == ""
        assert printable(printable(text)) == printable(text)
    assert printable("größe 日本\n") == "größe 日本\n"
    assert printable("\u202e\x1b") == "\\u202e\\x1b"


@pytest.mark.parametrize(
    "sign", "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u2800\u3164\ufe00\ufe0f\uffa0\U000e0100\U000e01ef"
)
def test_a_blank_that_python_takes_for_printable_is_escaped(sign: str) -> None:
    number = f"\\U{ord(sign):08x}" if ord(sign) > 0xFFFF else f"\\u{ord(sign):04x}"
    assert printable(f"größe{sign}\n") == f"größe{number}\n"
    as_json = printable_json(json.dumps(f"a{sign}", ensure_ascii=False))
    assert as_json.isascii()
    assert json.loads(as_json) == f"a{sign}"
    assert (written := dialect.dump({"key": f"a{sign}\nb"})).isascii()
    assert dialect.load(written) == {"key": f"a{sign}\nb"}


def test_no_module_but_one_writes_to_a_terminal() -> None:
    found = [
        f"{path.relative_to(TOP)}:{node.lineno}"
        for path in sorted((TOP / "cmp").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in ("print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write", "traceback.print_exception")
    ]
    assert {place.partition(":")[0] for place in found} == {"cmp/cli/output.py"}
