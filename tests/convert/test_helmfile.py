"""The releases of a helmfile."""

import time

import pytest

from cmp.convert.files import _waves
from cmp.convert.helmfile import Release, is_helmfile, releases
from cmp.convert.native import Place
from cmp.errors import RequestError

HERE = Place(address="https://git.example.com/a.git", revision="HEAD", path="deploy")


def _releases(text: str) -> list[Release]:
    return releases(text, HERE, path="helmfile.yaml")


def test_a_helmfile_is_known_by_its_releases() -> None:
    assert is_helmfile({"releases": []})
    assert not is_helmfile({"releases": [], "kind": "Application"})


def test_charts_lie_in_folders_repositories_and_registries() -> None:
    text = """
repositories:
- {name: ex, url: https://charts.example.com}
- {name: reg, url: registry.example.com/charts, oci: true}
releases:
- {name: a, chart: ../charts/web}
- {name: b, chart: ex/web, version: 1.2.3}
- {name: c, chart: reg/web}
- {name: d, chart: oci://registry.example.com/more/web, version: 2.0.0}
- {name: e, chart: ./e, installed: false}
"""
    assert [(one.chart.address, one.chart.path, one.chart.chart, one.chart.revision) for one in _releases(text)] == [
        (HERE.address, "charts/web", "", "HEAD"),
        ("https://charts.example.com", "", "web", "1.2.3"),
        ("registry.example.com/charts", "", "web", ""),
        ("registry.example.com/more", "", "web", "2.0.0"),
    ]


def test_values_keep_their_order_and_files_lie_beside_the_helmfile() -> None:
    (one,) = _releases("""
releases:
- name: a
  chart: ./a
  values: [a.yaml, ../b.yaml, {c: {d: 1}}, {c: {e: 2}}]
  set: [{name: f, value: 3}, {name: g, file: g.txt}]
  setString: [{name: h, value: "4"}]
""")
    assert one.helm["valueFiles"] == ["$helmfile/deploy/a.yaml", "$helmfile/b.yaml"]
    assert one.helm["valuesObject"] == {"c": {"d": 1, "e": 2}}
    assert [(said["name"], said["value"], said["forceString"]) for said in one.helm["parameters"]] == [
        ("f", "3", False),
        ("h", "4", True),
    ]
    assert one.helm["fileParameters"] == [{"name": "g", "path": "$helmfile/deploy/g.txt"}]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("releases:\n- name: {{ .Name }}\n", "a template of helmfile's"),
        ("bases: [a.yaml]\nreleases: []\n", "`bases` makes it more"),
        ("helmfiles: [a.yaml]\nreleases: []\n", "`helmfiles` makes it more"),
        ("releases: [{name: a, chart: ./a, hooks: []}]\n", "the release a has `hooks`"),
        ("releases: [{name: a, chart: ./a, values: [{b: 1}, c.yaml]}]\n", "a values file above values"),
        ("releases: 7\n", "`releases` is no list"),
        ("repositories: 7\nreleases: [{name: a}]\n", "`repositories` is no list"),
        ("releases: [{name: a, chart: ./a, values: 7}]\n", "`values` is no list"),
        ("releases: [{name: a, chart: ./a, needs: {a: b}}]\n", "`needs` is no list"),
        ("releases: [{name: a, chart: ./a, set: [7]}]\n", "an element of `set` has no name"),
        ("releases: [{name: a, chart: ./a, setString: [{value: b}]}]\n", "an element of `setString` has no name"),
    ],
)
def test_more_than_plain_releases_is_refused_with_a_fix(text: str, told: str) -> None:
    with pytest.raises(RequestError, match=told) as refused:
        _releases(text)
    assert refused.value.fix


def test_releases_that_need_each_other_in_a_long_chain_get_their_waves_at_once() -> None:
    chain = {f"r{number}": (f"r{number + 1}",) for number in range(20_000)}
    began = time.process_time()
    assert _waves(chain)["r0"] == 19_999
    assert time.process_time() - began < 5


def test_releases_in_a_circle_stay_where_they_are() -> None:
    assert _waves({"a": ("b",), "b": ("a",), "c": ("a",)}) == {"a": 0, "b": 0, "c": 0}
