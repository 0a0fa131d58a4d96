"""Numbers are told as templates see them: one that is assigned has 64 bits, one of a file 53."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import every_helm

from cmp.chart.read import read_chart
from cmp.explain.seen_origins import seen_origins
from cmp.helm.call import HelmCall
from cmp.render.run import LazySession, helm_runtime
from cmp.settings import Settings
from cmp.values.layer import Layer
from cmp.values.stack import Stack

LARGE = 12345678901234567  # more than 53 bits
FILE = {"a": LARGE, "l": [LARGE, {"k": LARGE}, 1], "s": [LARGE], "huge": [10**25, 1.5, 1], "flag": [True, 1]}
ASSIGNED = (
    f"a={LARGE}",
    f"b.c=-{LARGE}",
    "d=9223372036854775807",
    "e=-9223372036854775808",
    f"f={{{LARGE},x,true}}",
    f"g[1].k={LARGE},g[0]=1",
    f"l[2]={LARGE}",
    f"l[3]={LARGE},l[3]=2",
    "huge[2]=true",
    "flag[1]=0",
    f"own[1]={LARGE}",
    f"n={LARGE},n=null",
)


@pytest.mark.parametrize("count", [1, len(ASSIGNED)], ids=["one", "all"])
@pytest.mark.parametrize("helm", [pytest.param(path, id=name) for name, path in every_helm().items()])
def test_numbers_have_the_bits_that_helm_keeps(helm: Path, count: int, tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "templates").mkdir(parents=True)
    (top / "Chart.yaml").write_text("{apiVersion: v2, name: top, version: 1.0.0}")
    (top / "values.yaml").write_text(json.dumps({"own": [LARGE], "z": LARGE}))
    (top / "templates/it.yaml").write_text("seen: {{ toJson .Values }}")
    (tmp_path / "file.yaml").write_text(json.dumps(FILE))
    given = ASSIGNED[:count]
    argv = [helm, "template", "it", top, f"--values={tmp_path}/file.yaml", *(f"--set={one}" for one in given)]
    seen = subprocess.run(argv, capture_output=True, text=True, check=True).stdout.partition("seen: ")[2]

    stack = Stack(
        chart=read_chart(str(top)),
        layers=(Layer(name="file.yaml", path=f"{tmp_path}/file.yaml", text=json.dumps(FILE)),),
        assignments=tuple(("--set", one) for one in given),
    )
    call = HelmCall(chart=str(top), root=str(top), release="it", layers=stack.layers, assignments=given)
    settings = Settings.read({"PATH": os.defpath, "SWELL_HELM": str(helm), "SWELL_TIMEOUT": "3600"})
    with LazySession(helm_runtime(settings)) as session:
        origins = seen_origins(stack, call, render=session.begin)
    assert json.dumps(origins.values, sort_keys=True) == json.dumps(json.loads(seen), sort_keys=True)
