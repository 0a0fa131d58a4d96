"""What a chart depends on comes as `helm dependency build` would bring it, without Helm, and once for all renders."""

import shutil
import tarfile

import pytest
import yaml
from programs import HELM_VERSIONS, helm, without_network
from umbrella import Umbrella, chart, documents


def names(found: list[dict[str, dict[str, str]]]) -> list[str]:
    return [f"{one['metadata']['name']} {one['data']['version']}" for one in found]


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_what_is_rendered_is_what_helm_renders_after_building_them(version: str, umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue(alias="jobs"), umbrella.cache(condition="cache.enabled"), umbrella.beside())
    (umbrella.app / ".helmignore").write_text("kept.txt\n")
    umbrella.lock(version)
    umbrella.publish("queue", "1.2.0")

    found = umbrella.rendered(SWELL_HELM=str(helm(version)))
    assert found == umbrella.natively(version)
    assert names(found) == ["app 1.0.0", "beside 0.1.0", "cache 2.0.0", "jobs 1.1.0"]
    assert "kept.txt" in found[1]["data"]["files"]
    assert sorted(path.name for path in umbrella.app.iterdir()) == [
        *(".helmignore", "Chart.lock", "Chart.yaml", "templates", "values.yaml")
    ]


def test_the_second_time_nobody_is_asked(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue(), umbrella.cache(), umbrella.beside())
    umbrella.lock()
    first = umbrella.rendered()
    umbrella.site.asked.clear()

    assert umbrella.rendered() == first
    assert not umbrella.site.asked
    assert documents(umbrella.run("generate", before=without_network())[0]) == first


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize(("place", "taken"), [("a registry", "1.1.0"), ("an index", "v1.2.0")])
def test_a_range_counts_a_version_with_a_v_in_an_index_and_not_among_tags(
    place: str, taken: str, version: str, umbrella: Umbrella
) -> None:
    umbrella.publish("queue", "v1.2.0")
    umbrella.push("queue", "1.1.0")
    umbrella.push("queue", "v1.2.0")
    pushed = {"repository": f"oci://{umbrella.host}/charts"} if place == "a registry" else {}
    umbrella.write(umbrella.queue(**pushed))
    found = umbrella.rendered(SWELL_HELM=str(helm(version)))
    umbrella.lock(version)
    assert found == umbrella.natively(version)
    assert names(found) == ["app 1.0.0", f"queue {taken}"]


@pytest.mark.parametrize("asked", ["1.2.0", ">=1.1.1"])
def test_what_is_tagged_with_a_v_alone_is_no_other_version_to_helm(asked: str, umbrella: Umbrella) -> None:
    umbrella.publish("queue", "v1.2.0")
    umbrella.push("queue", "v1.2.0")
    umbrella.write({"name": "queue", "version": asked, "repository": f"oci://{umbrella.host}/charts"})
    assert "could not" in umbrella.helm("dependency", "update", str(umbrella.app), "--plain-http", status=1)
    stderr = umbrella.run("generate", status=2)[1]
    assert f"the dependency queue: there is no tag {asked}" in stderr
    assert "fix: the nearest are v1.2.0" in stderr


def test_one_that_is_switched_off_and_two_of_the_same_chart_are_as_with_helm(umbrella: Umbrella) -> None:
    umbrella.write(
        umbrella.queue("^1.1", alias="one"),
        umbrella.queue("1.0.0", alias="two"),
        umbrella.cache(condition="cache.enabled"),
    )
    (umbrella.app / "values.yaml").write_text("cache: {enabled: false}\none: {port: 7}\n")
    umbrella.lock()

    found = umbrella.rendered()
    assert found == umbrella.natively()
    assert names(found) == ["app 1.0.0", "one 1.1.0", "two 1.0.0"]


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_a_chart_of_helm_2_has_its_requirements(version: str, umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue(), umbrella.beside(), old=True)
    umbrella.lock(version)

    found = umbrella.rendered(SWELL_HELM=str(helm(version)))
    assert found == umbrella.natively(version)
    assert names(found) == ["app 1.0.0", "beside 0.1.0", "queue 1.1.0"]


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize(
    "changed",
    [
        {"version": ">=1.0.0 <2 || ~3"},
        {"condition": "queue.on,global.on", "tags": ["a", "b & c"]},
        {"import-values": ["port", {"parent": "p", "child": "port"}]},
        {"alias": "other", "tags": ["größe <b>"]},
        {"enabled": True},
        {"tags": [], "condition": ""},
    ],
)
def test_a_lock_of_other_dependencies_is_refused_whenever_helm_does(
    changed: dict[str, object], version: str, umbrella: Umbrella
) -> None:
    umbrella.write(umbrella.queue(**changed), umbrella.beside())
    umbrella.lock(version)
    umbrella.rendered()
    for other in (umbrella.queue(), umbrella.queue(**changed) | {"version": "<2"}):
        umbrella.write(other, umbrella.beside())
        if _out_of_sync(umbrella, version):
            error = umbrella.run("generate", status=2)[1]
            assert error.startswith(
                "swell: app/Chart.lock: it was made when app/Chart.yaml asked for other dependencies."
            )
            assert "helm dependency update" in error
        else:
            umbrella.rendered()


