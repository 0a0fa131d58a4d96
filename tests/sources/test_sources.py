import shutil
from pathlib import Path

import pytest
from programs import helm
from served import NAME, PASSWORD
from there import CHART, swell_yaml
from three import Three


def rendered(three: Three, *arguments: str, **more: str) -> str:
    return three.run("generate", *arguments, app="bank-bitso", **more)[0]


def test_a_chart_and_its_values_may_lie_in_a_source(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: ['$there/envs/{environment}.yaml']\n")

    assert "word: 'stage'" in rendered(three, "-e", "stage")
    error = three.run("generate", "-e", "pord", app="bank-bitso", status=2)[1]
    assert "here: there are prod, stage\n  fix: did you mean prod?" in error


def test_a_source_may_be_a_chart_as_a_whole(three: Three) -> None:
    three.forge.commit("alone", {path.removeprefix("chart/"): text for path, text in CHART.items() if "chart/" in path})
    sources = f"sources: {{alone: {{git: {three.forge.url('alone')}, revision: master}}}}\n"
    (three.top / "swell.yaml").write_text(f"apiVersion: swell/v1\nchart: $alone\n{sources}")

    assert "word: 'chart'" in rendered(three)
    three.run("lock", "--vendor")
    three.forge.stop()
    assert "word: 'chart'" in rendered(three, SWELL_STORE="/nowhere/at/all")


def test_a_file_of_a_source_may_be_extended_and_a_slash_there_is_its_own_root(three: Three) -> None:
    swell_yaml(three, "extends: $there/swell.yaml\n")

    assert "word: 'prod'" in rendered(three, "-e", "prod")
    three.run("lock", "--vendor")
    three.forge.stop()
    assert "word: 'prod'" in rendered(three, "-e", "prod", SWELL_STORE="/nowhere/at/all")
    three.run("lock", "--check")


def test_what_a_file_of_a_source_watches_is_its_own_and_is_copied_along(three: Three) -> None:
    deployment = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: one}\n"
        "spec: {template: {spec: {containers: [{name: a, image: a}]}}}\n"
    )
    said = f"{CHART['swell.yaml']}rollout: {{watch: [/settings/one.env, {{files: /settings/two.env}}]}}\n"
    more = {"settings/one.env": "a=1\n", "settings/two.env": "a=2\n", "chart/templates/deployment.yaml": deployment}
    swell_yaml(three, "extends: $there/swell.yaml\n")
    three.forge.commit("there", {**more, "swell.yaml": said})

    first = rendered(three, "-e", "prod")
    assert "swell/config-hash" in first
    three.run("lock", "--vendor")
    three.run("lock", "--check")
    three.forge.stop()
    assert rendered(three, "-e", "prod", SWELL_STORE="/nowhere/at/all") == first


def test_an_error_of_a_path_names_the_file_of_the_source_that_says_it(three: Three) -> None:
    swell_yaml(three, "extends: $there/swell.yaml\n")
    commit = three.forge.commit("there", {"swell.yaml": f"{CHART['swell.yaml']}manifests: [/none.yaml]\n"})

    error = three.run("generate", "-e", "prod", app="bank-bitso", status=2)[1]
    assert f"$there/swell.yaml (there@{commit[:7]}):4: manifests: $there/none.yaml leads to no file" in error


