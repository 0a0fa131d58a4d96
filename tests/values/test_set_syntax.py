"""What `--set` says is read as Helm reads it."""

import json
import subprocess
from pathlib import Path

import pytest
from programs import every_helm

from cmp.values.layer import Layer
from cmp.values.located import plain
from cmp.values.set_syntax import assigned

VALUES = (
    *("True", "TRUE", "tRuE", "fal\u017fe", "NULL", "null", "Null", "nulL ", "yes", ""),
    *(
        "0",
        "00",
        "05",
        "-05",
        "+05",
        "+0",
        "-0",
        "5",
        "+5",
        "-5",
        " 1",
        "1_000",
        "0x10",
        "1e3",
        "1.5",
        "\u0663",
        "+",
        "-",
    ),
    *(str(number) for number in ((1 << 63) - 1, 1 << 63, -(1 << 63), -(1 << 63) - 1)),
    *("0" * 30 + "7", "-" + "0" * 30 + "7", "9" * 5000, r"\True", r"5\,6", "{True,05,+5,NULL}", "{}", "{a,}"),
)


@pytest.mark.parametrize("helm", [pytest.param(path, id=name) for name, path in every_helm().items()])
def test_each_value_is_what_helm_makes_of_it(helm: Path, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (tmp_path / "templates/it.yaml").write_text("seen: {{ toJson .Values }}\n")
    texts = {f"k{number}": value for number, value in enumerate(VALUES)}
    flags = [f"--set={key}={value}" for key, value in texts.items()]
    run = subprocess.run([helm, "template", tmp_path, *flags], capture_output=True, text=True, check=True)
    said = [assigned(Layer(name="--set"), f"{key}={value}", {}) for key, value in texts.items()]
    found = {key: value for trees in said for tree in trees for key, value in plain(tree).items()}
    seen = json.loads(run.stdout.rpartition("seen: ")[2])
    assert {key: (found[key], type(found[key])) for key in texts} == {
        key: (seen[key], type(seen[key])) for key in texts
    }
