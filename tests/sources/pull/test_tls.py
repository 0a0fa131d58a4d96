"""The way that sources come in earnest: TLS, authorities, proxies, tokens."""

import json
import urllib.request
from pathlib import Path

import pytest
from registries import push, registry, tar
from servers import Answering, certificate, files, git_backend, serving
from terms import content, credentials, repository, terms

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.pull import fetch, resolve

INDEX = (
    "apiVersion: v1\nentries:\n  web:\n  - name: web\n    version: 1.0.0\n    digest: '"
    + "0" * 64
    + "'\n    urls: [web.tgz]\n"
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a key and a certificate for localhost that vouches for itself."""
    folder = tmp_path_factory.mktemp("tls")
    certificate(folder)
    return folder


@pytest.mark.parametrize("kind", ["git", "helm"])
def test_a_mounted_authority_is_trusted_and_without_it_nobody(kind: str, pair: Path, tmp_path: Path) -> None:
    repository(tmp_path / "parts/web", {"a": "b"})
    (tmp_path / "parts/index.yaml").write_text(INDEX)
    handler = git_backend(tmp_path / "parts") if kind == "git" else files(tmp_path / "parts")
    with serving(handler, login="reader:s3cret", tls=pair / "both") as site:
        location = f"https://{site.host}/web/.git" if kind == "git" else f"https://{site.host}"
        source = Source(alias="web", kind=kind, location=location, name="web")
        with pytest.raises(PullError, match="no trusted TLS with 127") as caught:
            resolve(source, terms(tmp_path, local=False))
        assert "ca.crt" in caught.value.fix
        mounted = credentials(
            tmp_path, site.host, ca_crt=(pair / "ca.crt").read_text(), username="reader", password="s3cret"
        )
        pulling = terms(tmp_path, local=False, SWELL_CREDENTIALS=mounted)
        pinned = resolve(source, pulling)
        if kind == "git":
            (tmp_path / "out").mkdir()
            fetch(source, pinned, str(tmp_path / "out"), pulling)
            assert content(tmp_path / "out") == {"a": "b"}


@pytest.mark.parametrize("kind", ["git", "helm", "oci"])
def test_a_proxy_is_used_and_its_refusal_is_told(kind: str, tmp_path: Path) -> None:
    class Refusing(Answering):
        def do_CONNECT(self) -> None:  # noqa: N802  (as it is called there)
            self.server.asked.append(self.path)
            self.reply(407, b"", {})

    with serving(Refusing) as proxy:
        scheme = "oci" if kind == "oci" else "https"
        source = Source(alias="web", kind=kind, location=f"{scheme}://charts.example.com/x", asked="v1", name="web")
        with pytest.raises(PullError, match=r"the proxy refuses the way to charts\.example\.com"):
            resolve(source, terms(tmp_path, local=False, https_proxy=proxy.url))
        assert proxy.asked == ["charts.example.com:443"]


def test_a_token_is_fetched_where_the_registry_says_and_serves_for_all_that_is_asked(tmp_path: Path) -> None:
    with registry(tmp_path / "registry") as behind:
        digest = push(behind, "app", "v1", [(tar(("a", b"1")), "application/x.tar+gzip", {})])

        class Front(Answering):
            def do_GET(self) -> None:  # noqa: N802  (as it is called there)
                self.server.asked.append(self.path)
                if self.path.startswith("/token?service=test&scope=repository%3Aapp%3Apull"):
                    known = self.headers.get("Authorization") == "Basic cmVhZGVyOnMzY3JldA=="
                    self.reply(200 if known else 401, json.dumps({"token": "t0ken"}).encode(), {})
                elif self.headers.get("Authorization") != "Bearer t0ken":
                    realm = f'Bearer realm="http://{self.server.host}/token",service="test",scope="repository:app:pull"'
                    self.reply(401, b"", {"WWW-Authenticate": realm})
                else:
                    asked = urllib.request.Request(f"http://{behind}{self.path}", method=self.command)
                    asked.add_header("Accept", self.headers.get("Accept", ""))
                    with urllib.request.urlopen(asked) as answer:  # noqa: S310
                        told = {"Docker-Content-Digest": answer.headers.get("Docker-Content-Digest", "")}
                        self.reply(200, answer.read(), told)

            do_HEAD = do_GET  # noqa: N815  (as it is called there)

        with serving(Front) as front:
            source = Source(alias="web", kind="oci", location=f"oci://{front.host}/app", asked="v1")
            with pytest.raises(PullError, match="wants credentials"):
                resolve(source, terms(tmp_path))
            mounted = credentials(tmp_path, front.host, username="reader", password="s3cret")
            pulling = terms(tmp_path, SWELL_CREDENTIALS=mounted)
            pinned = resolve(source, pulling)
            assert pinned.digest == digest
            (tmp_path / "out").mkdir()
            front.asked.clear()
            fetch(source, pinned, str(tmp_path / "out"), pulling)
            assert content(tmp_path / "out") == {"a": "1"}
            assert [path.partition("?")[0].split("/")[-2] for path in front.asked] == [
                "manifests",
                "",
                "manifests",
                "blobs",
            ]