def _out_of_sync(umbrella: Umbrella, version: str) -> bool:
    try:
        umbrella.natively(version)
    except AssertionError as problem:
        return "is out of sync" in str(problem)
    return False


def test_without_a_lock_a_range_is_asked_for_each_time_as_helm_does_and_a_version_once(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue("1.0.0"), umbrella.cache())
    assert umbrella.rendered() == umbrella.natively()
    umbrella.site.asked.clear()
    umbrella.rendered()
    assert not umbrella.site.asked
    umbrella.write(umbrella.queue())
    assert "queue 1.1.0" in names(umbrella.rendered())
    umbrella.publish("queue", "1.2.0")
    found = umbrella.rendered()
    assert found == umbrella.natively()
    assert "queue 1.2.0" in names(found)


def test_where_one_is_missing_the_others_follow_the_lock_too(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue(), umbrella.cache(), {"name": "own", "version": "1.x.x"})
    chart(umbrella.app / "charts/own", "own", "1.2.3")
    own = umbrella.folder / "own"
    shutil.copytree(umbrella.app / "charts", own)
    umbrella.helm("dependency", "update", str(umbrella.app), "--plain-http")
    (umbrella.app / "charts/cache-2.0.0.tgz").unlink()
    (umbrella.app / "charts/queue-1.1.0.tgz").unlink()
    shutil.copy(umbrella.folder / "site/queue-1.0.0.tgz", umbrella.app / "charts")

    found = umbrella.rendered()
    assert found == umbrella.natively()
    assert names(found) == ["app 1.0.0", "cache 2.0.0", "own 1.2.3", "queue 1.1.0"]


def test_a_folder_that_has_moved_on_is_refused_as_helm_does(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.beside())
    umbrella.lock()
    chart(umbrella.top / "beside", "beside", "0.2.0")

    with pytest.raises(AssertionError, match="beside"):
        umbrella.natively()
    error = umbrella.run("generate", status=2)[1]
    assert "app/Chart.lock: the dependency beside should be 0.1.0, and beside/Chart.yaml is 0.2.0." in error


def test_what_was_replaced_in_its_repository_is_not_used(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue())
    umbrella.lock()
    shutil.copy(umbrella.folder / "site/queue-1.0.0.tgz", umbrella.folder / "site/queue-1.1.0.tgz")

    assert "is not what is in its index" in umbrella.run("generate", status=2)[1]


@pytest.mark.parametrize(
    ("repository", "told"),
    [
        ("@stable", "is in @stable, a name that only `helm repo add` gives a meaning"),
        ("file://../..", "leads out of the repository"),
        ("file://../nothing", "is not at ../nothing"),
        ("", "has no repository, and is not in charts/"),
        ("ftp://127.0.0.1/x", "is ftp:, and is pulled over"),
    ],
)
def test_what_can_not_be_had_is_told(repository: str, told: str, umbrella: Umbrella) -> None:
    umbrella.write({"name": "queue", "version": "1.0.0", "repository": repository})

    assert told in umbrella.run("generate", status=2)[1].partition("\n")[0]


@pytest.mark.parametrize(
    "said",
    [
        {"name": "{tmp}/planted/queue"},
        {"name": "../../../planted"},
        {"name": ".."},
        {"name": "a\\b"},
        {"name": ""},
        {"version": "0.1.0/../../../planted"},
    ],
)
@pytest.mark.parametrize("lock", [False, True])
def test_names_and_versions_lead_to_no_other_folder(said: dict[str, str], lock: bool, umbrella: Umbrella) -> None:  # noqa: FBT001
    planted = umbrella.folder / "planted"
    planted.mkdir()
    said = {key: text.replace("{tmp}", str(umbrella.folder)) for key, text in said.items()}
    one = umbrella.beside(**{"version": "0.1.0"} | said)
    chart(umbrella.top / "beside", "beside", one["version"])
    umbrella.write(umbrella.beside() if lock else one)
    if lock:
        (umbrella.app / "Chart.lock").write_text(yaml.safe_dump({"dependencies": [one]}))
    before = sorted(umbrella.folder.rglob("*"))

    for command in ("generate", "plan", "check", "values", "why", "lock"):
        arguments = {"why": ["queue"], "lock": ["--vendor"]}.get(command, [])
        out, error = umbrella.run(command, *arguments, status=2)
        assert not out
        assert f"swell: app/Chart.{'lock' if lock else 'yaml'}: " in error
        assert " can't be " in error
    assert sorted(umbrella.folder.rglob("*")) == before


