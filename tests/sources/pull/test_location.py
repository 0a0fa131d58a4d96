from pathlib import Path

import pytest
from terms import terms

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.git import GIT
from cmp.sources.pull.kinds import kind_of
from cmp.sources.pull.pull import resolve

GOOD = (
    ("git", "https://github.com/team/repo.git", "github.com"),
    ("git", "https://git.example.com:8443/team/repo", "git.example.com:8443"),
    ("git", "ssh://git@git.example.com:2222/team/repo.git", "git.example.com:2222"),
    ("git", "git@github.com:team/repo.git", "github.com"),
    ("oci", "oci://ghcr.io/team/charts/web", "ghcr.io"),
    ("oci", "oci://registry:5000/web", "registry:5000"),
    ("helm", "https://charts.example.com/stable/", "charts.example.com"),
)
BAD = (
    ("git", "ext::sh -c id"), ("git", "file:///etc"), ("git", "/srv/repo"), ("git", "../repo"), ("git", "repo"),
    ("git", "http://git.example.com/repo"), ("git", "git://git.example.com/repo"), ("git", "--upload-pack=id"),
    ("git", "foo::https://x/y"), ("git", "fd::3"), ("git", "ssh://-oProxyCommand=id/x"), ("git", "git@-oProxy:x"),
    ("git", "ssh://git@-oProxyCommand=id/x"), ("git", "https://user:hunter2hunter2@git.example.com/repo"),
    ("git", "https://hunter2hunter2@git.example.com/repo"), ("git", "ssh://git:hunter2hunter2@git.example.com/repo"),
    ("git", "https://git.example.com/repo?token=hunter2hunter2"), ("git", "https://git.example.com/re\npo"),
    ("git", "https://git.example.com"), ("git", "C:/repo"), ("git", "host:path"), ("git", "https:///repo"),
    ("git", "https://user:hunter2hunter2@x@git.example.com/repo"), ("git", "ssh://git@host;id/x"),
    ("oci", "https://ghcr.io/x"), ("oci", "oci://ghcr.io"), ("oci", "oci://ghcr.io/A"), ("oci", "oci://ghcr.io/a/../b"),
    ("oci", "oci://u:hunter2hunter2@ghcr.io/a"), ("oci", "oci://ghcr.io/a:tag"), ("oci", "oci://ghcr.io/a?x"),
    ("helm", "http://charts.example.com"), ("helm", "oci://ghcr.io/a"), ("helm", "s3://bucket"), ("svn", "https://a/b"),
    ("git", "https://a..b/c"), ("oci", "oci://a..b/c"), ("helm", "https://a..b"), ("helm", f"https://{'a' * 64}.b"),
    ("helm", "https://u:hunter2hunter2@charts.example.com"), ("helm", "file:///srv"),
)  # fmt: skip


def source(kind: str, location: str) -> Source:
    return Source(alias="web", kind=kind, location=location, name="web" if kind == "helm" else "")


@pytest.mark.parametrize(("kind", "location", "host"), GOOD)
def test_what_people_write_is_understood(kind: str, location: str, host: str) -> None:
    asked = source(kind, location)
    assert kind_of(asked).locate(asked, local=False).host == host


@pytest.mark.parametrize(("kind", "location"), BAD)
def test_everything_else_is_refused_without_a_secret(kind: str, location: str, tmp_path: Path) -> None:
    with pytest.raises(PullError) as caught:
        resolve(source(kind, location), terms(tmp_path, local=False))
    told = f"{caught.value} {caught.value.fix} {caught.value.here}"
    assert "hunter2" not in told
    assert told.isprintable()


def test_a_chart_needs_a_name_that_is_one(tmp_path: Path) -> None:
    for name in ("", "../x", "a/b", "-x"):
        with pytest.raises(PullError):
            resolve(Source(alias="web", kind="helm", location="https://a.example.com", name=name), terms(tmp_path))


def test_a_folder_is_no_source_even_where_http_is_allowed(tmp_path: Path) -> None:
    for kind, location in (
        ("git", f"file://{tmp_path}/web"),
        ("git", f"{tmp_path}/web"),
        ("helm", f"file://{tmp_path}"),
    ):
        with pytest.raises(PullError):
            resolve(source(kind, location), terms(tmp_path, local=True))
    assert GIT.locate(source("git", "http://127.0.0.1/web"), local=True).scheme == "http"
