"""What an index, a redirect or a registry may lead to, and whose credentials go there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from registries import package, registry, run_helm
from servers import Answering, Site, files, serving
from terms import BY_HTTP, credentials, located, some_of, terms

from cmp.errors import PullError
from cmp.sources.model import Bounds, Source
from cmp.sources.pull.kinds import NAMES
from cmp.sources.pull.pull import resolve


class Noting(Answering):
    """Wants a login, and keeps what was said."""

    def do_GET(self) -> None:  # noqa: D102, N802  (as it is called there)
        self.server.asked.append(f"{self.path} {self.headers.get('Authorization')}")
        self.reply(401, b"", {"WWW-Authenticate": 'Basic realm="tell me"'})

    do_HEAD = do_POST = do_GET  # noqa: N815


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve a host of two teams, each with its own Helm repository."""
    for team in ("team-a", "team-b"):
        (tmp_path / "site" / team).mkdir(parents=True)
        package(tmp_path / "site" / team, "1.0.0")
    with serving(files(tmp_path / "site")) as site:
        yield site


def source(url: str) -> Source:
    return Source(alias="shop", kind="helm", location=url, name="web")


def led_to(url: str, tmp_path: Path) -> None:
    """Let the index of team-a lead to an archive."""
    index = {"apiVersion": "v1", "entries": {"web": [{"name": "web", "version": "1.0.0", "urls": [url]}]}}
    (tmp_path / "site/team-a/index.yaml").write_text(yaml.safe_dump(index))


@pytest.mark.parametrize(
    "url",
    ["{site}/team-b/web-1.0.0.tgz", "../team-b/web-1.0.0.tgz", "/team-b/web-1.0.0.tgz", "x/../../team-b/web-1.0.0.tgz",
     "{site}/team-a/%2e%2e/team-b/web-1.0.0.tgz", "{site}/team-a//../team-b/web-1.0.0.tgz"],
)  # fmt: skip
def test_the_index_of_one_team_leads_into_no_other_teams_folder_on_the_same_host(
    url: str, site: Site, tmp_path: Path
) -> None:
    led_to(url.format(site=site.url), tmp_path)
    for glob in (f"{site.url}/team-a", f"{site.url}/team-a/*", f"{site.url}/team-a/**"):
        asked = Source(alias="shop", kind="helm", location=f"{site.url}/team-a", name="web")
        with pytest.raises(PullError, match=r"leads to http.*/team-b/web-1.0.0.tgz, which the policy does not allow"):
            resolve(asked, terms(tmp_path, bounds=Bounds(allow=(glob,))))
    assert not [path for path in site.asked if "team-b" in path]
    assert resolve(source(f"{site.url}/team-a"), terms(tmp_path, bounds=Bounds(allow=(f"{site.url}/**",)))).digest


@pytest.mark.parametrize("url", ["web-1.0.0.tgz", "{site}/team-a/web-1.0.0.tgz", "../team-a/./web-1.0.0.tgz"])
def test_what_lies_below_the_source_itself_need_not_be_named(url: str, site: Site, tmp_path: Path) -> None:
    led_to(url.format(site=site.url), tmp_path)
    assert resolve(source(f"{site.url}/team-a"), terms(tmp_path, bounds=Bounds(allow=(f"{site.url}/team-a",)))).digest


def test_what_is_asked_is_what_was_matched(site: Site, tmp_path: Path) -> None:
    led_to("x//..///web-1.0.0.tgz", tmp_path)
    resolve(source(f"{site.url}/team-b/../team-a/"), terms(tmp_path, bounds=Bounds(allow=(f"{site.url}/team-a/*",))))
    assert site.asked == ["GET /team-a/index.yaml", "GET /team-a/web-1.0.0.tgz"]


