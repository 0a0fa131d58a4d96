"""What one project has pulled serves another one only if that one could have pulled it, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lending import LOGIN, lending, place_program
from lending import environment as lending_environment
from registries import package
from served import NAME, PASSWORD
from servers import Site, files, git_backend, serving
from terms import repository, terms
from there import CHART, swell_yaml
from three import Three

from cmp.errors import PullError
from cmp.lock.session import LockSession
from cmp.sources.declaration import Declared
from cmp.sources.model import Bounds, Pinned, Pulling, Source
from cmp.sources.pull.pull import resolve


def opened(pulling: Pulling, source: Source, pinned: Pinned) -> list[str]:
    """Open a pin as a render would, and return the names of its files."""
    session = LockSession(pulling.settings, pulling.deadline)
    try:
        found = session.stored(Declared(source=source, where="swell.yaml:1", bounds=pulling.bounds), pinned)
        return sorted(path.name for path in Path(found.folder).iterdir())
    finally:
        session.close()


def in_store(tmp_path: Path, *, bounds: Bounds | None = None, **environ: str) -> Pulling:
    return terms(tmp_path, bounds=bounds, SWELL_STORE=str(tmp_path / "store"), **environ)


def test_a_project_without_the_credential_gets_nothing_of_what_another_one_pulled(three: Three, tmp_path: Path) -> None:
    swell_yaml(three, "chart: $there/chart\n")
    policy = tmp_path / "policy.yaml"
    projects = "projects: [{match: [shop, shop-*], sources: {credentials: ['127.0.0.*']}}]\n"
    policy.write_text(f"apiVersion: swell/v1\nsources: {{credentials: [git.example.com]}}\n{projects}")
    hosts = tmp_path / "credentials" / "127.0.0.1"
    hosts.mkdir(parents=True)
    (hosts / "username").write_text(NAME)
    (hosts / "password").write_text(PASSWORD)
    three.run("lock")
    before = three.forge.pulls()
    asked = ("generate", "--policy", str(policy))
    mounted = {"HOME": str(tmp_path), "SWELL_CREDENTIALS": str(hosts.parent)}

    first = three.run(*asked, app="bank-bitso", ARGOCD_APP_PROJECT_NAME="shop", **mounted)[0]
    for project in ("other", ""):
        error = three.run(*asked, app="bank-bitso", status=2, ARGOCD_APP_PROJECT_NAME=project, **mounted)[1]
        assert "wants credentials" in error
    assert three.run(*asked, app="bank-bitso", ARGOCD_APP_PROJECT_NAME="shop-eu", **mounted)[0] == first
    assert three.forge.pulls() == before + 1
    three.forge.stop()
    assert three.run(*asked, app="bank-bitso", ARGOCD_APP_PROJECT_NAME="shop", **mounted)[0] == first
    assert not [path for path in (three.folder / "store").rglob("*") if path.is_file() and PASSWORD in path.read_text()]


def test_what_was_pulled_without_any_credential_serves_all(tmp_path: Path) -> None:
    commit = repository(tmp_path / "git/web", CHART)
    with serving(git_backend(tmp_path / "git")) as site:
        source = Source(alias="web", kind="git", location=f"{site.url}/web/.git", asked="main")
        pin = Pinned(commit=commit)
        opened(in_store(tmp_path, bounds=Bounds(credentials=())), source, pin)
        before = len(site.asked)
        assert opened(in_store(tmp_path), source, pin) == ["chart", "envs", "swell.yaml"]
        assert len(site.asked) == before
        assert len(list((tmp_path / "store/objects").iterdir())) == 1


def test_each_project_needs_what_argo_cd_lends_it_itself(tmp_path: Path) -> None:
    commit = repository(tmp_path / "git/web", CHART)
    (tmp_path / "bin").mkdir()
    place_program(tmp_path / "bin")
    with serving(git_backend(tmp_path / "git"), login=LOGIN) as site, lending() as sock:
        source = Source(alias="web", kind="git", location=f"{site.url}/web/.git", asked="main")
        pin = Pinned(commit=commit)
        lent = lending_environment(str(sock)) | {"PATH": f"{tmp_path}/bin:{terms(tmp_path).settings.path}"}

        def of(project: str, path: str) -> Pulling:
            words = {"ARGOCD_APP_PROJECT_NAME": project, "ARGOCD_APP_SOURCE_REPO_URL": f"{site.url}/{path}"}
            return in_store(tmp_path, **lent, **words)

        opened(of("shop", "apps.git"), source, pin)
        asked = len(site.asked)
        opened(of("shop", "apps.git"), source, pin)
        assert len(site.asked) == asked
        for project, path in (("bank", "apps.git"), ("shop", "others.git")):
            asked = len(site.asked)
            opened(of(project, path), source, pin)  # it has to log in itself, and may
            assert len(site.asked) > asked
        with pytest.raises(PullError, match="wants credentials"):
            opened(in_store(tmp_path), source, pin)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """Serve a Helm repository whose index leads to an archive on another host."""
    for name in ("index", "archives"):
        (tmp_path / name).mkdir()
    package(tmp_path / "archives", "1.0.0")
    with serving(files(tmp_path / "archives")) as other, serving(files(tmp_path / "index")) as site:
        url = f"{other.url.replace('127.0.0.1', 'localhost')}/web-1.0.0.tgz"
        index = {"apiVersion": "v1", "entries": {"web": [{"name": "web", "version": "1.0.0", "urls": [url]}]}}
        (tmp_path / "index/index.yaml").write_text(yaml.safe_dump(index))
        yield site, other


def test_an_entry_serves_no_policy_that_forbids_an_address_by_which_it_came(
    site: tuple[Site, Site], tmp_path: Path
) -> None:
    index, archives = site
    source = Source(alias="web", kind="helm", location=index.url, name="web", asked="1.0.0")
    elsewhere = f"http://localhost:{archives.server_port}/*"
    wide, narrow = Bounds(allow=(index.url, elsewhere)), Bounds(allow=(index.url,))
    pin = resolve(source, in_store(tmp_path, bounds=wide))
    before = len(archives.asked)

    assert "Chart.yaml" in opened(in_store(tmp_path, bounds=wide), source, pin)
    with pytest.raises(PullError, match="which the policy does not allow"):
        opened(in_store(tmp_path, bounds=narrow), source, pin)
    assert "Chart.yaml" in opened(in_store(tmp_path, bounds=wide), source, pin)
    assert "Chart.yaml" in opened(in_store(tmp_path), source, pin)
    assert len(archives.asked) == before + 1


def test_nor_a_project_that_lacks_the_credential_of_such_an_address(site: tuple[Site, Site], tmp_path: Path) -> None:
    index, archives = site
    archives.login = "reader:s3cret"
    folder = tmp_path / "credentials" / "localhost"
    folder.mkdir(parents=True)
    (folder / "username").write_text("reader")
    (folder / "password").write_text("s3cret")
    source = Source(alias="web", kind="helm", location=index.url, name="web", asked="1.0.0")
    allow = (index.url, f"http://localhost:{archives.server_port}/*")
    granted, without = Bounds(allow=allow, credentials=("localhost",)), Bounds(allow=allow, credentials=())
    pulling = in_store(tmp_path, bounds=granted, SWELL_CREDENTIALS=str(folder.parent))
    pin = resolve(source, pulling)

    assert "Chart.yaml" in opened(pulling, source, pin)
    with pytest.raises(PullError, match="wants credentials"):
        opened(in_store(tmp_path, bounds=without, SWELL_CREDENTIALS=str(folder.parent)), source, pin)
    archives.shutdown()
    assert "Chart.yaml" in opened(pulling, source, pin)
