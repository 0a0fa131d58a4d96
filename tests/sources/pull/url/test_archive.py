"""Archives at an address: what is declared is what comes, or nothing does."""

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import Answering, Site, files, serving
from terms import content, credentials, left, terms

from cmp.errors import PullError
from cmp.sources.model import Bounds, Pinned, Pulling, Source
from cmp.sources.pull.pull import fetch, resolve

FILES = {"web/Chart.yaml": "name: web\nversion: 1.2.3\n", "web/templates/a.yaml": "kind: ConfigMap\n"}


def packed(entries: dict[str, str], *, link: str = "") -> bytes:
    """Return a tar archive that is packed with gzip; `link` is where the link `web/link` leads."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, text in entries.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        if link:
            member = tarfile.TarInfo("web/link")
            member.type, member.linkname = tarfile.SYMTYPE, link
            archive.addfile(member)
    return gzip.compress(written.getvalue(), mtime=0)


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve an archive."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/web.tgz").write_bytes(packed(FILES))
    with serving(files(tmp_path / "site")) as site:
        yield site


def source(url: str, asked: str) -> Source:
    return Source(alias="web", kind="url", location=url, asked=asked)


def pull(asked: Source, pulling: Pulling, folder: Path, pin: str = "") -> dict[str, str]:
    """Pull a pin, and return what lies in the folder then."""
    folder.mkdir()
    fetch(asked, Pinned(digest=pin or asked.asked), str(folder), pulling)
    return content(folder)


def test_an_archive_that_is_what_is_declared_lies_there_as_it_was_packed(site: Site, tmp_path: Path) -> None:
    asked, pulling = source(f"{site.url}/web.tgz", digest(packed(FILES))), terms(tmp_path)
    assert resolve(asked, pulling) == Pinned(digest=asked.asked)
    assert pull(asked, pulling, tmp_path / "out") == FILES
    assert left(tmp_path) == []


def test_a_plain_tar_counts_as_an_archive_too(site: Site, tmp_path: Path) -> None:
    plain = gzip.decompress(packed(FILES))
    (tmp_path / "site/web.tar").write_bytes(plain)
    assert pull(source(f"{site.url}/web.tar", digest(plain)), terms(tmp_path), tmp_path / "out") == FILES


def test_another_archive_than_the_one_that_is_declared_is_neither_locked_nor_used(site: Site, tmp_path: Path) -> None:
    asked, pulling = source(f"{site.url}/web.tgz", f"sha256:{'0' * 64}"), terms(tmp_path)
    for attempt in (lambda: resolve(asked, pulling), lambda: pull(asked, pulling, tmp_path / "out")):
        with pytest.raises(PullError, match=r"is not what is pinned: sha256:\w+, not sha256:000000000000"):
            attempt()
    assert content(tmp_path / "out") == {}


@pytest.mark.parametrize("asked", ["", "main", "1.2.3", "sha256:12", f"sha512:{'0' * 64}", f"sha256:{'0' * 63}G"])
def test_without_a_digest_nothing_is_asked(asked: str, site: Site, tmp_path: Path) -> None:
    with pytest.raises(PullError, match="needs the digest"):
        resolve(source(f"{site.url}/web.tgz", asked), terms(tmp_path))
    assert site.asked == []


@pytest.mark.parametrize(
    "sent",
    [packed({"../out-of-it": "x"}), packed({"/etc/x": "x"}), packed(FILES, link="../../x"), b"<html>no archive</html>",
     packed({".git/config": "x"}), packed({"a": "x", "a/b": "x"})],
)  # fmt: skip
def test_an_archive_that_would_leave_its_folder_or_is_none_is_not_used(sent: bytes, site: Site, tmp_path: Path) -> None:
    (tmp_path / "site/web.tgz").write_bytes(sent)
    with pytest.raises(PullError):
        pull(source(f"{site.url}/web.tgz", digest(sent)), terms(tmp_path), tmp_path / "out")
    assert content(tmp_path / "out") == {}
    assert not (tmp_path / "out-of-it").exists()


@pytest.mark.parametrize("bounds", [Bounds(bytes=40), Bounds(files=1)])
def test_an_archive_beyond_the_bounds_is_not_used(bounds: Bounds, site: Site, tmp_path: Path) -> None:
    with pytest.raises(PullError, match="more than"):
        pull(source(f"{site.url}/web.tgz", digest(packed(FILES))), terms(tmp_path, bounds=bounds), tmp_path / "out")
    assert content(tmp_path / "out") == {}


def test_a_bomb_ends_at_the_bounds_of_what_is_unpacked(site: Site, tmp_path: Path) -> None:
    sent = packed({"web/zeros": "\0" * (8 << 20)})
    (tmp_path / "site/web.tgz").write_bytes(sent)
    assert len(sent) < 1 << 20
    with pytest.raises(PullError, match="more than 1 MiB"):
        pull(source(f"{site.url}/web.tgz", digest(sent)), terms(tmp_path, bounds=Bounds(bytes=1 << 20)), tmp_path / "o")


def test_a_password_goes_to_its_own_host_and_to_none_that_a_redirect_leads_to(site: Site, tmp_path: Path) -> None:
    class Leading(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.server.asked.append(str(self.headers.get("Authorization")))
            self.reply(302, b"", {"Location": f"{site.url.replace('127.0.0.1', 'localhost')}/web.tgz"})

    site.login = "reader:s3cret"
    asked = digest(packed(FILES))
    mounted = credentials(tmp_path, "127.0.0.1", username="reader", password="s3cret")
    assert resolve(source(f"{site.url}/web.tgz", asked), terms(tmp_path, SWELL_CREDENTIALS=mounted)).digest == asked
    with pytest.raises(PullError, match="wants credentials"):
        resolve(source(f"{site.url}/web.tgz", asked), terms(tmp_path))
    with serving(Leading) as first, pytest.raises(PullError, match=r"refuses the credentials .* \(401\)"):
        resolve(source(f"{first.url}/web.tgz", asked), terms(tmp_path, SWELL_CREDENTIALS=mounted))
    assert first.asked[0].startswith("Basic ")
