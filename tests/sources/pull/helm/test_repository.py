import gzip
import hashlib
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from registries import package, registry, run_helm, tar
from servers import Answering, Site, files, serving
from terms import content, credentials, left, terms

from cmp.errors import PullError
from cmp.sources.model import Bounds, Pinned, Source
from cmp.sources.pull.pull import fetch, resolve

MEASURED = """
import resource, sys, time
from cmp.system.process import Deadline
from cmp.sources.pull.pull import resolve
from cmp.settings import Settings
from cmp.sources.model import Pulling, Source
import cmp.sources.pull.helm.repository, netrc
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pulling = Pulling(settings=Settings.read({"SWELL_LOCAL_SOURCES": "true"}), deadline=Deadline.after(30))
pinned = resolve(Source(alias="web", kind="helm", location=sys.argv[1], name="chart-500", asked="^1"), pulling)
print(pinned.version, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
OFFER = f"""\
  - apiVersion: v2
    created: "2026-01-01T00:00:00Z"
    description: {"x" * 300}
    digest: {"f" * 64}
    name: chart-{{chart}}
    urls:
    - chart-{{chart}}-1.{{version}}.0.tgz
    version: 1.{{version}}.0
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve a Helm repository that Helm itself indexed."""
    folder = tmp_path / "site"
    folder.mkdir()
    for version in ("1.0.0", "1.1.0", "1.2.0-rc.1"):
        package(folder, version)
    package(folder, "3.0.0", name="other-web")
    run_helm(folder, "repo", "index", str(folder))
    with serving(files(folder)) as site:
        yield site


def source(url: str, asked: str = "", name: str = "web") -> Source:
    return Source(alias="shop", kind="helm", location=url, name=name, asked=asked)


def test_a_chart_comes_as_helm_unpacks_it(site: Site, tmp_path: Path) -> None:
    archive = (tmp_path / "site/web-1.1.0.tgz").read_bytes()
    pulling = terms(tmp_path)
    pinned = resolve(source(site.url + "/"), pulling)
    assert pinned == Pinned(version="1.1.0", digest=f"sha256:{hashlib.sha256(archive).hexdigest()}")
    (tmp_path / "out").mkdir()
    fetch(source(site.url), pinned, str(tmp_path / "out"), pulling)
    run_helm(tmp_path, "pull", "web", "--repo", site.url, "--version=1.1.0", "--untar", "-d", str(tmp_path / "helm"))
    assert content(tmp_path / "out") == content(tmp_path / "helm/web")
    assert left(tmp_path) == []


def test_what_is_not_there_is_told_with_what_is_nearest(site: Site, tmp_path: Path) -> None:
    with pytest.raises(PullError, match=r"web has no version \^2") as caught:
        resolve(source(site.url, "^2"), terms(tmp_path))
    assert caught.value.fix == "the nearest are 1.2.0-rc.1, 1.1.0, 1.0.0"
    with pytest.raises(PullError, match="has no chart wep") as caught:
        resolve(source(site.url, name="wep"), terms(tmp_path))
    assert caught.value.fix == "the nearest are web"
    with pytest.raises(PullError, match="has nothing at"):
        resolve(source(site.url + "/elsewhere"), terms(tmp_path))


def test_a_version_in_full_that_pins_itself_may_begin_with_a_v(site: Site, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    fetch(source(site.url, "v1.1.0"), Pinned(version="v1.1.0"), str(tmp_path / "out"), terms(tmp_path))
    assert (tmp_path / "out/Chart.yaml").exists()


def test_a_replaced_chart_is_refused_and_leaves_nothing(site: Site, tmp_path: Path) -> None:
    pinned = resolve(source(site.url), terms(tmp_path))
    (tmp_path / "site/web-1.1.0.tgz").write_bytes(tar(("web/Chart.yaml", b"name: evil\n")))
    (tmp_path / "out").mkdir()
    with pytest.raises(PullError, match="is not what is pinned"):
        fetch(source(site.url), pinned, str(tmp_path / "out"), terms(tmp_path))
    assert list((tmp_path / "out").iterdir()) == []


def test_an_index_without_digests_and_with_odd_habits_is_read(site: Site, tmp_path: Path) -> None:
    (tmp_path / "site/index.yaml").write_text(
        "# made by hand\napiVersion: v1\nentries:\n    other:\n    - version: 9.9.9\n    'web':\n"
        "      -   name: web\n          description: |\n            version: 8.0.0\n            - version: 7\n"
        '          maintainers:\n          - name: x\n          "urls":\n          - web-1.0.0.tgz\n'
        '          version: "1.0.0"  \n    # a comment\n      -   version: 0.9.0\n          urls: [web-0.9.0.tgz]\n'
        "generated: 2026-01-01T00:00:00Z\n"
    )
    archive = (tmp_path / "site/web-1.0.0.tgz").read_bytes()
    pinned = resolve(source(site.url), terms(tmp_path))
    assert pinned == Pinned(version="1.0.0", digest=f"sha256:{hashlib.sha256(archive).hexdigest()}")


@pytest.mark.parametrize("indent", [None, 1])
def test_an_index_in_json_is_read_too(indent: int | None, site: Site, tmp_path: Path) -> None:
    before = resolve(source(site.url, "^1"), terms(tmp_path))
    index = yaml.safe_load((tmp_path / "site/index.yaml").read_text())
    noise = {"größe": [{"version": "1"}] * 9000, 'x\\"}': [], "numbers": [{"n": 12345.5e3, "m": None}]}
    index = {
        "generated": "2026-01-01T00:00:00Z",
        "serverInfo": {"entries": {}},
        **index,
        "entries": {**noise, **index["entries"]},
    }
    (tmp_path / "site/index.yaml").write_text(
        "\n " + json.dumps(index, indent=indent, default=datetime.isoformat) + "\n"
    )

    assert resolve(source(site.url, "^1"), terms(tmp_path)) == before
    with pytest.raises(PullError, match="has no chart wep") as caught:
        resolve(source(site.url, name="wep"), terms(tmp_path))
    assert caught.value.fix == "the nearest are web"
    text = (tmp_path / "site/index.yaml").read_text()
    (tmp_path / "site/index.yaml").write_text(text[: len(text) // 2])
    with pytest.raises(PullError, match="is no index of charts"):
        resolve(source(site.url), terms(tmp_path))


@pytest.mark.parametrize("written", [yaml.safe_dump, json.dumps])
def test_a_packed_index_that_is_cut_off_is_not_taken_for_a_short_one(
    written: Callable[[object], str], tmp_path: Path
) -> None:
    offers = [
        {"name": "web", "version": f"1.{minor}.0", "digest": f"{minor:064}", "urls": ["x"]} for minor in range(3000)
    ]
    whole = gzip.compress(written({"apiVersion": "v1", "entries": {"web": offers}}).encode())
    sent = [whole[: len(whole) // 2], whole[:-8], whole + gzip.compress(b"  more: []"), whole]

    class Cutting(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.reply(200, sent[0], {"Content-Encoding": "gzip"})

    with serving(Cutting) as site:
        while len(sent) > 1:
            with pytest.raises(PullError, match=r"broke off|is no index of charts"):
                resolve(source(site.url), terms(tmp_path))
            sent.pop(0)
        assert resolve(source(site.url), terms(tmp_path)).version == "1.2999.0"


@pytest.mark.parametrize(
    "text", ["<html>no</html>", '{"entries": {"web": []}}', "{entries: {web: []}}", "{}", "[]", "", "entries: [\n"]
)
def test_what_is_no_index_is_told(text: str, site: Site, tmp_path: Path) -> None:
    (tmp_path / "site/index.yaml").write_text(text)
    with pytest.raises(PullError, match=r"is no index of charts|has no chart"):
        resolve(source(site.url), terms(tmp_path))


def test_a_repository_behind_a_login_and_one_that_lies_in_a_registry(site: Site, tmp_path: Path) -> None:
    site.login = "reader:s3cret"
    with pytest.raises(PullError, match="wants credentials, and there are none"):
        resolve(source(site.url), terms(tmp_path))
    mounted = credentials(tmp_path, "127.0.0.1", username="reader", password="s3cret")
    assert resolve(source(site.url), terms(tmp_path, SWELL_CREDENTIALS=mounted)).version == "1.1.0"
    (tmp_path / "home/.netrc").write_text("machine 127.0.0.1 login reader password s3cret\n")
    assert resolve(source(site.url), terms(tmp_path)).version == "1.1.0"
    (tmp_path / "home/.netrc").unlink()
    known = {"repositories": [{"name": "x", "url": site.url, "username": "reader", "password": "s3cret"}]}
    (tmp_path / "repositories.yaml").write_text(yaml.safe_dump(known))
    helms = {"HELM_REPOSITORY_CONFIG": str(tmp_path / "repositories.yaml")}
    assert resolve(source(site.url), terms(tmp_path, **helms)).version == "1.1.0"


def test_an_index_may_point_into_a_registry(site: Site, tmp_path: Path) -> None:
    with registry(tmp_path / "registry") as host:
        archive = tmp_path / "site/web-1.0.0.tgz"
        run_helm(tmp_path, "push", str(archive), f"oci://{host}/charts", "--plain-http")
        index = {
            "apiVersion": "v1",
            "entries": {"web": [{"name": "web", "version": "1.0.0", "urls": [f"oci://{host}/charts/web:1.0.0"]}]},
        }
        (tmp_path / "site/index.yaml").write_text(yaml.safe_dump(index))
        pinned = resolve(source(site.url), terms(tmp_path))
        assert pinned.digest == f"sha256:{hashlib.sha256(archive.read_bytes()).hexdigest()}"
        (tmp_path / "out").mkdir()
        fetch(source(site.url), pinned, str(tmp_path / "out"), terms(tmp_path))
        assert "Chart.yaml" in content(tmp_path / "out")
        small = terms(tmp_path, bounds=Bounds(bytes=100))
        with pytest.raises(PullError, match="brings more than"):
            resolve(source(site.url), small)


@pytest.mark.parametrize(
    "tag", ["../../../team-b/web/manifests/1.0.0", "%2e%2e", "..", "x%2f..", "1.0.0?x=1", "1.0.0#y", "", "5000/web"]
)
def test_what_an_index_names_in_a_registry_is_asked_as_a_tag_alone(tag: str, site: Site, tmp_path: Path) -> None:
    with serving(Noting) as other:
        led_to(f"oci://{other.host}/team-a/web:{tag}", tmp_path)
        with pytest.raises(PullError, match=r"its index names no tag for version 1\.0\.0"):
            resolve(source(site.url), terms(tmp_path))
        assert other.asked == []


class Noting(Answering):
    """Wants a login, and keeps what was said."""

    def do_GET(self) -> None:  # noqa: D102, N802  (as it is called there)
        self.server.asked.append(self.headers.get("Authorization") or "none")
        self.reply(401, b"", {"WWW-Authenticate": 'Basic realm="tell me"'})


def led_to(url: str, tmp_path: Path) -> None:
    """Let the index lead to an archive elsewhere."""
    index = {"apiVersion": "v1", "entries": {"web": [{"name": "web", "version": "1.0.0", "urls": [url]}]}}
    (tmp_path / "site/index.yaml").write_text(yaml.safe_dump(index))


def test_another_host_gets_its_mounted_password_only_where_the_policy_names_the_address(
    site: Site, tmp_path: Path
) -> None:
    archive = (tmp_path / "site/web-1.0.0.tgz").read_bytes()
    with serving(files(tmp_path / "site"), login="reader:s3cret") as other:
        mounted = {"SWELL_CREDENTIALS": credentials(tmp_path, other.host, username="reader", password="s3cret")}
        led_to(f"{other.url}/web-1.0.0.tgz", tmp_path)
        with pytest.raises(PullError, match="wants credentials, and there are none"):
            resolve(source(site.url), terms(tmp_path, **mounted))
        named = Bounds(allow=(f"{other.url}/*",))
        pinned = resolve(source(site.url), terms(tmp_path, bounds=named, **mounted))
        assert pinned.digest == f"sha256:{hashlib.sha256(archive).hexdigest()}"
        before = len(other.asked)
        with pytest.raises(PullError, match=f"leads to {other.url}/web-1.0.0.tgz, which the policy does not allow"):
            resolve(source(site.url), terms(tmp_path, bounds=Bounds(allow=(f"{site.url}/*",)), **mounted))
        led_to(f"oci://{other.host}/charts/web:1.0.0", tmp_path)
        with pytest.raises(PullError, match=r"leads to oci:.*, which the policy does not allow"):
            resolve(source(site.url), terms(tmp_path, bounds=Bounds(allow=(f"{site.url}/*",)), **mounted))
        assert len(other.asked) == before


def test_a_redirect_leads_where_the_policy_allows_alone(tmp_path: Path) -> None:
    (tmp_path / "git").mkdir()
    with serving(Noting) as other:

        class Leading(Answering):
            def do_GET(self) -> None:  # noqa: N802  (as it is called there)
                self.reply(302, b"", {"Location": f"{other.url}{self.path}"})

        with serving(Leading) as site:
            pulling = terms(tmp_path, bounds=Bounds(allow=(f"{site.url}/*",)))
            with pytest.raises(PullError, match=f"leads to {other.url}/index.yaml, which the policy does not allow"):
                resolve(source(site.url), pulling)
            with pytest.raises(PullError, match=r"sends on from .* \(302\)"):
                resolve(Source(alias="web", kind="git", location=f"{site.url}/x.git"), pulling)
        assert other.asked == []


@pytest.mark.parametrize("way", ["http://{evil}/@{good}/private/x.tgz", "http://{evil}/x@{good}/private/x.tgz"])
def test_a_password_goes_to_the_host_that_is_asked_and_not_to_one_that_reads_alike(
    way: str, site: Site, tmp_path: Path
) -> None:
    good = "charts.example.com"
    known = {"repositories": [{"name": "x", "url": f"http://{good}/private", "username": "u", "password": "s3cret"}]}
    (tmp_path / "repositories.yaml").write_text(yaml.safe_dump(known))
    with serving(Noting) as evil:
        led_to(way.format(evil=evil.host, good=good), tmp_path)
        with pytest.raises(PullError, match="wants credentials, and there are none"):
            resolve(source(site.url), terms(tmp_path, HELM_REPOSITORY_CONFIG=str(tmp_path / "repositories.yaml")))
        assert evil.asked == ["none"]


@pytest.mark.parametrize("url", ["http://[bad/x", "http://good@{host}/x", "http://{host}:99999/x", "http://a..b/x"])
def test_an_archive_at_no_address_is_told_in_a_line(url: str, site: Site, tmp_path: Path) -> None:
    led_to(url.format(host=site.host), tmp_path)
    with pytest.raises(PullError, match=r"leads to .*, which is no address|can't be read"):
        resolve(source(site.url), terms(tmp_path))


def in_yaml() -> Iterator[str]:
    yield "apiVersion: v1\nentries:\n"
    for chart in range(1000):
        yield f"  chart-{chart}:\n"
        for version in range(40):
            yield OFFER.format(chart=chart, version=version)


def in_json() -> Iterator[str]:
    yield '{"apiVersion": "v1", "entries": {'
    for chart in range(1000):
        offers = yaml.safe_load("".join(OFFER.format(chart=chart, version="0")))
        yield f"{',' if chart else ''}{json.dumps(f'chart-{chart}')}:"
        yield json.dumps([{**offers[0], "version": f"1.{version}.0"} for version in range(40)])
    yield "}}"


@pytest.mark.parametrize("written", [in_yaml, in_json])
def test_an_index_of_twenty_megabytes_takes_little_memory(written: Callable[[], Iterator[str]], tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with (tmp_path / "site/index.yaml").open("w") as file:
        file.writelines(written())
    assert (tmp_path / "site/index.yaml").stat().st_size > 20_000_000
    with serving(files(tmp_path / "site")) as site:
        argv = [sys.executable, "-c", MEASURED, site.url]
        run = subprocess.run(argv, capture_output=True, text=True, check=True, preexec_fn=_small)
    version, kilobytes = run.stdout.split()
    assert version == "1.39.0"
    assert int(kilobytes) < 40_000


def _small() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
