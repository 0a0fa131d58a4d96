"""A chart in a repository of its own, with a values file for each environment."""

from three import Three

CHART = {
    "chart/Chart.yaml": "apiVersion: v2\nname: there\nversion: 1.0.0\n",
    "chart/values.yaml": "word: chart\n",
    "chart/templates/one.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {word: '{{ .Values.word }}'}\n"
    ),
    "envs/prod.yaml": "word: prod\n",
    "envs/stage.yaml": "word: stage\n",
    "swell.yaml": "apiVersion: swell/v1\nchart: /chart\nvalueFiles: ['/envs/{environment}.yaml']\n",
}


def swell_yaml(three: Three, text: str) -> None:
    """Write a swell.yaml at the top that declares it as $there."""
    three.forge.commit("there", CHART)
    sources = f"sources:\n  there: {{git: {three.forge.url('there')}, revision: master}}\n"
    (three.top / "swell.yaml").write_text(f"apiVersion: swell/v1\n{text}{sources}")
