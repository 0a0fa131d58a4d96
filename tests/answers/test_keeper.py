"""Random projects under random changes: the answer that is given is that of a fresh render, always."""

from pathlib import Path
from random import Random

import pytest
from answered import CHART, Repository, chart
from programs import HELM_VERSIONS, helm

from cmp.answers.entry import VARYING, Opened

SEEDS = 3
CHANGES = 6
_TEMPLATE = """apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-%d"}
data: {values: {{ toJson .Values | quote }}, files: {{ toJson (.Files.Glob "**.txt") | quote }}}
"""
NAMES = (
    *("web/values.yaml", "web/prod-values.yaml", "web/more/a.yaml", "web/more/b.yaml", "common.yaml", "web/swell.yaml"),
    *("swell.yaml", "web/note.txt", "web/deep/er/note.txt", "web/templates/one.yaml", "web/templates/two.yaml"),
    *("web/charts/below/Chart.yaml", "web/charts/below/templates/a.yaml", "web/charts/below/values.yaml"),
    *(
        "web/.helmignore",
        "web/extra/a.yaml",
        "web/extra/b.yaml",
        "watched/a.txt",
        "other/values.yaml",
        "web/crds/c.yaml",
    ),
)


def _text(name: str, random: Random) -> str:
    number = random.randrange(3)
    if name.endswith("swell.yaml"):
        return _configuration(name, number, random)
    texts = {
        "templates/": _TEMPLATE % number,
        "below/Chart.yaml": f"apiVersion: v2\nname: below\nversion: 1.0.{number}\n",
        "extra/": f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: extra-{number}}}\n",
        ".helmignore": random.choice(("deep/\n", "*.txt\n", "# nothing\n")),
        "crds/": f"# {number}\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: crd}}\n",
    }
    return next((text for part, text in texts.items() if part in name), f"key: {number}\n")


def _configuration(name: str, number: int, random: Random) -> str:
    files = random.choice(("{file: more/*.yaml, optional: true}", "/common.yaml", ""))
    more = random.choice(("manifests: [extra/*.yaml]", "rollout: {configs: true, watch: [/watched/*.txt]}", ""))
    extends = "extends: /swell.yaml" if name.startswith("web/") and random.random() < 0.5 else ""
    lines = ("apiVersion: swell/v1", f"values: {{number: {number}}}", files and f"valueFiles: [{files}]", more, extends)
    return "\n".join((*lines, ""))


def _change(repository: Repository, random: Random) -> None:
    """Write, remove or link one file, or put one back that was there before."""
    name = random.choice(NAMES)
    path = repository.top / name
    deed = random.random()
    if path.is_symlink() or (path.exists() and deed < 0.3 and name != "web/Chart.yaml"):
        path.unlink()
    elif deed < 0.4 and name.endswith("note.txt"):
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(repository.top / "watched" / "a.txt" if deed < 0.33 else Path("values.yaml"))
    else:
        repository.write(name, _text(name, random))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_an_answer_is_always_that_of_a_fresh_render(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311
    repository = Repository(tmp_path, chart())
    for name in NAMES:
        if "/templates/" not in name:
            repository.write(name, _text(name, random))
    variables = [{}, {"ARGOCD_ENV_SWELL_ENVIRONMENT": "prod"}, {"ARGOCD_ENV_SWELL_VALUES": "key: 9"}]
    answered = 0
    for _ in range(CHANGES):
        said = random.choice(variables)
        fresh = repository.fresh(**said)
        assert (repository.run(**said), repository.run(**said)) == (fresh, fresh)
        answered += fresh.status == 0
        _change(repository, random)
    assert answered


@pytest.mark.parametrize("version", [one for one in HELM_VERSIONS if one.startswith("v3")])
def test_an_answer_with_an_address_in_memory_is_not_kept(tmp_path: Path, version: str) -> None:
    repository = Repository(tmp_path, chart())
    repository.write("web/Chart.yaml", CHART["Chart.yaml"] + "maintainers: [{name: a}]\n")
    told = "data: {a: {{ .Chart.Maintainers | toString | quote }}}\n"
    repository.write("web/templates/told.yaml", f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: told}}\n{told}")
    assert b"[0x" in repository.run(SWELL_HELM=str(helm(version))).out
    (path,) = repository.answers
    with path.open("rb") as file:
        assert Opened(file.fileno()).state == VARYING