def test_globs_and_an_applications_own_values_files_may_lie_in_a_source(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: ['$there/envs/*.yaml']\n")

    assert "word: 'stage'" in rendered(three)
    assert "word: 'prod'" in rendered(three, SWELL_VALUE_FILES="$there/envs/prod.yaml")


def test_errors_name_files_by_their_source(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: ['$there/envs/prod.yaml']\n")
    commit = three.forge.commit("there", {"envs/prod.yaml": "word: [\n"})

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert error.startswith(f"swell: $there/envs/prod.yaml:2 (there@{commit[:7]}):")


def test_an_unknown_source_is_named_with_the_nearest(three: Three) -> None:
    swell_yaml(three, "chart: $thre/chart\n")

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert error == (
        "swell: swell.yaml:2: $thre/chart: there is no source $thre. Nothing was applied; what runs stays.\n"
        "  here: declared are $there\n  fix: did you mean $there?\n"
    )


def test_no_path_leads_out_of_a_source(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: [$there/../../../etc/passwd]\n")

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert error.startswith("swell: swell.yaml:3: $there/../../../etc/passwd leads out of its source $there.")


@pytest.mark.parametrize(("link", "goal"), [("link", "/etc/passwd"), ("folder", "/etc")])
def test_a_source_with_a_link_that_leads_out_of_it_is_refused(link: str, goal: str, three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    (three.forge.folder / "work/there" / link).symlink_to(goal)
    three.forge.commit("there", {})

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert error.startswith(f"swell: there: '{link}' is a link that leads out of the source: nothing of it is used.")


def test_a_link_in_a_chart_of_a_source_leads_nowhere_else(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    (three.forge.folder / "work/there/chart/files").symlink_to("/etc")
    three.forge.commit("there", {})

    assert (
        "'chart/files' is a link that leads out of the source" in three.run("generate", app="bank-bitso", status=2)[1]
    )


def test_dependencies_of_a_chart_in_a_source_are_built_beside_the_store(three: Three) -> None:
    sub = {f"sub/{path.removeprefix('chart/')}": text for path, text in CHART.items() if "chart/" in path}
    chart = CHART["chart/Chart.yaml"] + "dependencies: [{name: there, version: 1.0.0, repository: 'file://../sub'}]\n"
    swell_yaml(three, "chart: $there/over\n")
    three.forge.commit("there", {**sub, "over/Chart.yaml": chart.replace("name: there\nv", "name: over\nv")})

    first = rendered(three)
    assert "word: 'chart'" in first
    assert not list((three.folder / "store").rglob("*.tgz"))
    three.run("lock", "--vendor")
    assert rendered(three) == first
    three.run("lock", "--check")


def test_a_policy_says_which_sources_a_project_may_use(three: Three, tmp_path: Path) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    policy = tmp_path / "policy.yaml"
    text = "apiVersion: swell/v1\nsources: {allow: ['https://git.example.com/*']}\nprojects:\n"
    policy.write_text(f"{text}  - {{match: shop, sources: {{allow: ['http://127.0.0.1:*/there.git']}}}}\n")

    error = three.run("generate", "--policy", str(policy), app="bank-bitso", status=2)[1]
    assert error.startswith(
        f"swell: swell.yaml:4: sources.there: the policy does not allow {three.forge.url('there')}."
    )
    assert "here: allowed are https://git.example.com/*" in error
    rendered(three, "--policy", str(policy), ARGOCD_APP_PROJECT_NAME="shop")


def test_a_policy_says_whose_credentials_a_project_may_use(three: Three, tmp_path: Path) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    policy = tmp_path / "policy.yaml"
    text = "apiVersion: swell/v1\nsources: {credentials: [git.example.com]}\nprojects:\n"
    policy.write_text(f"{text}  - {{match: shop, sources: {{credentials: ['127.0.0.*']}}}}\n")

    files = tmp_path / "credentials" / "127.0.0.1"
    files.mkdir(parents=True)
    (files / "username").write_text(NAME)
    (files / "password").write_text(PASSWORD)
    mounted = {"HOME": str(tmp_path), "SWELL_CREDENTIALS": str(files.parent)}

    error = three.run("generate", "--policy", str(policy), app="bank-bitso", status=2, **mounted)[1]
    assert "wants credentials" in error
    rendered(three, "--policy", str(policy), ARGOCD_APP_PROJECT_NAME="shop", **mounted)


@pytest.mark.parametrize("limit", ["sourceBytes: 100", "sourceFiles: 3"])
def test_a_policy_bounds_what_a_source_may_hold(limit: str, three: Three, tmp_path: Path) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"apiVersion: swell/v1\nlimits: {{{limit}}}\n")

    assert "there: it holds more than" in three.run("generate", "--policy", str(policy), app="bank-bitso", status=2)[1]


def test_a_wrong_password_and_a_missing_branch_are_told_without_secrets(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    file = three.top / "swell.yaml"
    file.write_text(file.read_text().replace("revision: master", "revision: mastr"))
    assert "there is no branch, tag or commit mastr" in three.run("generate", app="bank-bitso", status=2)[1]
    assert (
        "wants credentials, and there are none for it"
        in three.run("generate", app="bank-bitso", status=2, HOME=str(three.top))[1]
    )


@pytest.mark.parametrize(("asked", "version"), [("v3", "v3"), ("4", "v4")])
def test_an_application_chooses_among_the_helms_of_the_operator(asked: str, version: str, three: Three) -> None:
    helms = three.folder / "helms"
    helms.mkdir()
    for name in ("v3", "v4"):
        (helms / f"helm-{name}").write_text(f'#!/bin/sh\necho {name} >>{helms}/log\nexec {helm(name)} "$@"\n')
        (helms / f"helm-{name}").chmod(0o755)
    swell_yaml(three, f"chart: $there/chart\nhelm: {{version: '{asked}'}}\n")

    rendered(three, SWELL_HELMS=str(helms))
    assert (helms / "log").read_text().split() == [version]
    file = three.top / "swell.yaml"
    file.write_text(file.read_text().replace(f"version: '{asked}'", "version: v3.17"))
    error = three.run("generate", app="bank-bitso", status=2, SWELL_HELMS=str(helms))[1]
    assert "no Helm v3.17 is here, which is asked for. Nothing was applied; what runs stays.\n" in error
    assert f"  here: in {helms} are v3, v4\n" in error


def gone(three: Three, name: str) -> str:
    """Replace a repository by another history, and return its commit."""
    for path in (three.forge.folder / f"{name}.git", three.forge.folder / "work" / name):
        shutil.rmtree(path)
    return three.forge.commit(name, {**CHART, "README.md": "another history\n"})


def test_a_pin_that_is_gone_is_told_by_a_render_and_by_doctor_with_its_fix(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    old = three.forge.commit("there", {"README.md": "new\n"})
    three.run("lock")
    assert f"has {old[:7]}" in three.run("doctor", app="bank-bitso")[0]
    new = gone(three, "there")

    fix = "  fix: it was rewritten, or deleted: run `swell lock --update there`\n"
    assert fix in three.run("generate", app="bank-bitso", status=2)[1]
    told = " ".join(three.run("doctor", app="bank-bitso", status=1)[0].split())
    assert f"no longer has what is pinned: not our ref {old} {fix.strip()}" in told
    assert f"{old[:7]} → {new[:7]}" in three.run("lock", "--update", "there")[0]
    assert "word" in rendered(three)


def test_a_commit_that_swell_yaml_names_and_nobody_has_is_to_be_corrected_there(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    file = three.top / "swell.yaml"
    file.write_text(file.read_text().replace("master", "a1" * 20))

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert "does not have the commit that swell.yaml names" in error
    assert "fix: correct it under sources.there" in error


def test_a_wrong_password_in_netrc_is_refused_and_not_missing(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    netrc = three.forge.home / ".netrc"
    netrc.write_text("machine 127.0.0.1 login robot password wrong\n")

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert "refuses the credentials that it was given (401)" in error
    assert "$SWELL_CREDENTIALS/127.0.0.1," in error  # Kubernetes mounts nothing at a path with a port
    netrc.unlink()
    assert "wants credentials, and there are none" in three.run("generate", app="bank-bitso", status=2)[1]
