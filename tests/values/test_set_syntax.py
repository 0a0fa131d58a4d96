"""What `--set` says is read as Helm reads it."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from programs import every_helm

from cmp.errors import RequestError
from cmp.typed.merge import laid
from cmp.values.layer import Layer
from cmp.values.located import leaf, plain
from cmp.values.set_syntax import assignments

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


BENEATH = {"m": {"b": 1}, "l": ["x", {"a": 1, "n": {}}, None, [2]]}
PATHS = r"""
@.m.c=1
@.m=1
@.new.er=1
@.m.b={x}
@.=1
.@=1
@.m.b=x\
@.m.c={x,y}\
@.m.c=
@.l[0]=1
@.l[1].a=2
@.l[1].n.o=2
@.l[2].c=1
@.l[6]=1
@.l[3][1]=1
@.l[0].c=1
@.l={}
@.l[+1].a=3
@.l[01].a=3
@.l[-0]=3
@.l[1]={a,b}
@.l[1].a={a,b}
@.m.x={a,b},@.m.x[1]=c
@.m.x={a},@.m.y=1
@.m.x={a}@.m.y=1
@.m.x=1,@.m.x=2
@.new[0][1].x=1
@.new[0]=
@.new[2]={}
@.l[1]
@.new[0]
@.new[0][1]
@.new[0].
@.l[0].
@.new[0].a=
@.l[1].a=
@.l[1].o=
@.new[0].a.b=
@.l[1].n.p=
@.l[1].n.
@.m.c=1,@.new[0]
@.l[1].o[0]
@\.m=1
@.m\[0\]=1
@.m.b\=c=1
@.m. b = 1 ,@.m.c=2
@.m.b=a=b
@.m.b="x,@.m.c=y"
@.m]=1
@.m.c=[1]
""".strip("\n").split("\n")  # @ is a key of its own; below it lies BENEATH
UNCLOSED = ("@.l[3][", "@.l[1].a[", "@.new[", "@.new[1=2")  # Helm 3 refuses these
REFUSED = ("@", "@.b", "@[x]=1", "@[]=1", "@[1]x=1", "@[0x1]=1", "@={a", "@,b=1", "@[1e1]=1", "@[ 1 ]=1", "@[-1]=1")
HELMS = [pytest.param(path, id=name) for name, path in every_helm().items()]


def seen(helm: Path, folder: Path, *flags: str) -> Any:
    (folder / "templates").mkdir()
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (folder / "templates/it.yaml").write_text("seen: {{ toJson .Values }}\n")
    run = subprocess.run([helm, "template", folder, *flags], capture_output=True, text=True, check=True)
    return json.loads(run.stdout.rpartition("seen: ")[2])


def said(texts: Iterable[str], beneath: dict[str, Any]) -> Any:
    layer = Layer(name="--set")
    values: Any = leaf(layer, beneath)
    for text in texts:
        for one in assignments(text):
            values = laid([values, one.tree(layer, values) or {}])
    return plain(values)


@pytest.mark.parametrize("helm", HELMS)
def test_each_value_is_what_helm_makes_of_it(helm: Path, tmp_path: Path) -> None:
    texts = [f"k{number}={value}" for number, value in enumerate(VALUES)]
    wanted, found = seen(helm, tmp_path, *(f"--set={text}" for text in texts)), said(texts, {})
    assert {key: (value, type(value)) for key, value in found.items()} == {
        key: (value, type(value)) for key, value in wanted.items()
    }


@pytest.mark.parametrize("helm", HELMS)
def test_each_path_leads_where_helm_takes_it(helm: Path, tmp_path: Path) -> None:
    paths = [*PATHS, *(UNCLOSED if not helm.parent.name.startswith("v3") else ())]
    keys = [f"k{number}" for number, _ in enumerate(paths)]
    texts = [text.replace("@", key) for key, text in zip(keys, paths, strict=True)]
    beneath = dict.fromkeys(keys, BENEATH)
    (tmp_path / "beneath.yaml").write_text(json.dumps(beneath, indent=1))
    flags = [f"--values={tmp_path}/beneath.yaml", *(f"--set={text}" for text in texts)]
    wanted, found = seen(helm, tmp_path, *flags), said(texts, beneath)
    wrong = [text for key, text in zip(keys, paths, strict=True) if found.get(key) != wanted.get(key)]
    assert wrong == []
    assert found == wanted


@pytest.mark.parametrize("helm", HELMS)
@pytest.mark.parametrize("text", REFUSED)
def test_what_helm_refuses_sets_nothing(helm: Path, text: str, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        seen(helm, tmp_path, f"--set={text}")
    assert said([text], {}) == {}


@pytest.mark.parametrize("text", ["a[65537]=1", "a[0].b[99999999999999999999].c=1", f"a[{'9' * 5000}]=1"])
def test_an_index_beyond_helms_highest_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="an index in a `--set` path is larger than 65536"):
        said([text], {})


def test_the_highest_index_is_taken() -> None:
    assert len(said(["a[0065536]=1"], {})["a"]) == 65537


def test_a_path_of_too_many_parts_is_refused() -> None:
    with pytest.raises(RequestError, match="a path of `--set` has over 250 parts"):
        said([f"a{'[0]' * 5000}=1"], {})