@pytest.mark.parametrize("where", ["{site}/team-b/x", "{site}/team-a/../team-b/x", "{other}/x"])
@pytest.mark.parametrize("kind", NAMES)
def test_a_redirect_leads_to_nothing_that_the_policy_does_not_name(kind: str, where: str, tmp_path: Path) -> None:
    with serving(Noting) as other:

        class Leading(Answering):
            def do_GET(self) -> None:  # noqa: N802  (as it is called there)
                self.server.asked.append(self.path)
                self.reply(302, b"", {"Location": where.format(site=site.url, other=other.url)})

            do_HEAD = do_GET  # noqa: N815

        with serving(Leading) as site:
            place = located(kind, site.host, "team-a/web")
            asked = Source(alias="shop", kind=kind, location=place, asked=some_of(kind, "main"), name="web")
            pulling = terms(tmp_path, bounds=Bounds(allow=(f"{site.url}/team-a/**", f"oci://{site.host}/team-a/*")))
            with pytest.raises(PullError, match=r"which the policy does not allow|git follows nothing"):
                resolve(asked, pulling)
            assert len(site.asked) == 1
        assert other.asked == []


@pytest.mark.parametrize("kind", BY_HTTP)
def test_a_redirect_to_the_clouds_metadata_is_not_followed_though_no_policy_says_so(kind: str, tmp_path: Path) -> None:
    class Leading(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.reply(302, b"", {"Location": "http://169.254.169.254/latest/meta-data"})

        do_HEAD = do_GET  # noqa: N815

    with serving(Leading) as site:
        place = located(kind, site.host, "web")
        asked = Source(alias="shop", kind=kind, location=place, asked=some_of(kind, "^1"), name="web")
        with pytest.raises(PullError, match="an address of this node's own network"):
            resolve(asked, terms(tmp_path))


def telling(realm: str, *, link: str = "") -> type[Answering]:
    """Return a registry that sends for tokens, or to a next page of its tags."""

    class Telling(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.server.asked.append(f"{self.path} {self.headers.get('Authorization')}")
            if self.path.startswith("/token"):
                self.reply(200, json.dumps({"token": "abc"}).encode(), {})
            elif realm and self.headers.get("Authorization") != "Bearer abc":
                self.reply(401, b"", {"WWW-Authenticate": f'Bearer realm="{realm}",service="x"'})
            elif "manifests/main" in self.path:
                self.reply(404, b"", {})
            elif "page=2" in self.path:
                self.reply(200, b'{"tags": ["1.5.0"]}', {})
            elif "tags" in self.path:
                self.reply(200, b'{"tags": ["1.0.0"]}', {"Link": f'<{link}>; rel="next"'} if link else {})
            else:
                self.reply(200, b"{}", {"Docker-Content-Digest": "sha256:" + "1" * 64})

        do_HEAD = do_GET  # noqa: N815

    return Telling


def test_a_tag_that_is_listed_and_not_there_is_no_pin(tmp_path: Path) -> None:
    class Forgetting(telling("")):  # type: ignore[misc]  # a class that is made by a function
        def do_HEAD(self) -> None:  # noqa: N802  (as it is called there)
            self.reply(404, b"", {})

    with serving(Forgetting) as site:
        asked = Source(alias="shop", kind="oci", location=f"oci://{site.host}/web", asked="^1")
        with pytest.raises(PullError, match=r"it lists the tag 1\.0\.0, and has no such tag"):
            resolve(asked, terms(tmp_path))


def tokens(site: Site) -> str:
    return f"{site.url.replace('127.0.0.1', 'localhost')}/token"


def asked_of(host: str) -> Source:
    return Source(alias="shop", kind="oci", location=f"oci://{host}/team-a/web", asked="^1")


def test_a_password_goes_to_no_other_host_that_a_registry_names_for_tokens(tmp_path: Path) -> None:
    with serving(telling("")) as service, serving(telling(tokens(service))) as site:
        mounted = credentials(tmp_path, site.host, username="reader", password="s3cret-s3cret")
        with pytest.raises(PullError, match="asks to send its password to localhost:") as caught:
            resolve(asked_of(site.host), terms(tmp_path, SWELL_CREDENTIALS=mounted))
        assert "name that host in $SWELL_CREDENTIALS/127.0.0.1/realm" in caught.value.fix
        assert service.asked == []
        assert resolve(asked_of(site.host), terms(tmp_path)).version == "1.0.0"  # without a password, no harm is done
        assert {line.rpartition(" ")[2] for line in service.asked} == {"None"}

        (tmp_path / "credentials" / site.host / "realm").write_text(f"localhost:{service.server_port}\n")
        assert resolve(asked_of(site.host), terms(tmp_path, SWELL_CREDENTIALS=mounted)).version == "1.0.0"
        assert service.asked[-1].split()[-2] == "Basic"


def test_a_registrys_own_site_may_give_its_tokens(tmp_path: Path) -> None:
    class Own(telling("x")):  # type: ignore[misc]
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            if self.path.startswith("/token") or self.headers.get("Authorization") == "Bearer abc":
                super().do_GET()
            else:
                self.reply(401, b"", {"WWW-Authenticate": f'Bearer realm="{self.server.url}/token"'})

        do_HEAD = do_GET  # noqa: N815

    with serving(Own) as site:
        mounted = credentials(tmp_path, site.host, username="reader", password="s3cret-s3cret")
        bounds = Bounds(allow=(f"oci://{site.host}/team-a/*",))
        assert resolve(asked_of(site.host), terms(tmp_path, bounds=bounds, SWELL_CREDENTIALS=mounted)).digest
        assert [line.split()[-2] for line in site.asked if line.startswith("/token")] == ["Basic"]


def test_a_token_service_elsewhere_is_asked_where_the_policy_allows_it_alone(tmp_path: Path) -> None:
    with serving(telling("")) as service, serving(telling(tokens(service))) as site:
        own = f"oci://{site.host}/team-a/*"
        with pytest.raises(PullError, match=r"leads to http://localhost:.*/token, which the policy does not allow"):
            resolve(asked_of(site.host), terms(tmp_path, bounds=Bounds(allow=(own,))))
        assert service.asked == []
        assert resolve(asked_of(site.host), terms(tmp_path, bounds=Bounds(allow=(own, tokens(service))))).digest


@pytest.mark.parametrize("link", ["{other}/v2/team-a/web/tags/list?page=2", "{site}/v2/team-b/web/tags/list?page=2",
                                  "/v2/team-a/../team-b/web/tags/list?page=2", "https://{host}/v2/team-a/web/tags/list?page=2",
                                  "{site}/team-b/page=2"])  # fmt: skip
def test_the_next_page_of_tags_is_the_registrys_own_or_none(link: str, tmp_path: Path) -> None:
    with serving(Noting) as other:
        holder: list[str] = [""]

        class Paging(telling("")):  # type: ignore[misc]
            def do_GET(self) -> None:  # noqa: N802  (as it is called there)
                if "tags" in self.path and "page=2" not in self.path:
                    self.server.asked.append(self.path)
                    self.reply(200, b'{"tags": ["1.0.0"]}', {"Link": f'<{holder[0]}>; rel="next"'})
                else:
                    super().do_GET()

            do_HEAD = do_GET  # noqa: N815

        with serving(Paging) as site:
            holder[0] = link.format(site=site.url, host=site.host, other=other.url)
            with pytest.raises(PullError, match="its list of tags goes on elsewhere"):
                resolve(asked_of(site.host), terms(tmp_path))
            assert not [path for path in site.asked if "page=2" in path]
            holder[0] = "/v2/team-a/web/tags/list?page=2"
            assert resolve(asked_of(site.host), terms(tmp_path)).version == "1.5.0"
        assert other.asked == []


@pytest.mark.parametrize("where", ["docker", "helm"])
def test_a_host_that_the_policy_grants_no_credentials_gets_none_of_any_login_file(where: str, tmp_path: Path) -> None:
    with registry(tmp_path / "registry", login=True) as host:
        run_helm(tmp_path, "registry", "login", host, "-u", "reader", "-p", "s3cret-s3cret", "--plain-http")
        run_helm(tmp_path, "push", str(package(tmp_path, "1.0.0")), f"oci://{host}/charts", "--plain-http")
        config = tmp_path / ".config/helm/registry/config.json"
        (tmp_path / "docker").mkdir()
        (tmp_path / "docker/config.json").write_text(config.read_text())
        said = {"docker": {"DOCKER_CONFIG": str(tmp_path / "docker")}, "helm": {"HELM_REGISTRY_CONFIG": str(config)}}
        asked = Source(alias="shop", kind="oci", location=f"oci://{host}/charts/web", asked="1.0.0")
        assert resolve(asked, terms(tmp_path, **said[where])).digest
        with pytest.raises(PullError, match="wants credentials, and there are none"):
            resolve(asked, terms(tmp_path, bounds=Bounds(credentials=("other.example.com",)), **said[where]))


def test_nor_does_git_ask_a_program_for_it(tmp_path: Path) -> None:
    (tmp_path / "asked").write_text("#!/bin/sh\necho reader\n")
    (tmp_path / "asked").chmod(0o755)
    (tmp_path / "home").mkdir()
    helper = "!echo username=reader; echo password=s3cret; :"
    (tmp_path / "home/.gitconfig").write_text(f'[credential]\n helper = "{helper}"\n')
    with serving(Noting) as site:
        asked = Source(alias="shop", kind="git", location=f"{site.url}/web", asked="main")
        for hosts, heard in ((("127.0.0.1",), True), ((), False)):
            site.asked.clear()
            with pytest.raises(PullError, match=r"wants credentials|refuses the credentials"):
                resolve(asked, terms(tmp_path, bounds=Bounds(credentials=hosts), GIT_ASKPASS=str(tmp_path / "asked")))
            assert any("Basic" in line for line in site.asked) is heard


@pytest.mark.parametrize("kind", ["helm", "git"])
def test_nor_does_it_get_what_netrc_holds(kind: str, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.netrc").write_text("machine 127.0.0.1 login reader password s3cret-s3cret\n")
    with serving(Noting) as site:
        asked = Source(alias="shop", kind=kind, location=f"{site.url}/web", asked="main", name="web")
        for hosts, heard in ((("127.0.0.1",), True), (("10.*",), False), ((), False)):
            site.asked.clear()
            with pytest.raises(PullError, match=r"wants credentials|refuses the credentials"):
                resolve(asked, terms(tmp_path, bounds=Bounds(credentials=hosts)))
            assert any("Basic" in line for line in site.asked) is heard


@pytest.mark.parametrize("length", ["\xb2", "9" * 5_000, "1x"])
def test_an_odd_length_of_an_answer_is_passed_over(length: str, tmp_path: Path) -> None:
    class Odd(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.send_response(200)
            self.send_header("Content-Length", length)
            self.end_headers()
            self.wfile.write(b"apiVersion: v1\nentries: {}\n")
            self.close_connection = True

    with serving(Odd) as site, pytest.raises(PullError, match="web"):
        resolve(source(site.url), terms(tmp_path))


@pytest.mark.parametrize(("first", "then"), [("localhost", "127.0.0.1"), ("127.0.0.1", "localhost")])
def test_a_redirect_is_asked_for_as_its_own_host_is_and_takes_no_password_of_the_proxy_along(
    first: str, then: str, tmp_path: Path
) -> None:
    seen: list[tuple[str, str | None]] = []

    class Noted(Answering):
        """A host, and the proxy before it: the first is moved, the other has nothing."""

        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            seen.append((self.path, self.headers.get("Proxy-Authorization")))
            moved = {"Location": f"http://{then}:{site.server_address[1]}/there"} if "/here" in self.path else {}
            self.reply(302 if moved else 404, b"", moved)

    with serving(Noted) as site:
        port = site.server_address[1]
        asked = Source(alias="a", kind="helm", location=f"http://{first}:{port}/here", asked="1.0.0", name="web")
        proxy = f"http://user:hunter2@127.0.0.1:{port}"
        with pytest.raises(PullError):
            resolve(asked, terms(tmp_path, http_proxy=proxy, no_proxy="127.0.0.1"))
    for path, password in seen:
        assert path.startswith("http://localhost:") is bool(password)
    assert {path.partition("localhost")[1] for path, _ in seen} == {"localhost", ""}
