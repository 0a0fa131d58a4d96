"""Where a value comes from, where that is another repository: alias, file, line and commit."""

import shutil

import pytest
from there import CHART, swell_yaml
from three import Three

SUB = {
    "chart/Chart.yaml": CHART["chart/Chart.yaml"] + "dependencies: [{name: sub, version: 1.0.0}]\n",
    "chart/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    "chart/charts/sub/values.yaml": "# a comment\nport: 80\n",
}


@pytest.mark.parametrize("way", ["floating", "locked", "vendored"])
def test_why_names_alias_file_line_and_commit(way: str, three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: ['$there/envs/prod.yaml', mine.yaml]\n")
    (three.top / "apps/bank-bitso/mine.yaml").write_text("\nword: mine\n")
    at = f"there@{three.forge.commit('there', SUB)[:7]}"
    if way != "floating":
        three.run("lock", *(["--vendor"] if way == "vendored" else []))
        three.forge.commit("there", {"chart/values.yaml": "word: later\n"})
    if way == "vendored":
        three.forge.stop()
        shutil.rmtree(three.folder / "store")

    told = three.run("why", "word", app="bank-bitso")[0].splitlines()
    assert [" ".join(line.split()) for line in told[:4]] == [
        'word = "mine"',
        '3 ← apps/bank-bitso/mine.yaml:2 "mine"',
        f'2 $there/envs/prod.yaml:1 {at} "prod"',
        f'1 $there/chart/values.yaml:1 {at} "chart"',
    ]
    assert f"1 ← $there/chart/charts/sub/values.yaml:2 {at}  80" in three.run("why", "sub.port", app="bank-bitso")[0]


def test_values_with_origins_name_them_too(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: ['$there/envs/prod.yaml']\n")
    commit = three.forge.commit("there", {})
    three.run("lock")

    told = three.run("values", "--origins", app="bank-bitso")[0]
    assert told.split("#")[1].strip() == f"$there/envs/prod.yaml:1 there@{commit[:7]}"


def test_a_file_that_sets_what_it_may_not_is_named_with_its_commit(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: [{file: $there/envs/prod.yaml, allow: [other]}]\n")
    commit = three.forge.commit("there", {})

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert error.startswith(f"swell: $there/envs/prod.yaml:1 (there@{commit[:7]}): word may not be set by this file.")
