import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from programs import without_network
from served import git
from three import APPS, Three


def everything(three: Three, **more: str) -> dict[tuple[str, str], str]:
    return {(app, env): three.render(app, env, **more) for app in APPS for env in ("stage", "prod")}


def test_floating_locked_and_vendored_render_the_same_for_every_application(three: Three) -> None:
    floating = everything(three)
    three.run("lock")
    locked = everything(three)
    three.run("lock", "--vendor")
    three.forge.stop()

    assert floating == locked == everything(three, SWELL_STORE=str(three.folder / "another"))
    assert "ConfigMap" in floating["bank-bitso", "prod"]
    assert not (three.folder / "another").exists()


def test_with_a_lock_and_a_warm_store_nobody_is_asked(three: Three) -> None:
    three.run("lock")
    first = everything(three)
    asked = len(three.forge.requests)

    assert everything(three) == first
    assert len(three.forge.requests) == asked
    three.forge.stop()
    assert everything(three) == first


@pytest.mark.parametrize("vendored", [False, True])
def test_without_a_network_a_lock_and_what_was_pulled_or_copied_are_enough(vendored: bool, three: Three) -> None:  # noqa: FBT001
    three.run("lock", *(["--vendor"] if vendored else []))
    first = three.render()
    if vendored:
        shutil.rmtree(three.folder / "store")

    asked = ("generate", "-n", "backend", "-e", "prod")
    assert three.run(*asked, app="bank-bitso", before=without_network())[0] == first
    file = three.top / "swell.yaml"
    (three.top / "swell.lock").unlink()
    file.write_text(file.read_text() + "lock: floating\n")
    assert "can't be reached" in three.run(*asked, app="bank-bitso", before=without_network(), status=2)[1]


def test_no_program_but_helm_is_started_with_a_lock_and_a_warm_store(three: Three) -> None:
    three.run("lock")
    three.render()

    three.render(PATH="/nowhere")


def test_a_lock_holds_until_it_is_updated_and_the_list_tells_what_moved(three: Three) -> None:
    old = three.area(2)
    three.run("lock")
    new = three.area(7)

    assert "replicas: 2" in three.render(environment="stage")
    assert three.run("lock")[0] == "swell.lock: nothing moved\n"
    assert three.run("lock", "--update", "area")[0] == f"area  master  {old[:7]} → {new[:7]}\n"
    assert "replicas: 7" in three.render(environment="stage")


def test_stage_tries_what_prod_gets_by_promotion(three: Three) -> None:
    old = three.area(1)
    three.run("lock")
    new = three.area(9)

    moved = f"area  master  {{}}  {old[:7]} → {new[:7]}\n"
    assert three.run("lock", "--update", "--env", "stage")[0] == moved.format("stage")
    app = "bank-accountstatements"
    assert "replicas: 9" in three.render("moneyflow-api", "stage")
    assert "replicas: 1" in three.render(app, "prod")
    assert three.run("lock", "--promote", "stage", "prod")[0] == moved.format("prod")
    assert "replicas: 9" in three.render(app, "prod")
    three.run("lock", "--update")
    assert "environments" not in yaml.safe_load((three.top / "swell.lock").read_text())


def test_a_lock_is_pleasant_in_a_diff_and_says_what_was_asked(three: Three) -> None:
    commit = three.area(3)
    three.run("lock")

    assert yaml.safe_load((three.top / "swell.lock").read_text())["sources"]["area"] == {
        "git": three.forge.url("be-sms"),
        "revision": "master",
        "commit": commit,
    }
    git(three.top, "add", ".")
    three.area(4)
    three.run("lock", "--update", "area")
    assert git(three.top, "diff", "--numstat") == "1\t1\tswell.lock"


def test_a_check_tells_what_is_out_of_date_and_asks_nobody(three: Three) -> None:
    assert "swell.lock: it is missing" in three.run("lock", "--check", status=1)[0]
    three.run("lock")
    three.forge.stop()
    three.run("lock", "--check")
    file = three.top / "swell.yaml"
    file.write_text(file.read_text().replace("be-sms.git, revision: master", "be-sms.git, revision: main"))

    out = three.run("lock", "--check", status=1)[0]
    assert "swell.lock: $area is locked as master, and declared as main (swell.yaml:" in out
    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert "swell.lock was made when $area was master, and it is main by now. Nothing was applied" in error


def test_a_check_covers_the_copies(three: Three) -> None:
    three.run("lock", "--vendor")
    three.run("lock", "--check")
    copy = three.top / ".swell/area/charts/values.yaml"
    assert not (copy.parent / "unused.yaml").exists()
    copy.write_text("replicaCount: 100\n")

    assert ".swell/area has other files than when it was copied" in three.run("lock", "--check", status=1)[0]


def test_a_copy_of_something_else_than_the_lock_says_is_refused(three: Three) -> None:
    old = three.area(2)
    three.run("lock", "--vendor")
    new = three.area(5)
    lock = three.top / "swell.lock"
    lock.write_text(lock.read_text().replace(old, new))

    error = three.run("generate", app="bank-bitso", status=2)[1]
    assert f"the copy .swell/area is of {old[:7]}, and swell.lock says {new[:7]}" in error


def _edited(copy: Path) -> None:
    (copy / "charts/values.yaml").write_text("replicaCount: 100\n")