def test_a_link_in_a_folder_beside_leads_nowhere_else(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.beside())
    (umbrella.top / "beside/secret.txt").symlink_to("/etc/hostname")

    assert "leads out of the repository" in umbrella.run("generate", status=2)[1]


def test_the_policy_and_the_credentials_of_sources_hold_for_them(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue())
    umbrella.lock()
    policy = umbrella.folder / "policy.yaml"
    policy.write_text("apiVersion: swell/v1\nsources: {allow: ['https://charts.example.com/*']}\n")
    error = umbrella.run("generate", "--policy", str(policy), status=2)[1]
    assert f"the dependency queue: the policy does not allow {umbrella.site.url}." in error
    policy.write_text("apiVersion: swell/v1\nlimits: {sourceFiles: 2}\n")
    assert "it holds more than 2 files" in umbrella.run("generate", "--policy", str(policy), status=2)[1]

    umbrella.site.login = "reader:s3cret"
    assert "wants credentials, and there are none" in umbrella.run("generate", status=2)[1]
    (umbrella.folder / "home/.netrc").write_text("machine 127.0.0.1 login reader password s3cret\n")
    (umbrella.folder / "home/.netrc").chmod(0o600)
    umbrella.rendered()


def test_values_lists_and_findings_know_the_defaults_of_what_was_pulled(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue(), umbrella.beside())
    umbrella.lock()

    assert "1 ← app/charts/queue-1.1.0.tgz/queue/values.yaml:1  5" in umbrella.run("why", "queue.port")[0]
    (umbrella.app / "swell.yaml").write_text("apiVersion: swell/v1\nvalues: {queue: {port: [1]}}\n")
    for form in ("text", "github"):
        told = umbrella.run("check", "--format", form, status=1)[0]
        assert "queue.port is a list here, and a single value in app/charts/queue-1.1.0.tgz" in " ".join(told.split())
        assert str(umbrella.tmp) not in told


def test_a_chart_is_named_by_its_own_path_in_errors(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue())
    umbrella.lock()
    (umbrella.app / "templates/bad.yaml").write_text("{{ .Values.a.b.c }}")
    assert str(umbrella.tmp) not in umbrella.run("generate", status=2)[1]
    (umbrella.app / "values.yaml").write_text("a: [\n")
    assert str(umbrella.tmp) not in umbrella.run("why", "a", status=2)[1]


def test_links_that_double_what_lies_behind_them_end(umbrella: Umbrella) -> None:
    """Of 18, since a busy Linux may count each link of a path twice, and follows 40."""
    umbrella.write(umbrella.beside())
    for folder in (umbrella.app, umbrella.top / "beside"):
        for number in range(18):
            (folder / f"x/d{number}").mkdir(parents=True)
            for name in ("a", "b"):
                (folder / f"x/d{number}" / name).symlink_to(f"../d{number + 1}")
        (folder / "x/d18").mkdir()
        error = umbrella.run("generate", status=2)[1]
        assert f"more than 20000 files and folders lie behind the links in the chart {folder.name}." in error
        shutil.rmtree(folder / "x")


def test_what_links_lead_to_is_in_the_copy_of_the_chart(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue())
    umbrella.lock()
    (umbrella.top / "shared/deep").mkdir(parents=True)
    (umbrella.top / "shared/deep/text.txt").write_text("text")
    (umbrella.app / "files").symlink_to("../shared")
    (umbrella.app / "one.txt").symlink_to("files/deep/text.txt")

    found = umbrella.rendered()
    assert found == umbrella.natively()
    assert "files/deep/text.txt" in found[0]["data"]["files"]
    assert "one.txt" in found[0]["data"]["files"]


def test_an_archive_whose_description_is_a_broken_link_is_an_error_in_a_line(umbrella: Umbrella) -> None:
    (umbrella.app / "charts").mkdir(parents=True)
    with tarfile.open(umbrella.app / "charts/queue-1.0.0.tgz", "w:gz") as archive:
        for name in ("queue/Chart.yaml", "queue/templates/a.yaml", "queue/values.yaml"):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, "nowhere"
            archive.addfile(member)
    for dependencies in ((), (umbrella.queue("1.0.0"),)):
        umbrella.write(*dependencies)
        for command in ("generate", "check", "plan"):
            assert umbrella.run(command, status=2)[1].startswith("swell: helm: ")

    umbrella.write(umbrella.queue("1.0.0"), umbrella.beside())
    assert names(umbrella.rendered()) == ["app 1.0.0", "beside 0.1.0", "queue 1.0.0"]