def _added(copy: Path) -> None:
    (copy / "charts/more.yaml").write_text("")


def _removed(copy: Path) -> None:
    (copy / "charts/values.yaml").unlink()


def _linked(copy: Path) -> None:
    (copy / "charts/values.yaml").rename(copy.parent / "elsewhere.yaml")
    (copy / "charts/values.yaml").symlink_to("../../elsewhere.yaml")


def _moved(copy: Path) -> None:
    (copy / "charts").rename(copy / "other")


@pytest.mark.parametrize("alter", [_edited, _added, _removed, _linked, _moved])
def test_a_copy_that_was_altered_is_not_rendered_as_locked(alter: Callable[[Path], None], three: Three) -> None:
    three.run("lock", "--vendor")
    alter(three.top / ".swell/area")

    error = three.run("generate", "-n", "backend", "-e", "prod", app="bank-bitso", status=2)[1]
    assert "the copy .swell/area has other files than when it was copied" in error.partition("\n")[0]
    three.run("lock", "--vendor")
    three.render()


def test_a_copy_stays_the_same_whichever_modes_its_files_get(three: Three) -> None:
    three.run("lock", "--vendor")
    first = three.render()
    for path in (three.top / ".swell").rglob("*"):
        path.chmod(0o755)

    assert three.render() == first
    three.run("lock", "--check")


def test_copies_follow_an_update_and_differ_by_environment_where_the_lock_does(three: Three) -> None:
    three.run("lock", "--vendor")
    three.area(6)
    three.run("lock", "--update", "area", "-e", "stage")
    three.forge.stop()
    shutil.rmtree(three.folder / "store")

    assert sorted(path.name for path in (three.top / ".swell").iterdir() if path.is_dir()) == [
        "area",
        "area@stage",
        "config",
    ]
    assert "replicas: 6" in three.render(environment="stage")
    assert "replicas: 2" in three.render("bank-accountstatements", "prod")


def test_a_path_that_was_not_copied_is_refused_though_it_may_be_missing(three: Three) -> None:
    three.run("lock", "--vendor")
    file = three.top / "swell.yaml"
    file.write_text(file.read_text().replace("valueFiles:", "valueFiles:\n  - {file: $area/more.yaml, optional: true}"))

    assert (
        "$area/more.yaml is not among the copied files of $area"
        in three.run("generate", "-e", "prod", app="bank-bitso", status=2)[1]
    )


def test_floating_is_a_finding_unless_it_is_meant_or_locked(three: Three) -> None:
    asked = ("check", "-n", "backend", "-e", "prod")
    assert "floating-source" in three.run(*asked, app="bank-bitso", status=1)[0]
    three.run("lock")
    assert "floating-source" not in three.run(*asked, app="bank-bitso")[0]
    (three.top / "swell.lock").unlink()
    file = three.top / "swell.yaml"
    file.write_text(file.read_text() + "lock: floating\n")
    assert "floating-source" not in three.run(*asked, app="bank-bitso")[0]
    file.write_text(file.read_text().replace("lock: floating", "lock: locked"))
    assert "$area is not locked: there is no swell.lock" in three.run(*asked, app="bank-bitso", status=2)[1]


def test_floating_sources_are_what_they_are_at_each_render_even_beside_a_lock(three: Three) -> None:
    three.run("lock")
    file = three.top / "swell.yaml"
    file.write_text(file.read_text() + "lock: floating\n")
    three.area(8)

    assert "replicas: 8" in three.render(environment="stage")


def test_an_update_of_an_unknown_source_names_the_nearest(three: Three) -> None:
    assert "there is no source aera to update" in three.run("lock", "--update", "aera", status=2)[1]
    assert "an environment's name" in three.run("lock", "--promote", "stage", "../x", status=2)[1]


def test_an_inline_configuration_pins_its_sources_itself(three: Three) -> None:
    commit = three.area(3)
    text = (
        "apiVersion: swell/v1\nchart: /Base-Helm-Chart/minority-app\n"
        "valueFiles: [$area/charts/values.yaml, prod-values.yaml]\n"
        f"sources: {{area: {{git: '{three.forge.url('be-sms')}', revision: %s}}}}\n"
    )
    asked = {"app": "bank-accountstatements", "environment": ""}
    assert "replicas: 3" in three.render(**asked, SWELL_CONFIG=text % commit)
    assert "floating-source" not in three.run("check", app=asked["app"], SWELL_CONFIG=text % commit, status=0)[0]
    assert "floating-source" in three.run("check", app=asked["app"], SWELL_CONFIG=text % "master", status=1)[0]


def test_a_lock_made_from_an_applications_folder_serves_the_sidecar_with_a_store_of_its_own(three: Three) -> None:
    assert "area  " in three.run("lock", app="bank-bitso")[0]
    sidecar = {
        "ARGOCD_APP_NAME": "bank-bitso",
        "ARGOCD_APP_NAMESPACE": "backend",
        "ARGOCD_APP_SOURCE_PATH": "apps/bank-bitso",
        "ARGOCD_APP_PARAMETERS": '[{"name": "environment", "string": "prod"}]',
        "SWELL_STORE": "",
    }

    assert three.run("generate", app="bank-bitso", **sidecar)[0] == three.render()
    assert [path.name[:12] for path in (three.folder / "tmp").iterdir() if "store" in path.name] == ["swell-store-"]
