"""Servers that fail, stall or refuse: what is tried again, what is told, and what is left."""

import hashlib
import json
import os
import re
import socket
import time
from pathlib import Path

import pytest
from servers import Answering, Site, files, git_backend, serving, waited_for
from terms import BY_HTTP, left, located, repository, some_of, terms

from cmp.errors import PullError
from cmp.sources.model import Pinned, Source
from cmp.sources.pull.kinds import NAMES
from cmp.sources.pull.pull import fetch, resolve

INDEX = (
    "apiVersion: v1\nentries:\n  web:\n  - name: web\n    version: 1.0.0\n    digest: '"
    + "0" * 64
    + "'\n    urls: [web.tgz]\n"
)


def sources(site: Site, kind: str) -> Source:
    where = located(kind, site.host, {"git": "web/.git", "helm": ""}.get(kind, "web"))
    name = "web" if kind == "helm" else ""
    return Source(
        alias="be-sms", kind=kind, location=where, asked=some_of(kind, "v1" if kind == "oci" else ""), name=name
    )


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Return a folder that holds a repository of git and one of Helm."""
    repository(tmp_path / "parts/web", {"a": "b"})
    (tmp_path / "parts/index.yaml").write_text(INDEX)
    return tmp_path / "parts"


@pytest.mark.parametrize("kind", ["git", "helm"])
def test_what_fails_twice_and_then_does_well_does_well(kind: str, parts: Path, tmp_path: Path) -> None:
    handler = git_backend(parts) if kind == "git" else files(parts)
    with serving(handler, moods=(503, 502)) as site:
        assert resolve(sources(site, kind), terms(tmp_path)) != Pinned()
    assert left(tmp_path) == []


@pytest.mark.parametrize("kind", NAMES)
def test_what_fails_three_times_is_given_up_with_the_way_to_refresh(kind: str, parts: Path, tmp_path: Path) -> None:
    with serving(git_backend(parts), moods=(503,) * 9) as site:
        with pytest.raises(PullError, match=r"be-sms: .* fails \(.*503\) \(tried 3 times\)") as caught:
            resolve(sources(site, kind), terms(tmp_path, ARGOCD_APP_NAME="shop"))
        assert caught.value.fix == "nothing was changed; once it answers again: argocd app get shop --hard-refresh"
        assert len(site.asked) == 3


STATUSES = {403: "may not read", 404: "has nothing at", 429: "asked too often"}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("status", STATUSES)
def test_refusals_are_told_apart_and_not_tried_again_in_vain(
    kind: str, status: int, parts: Path, tmp_path: Path
) -> None:
    with serving(git_backend(parts), moods=(status,) * 9) as site:
        site.headers = {"Retry-After": "60"}
        with pytest.raises(PullError, match=STATUSES[status]):
            resolve(sources(site, kind), terms(tmp_path))
        assert len(site.asked) <= 3
        if status == 429 and kind != "git":
            assert len(site.asked) == 1


@pytest.mark.parametrize("kind", NAMES)
def test_a_server_that_hangs_costs_no_more_than_the_deadline(kind: str, parts: Path, tmp_path: Path) -> None:
    with serving(git_backend(parts), moods=("hang",) * 3) as site:
        with pytest.raises(PullError) as caught:
            resolve(sources(site, kind), terms(tmp_path, seconds=2))
        assert waited_for(lambda: len(site.given_up) == 1)
        assert len(site.asked) == 1
    what = "git ls-remote" if kind == "git" else "the download"
    assert re.fullmatch(rf"be-sms: {what} of be-sms took \d+ s of the 2 s it has", str(caught.value))
    assert "SWELL_PULL_TIMEOUT" in caught.value.fix
    assert left(tmp_path) == []
    assert waited_for(lambda: not any(site.host in line and "git" in line for line in commands()), seconds=2)


MOST_BYTES = 600
"""How many a slow server says, one each fifth of a second: who hears them all has waited for two minutes."""


@pytest.mark.parametrize("kind", BY_HTTP)
@pytest.mark.parametrize("where", ["status", "header", "body", "size of a chunk"])
def test_a_server_that_says_a_byte_now_and_then_costs_no_more_than_the_deadline(
    where: str, kind: str, tmp_path: Path
) -> None:
    head = "HTTP/1.1 200 OK\r\n"
    first = {"status": "", "header": head, "body": f"{head}Content-Length: 999\r\n\r\n",
             "size of a chunk": f"{head}Transfer-Encoding: chunked\r\n\r\n"}[where]  # fmt: skip

    class Slow(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.server.asked.append(self.command)
            self.wfile.write(first.encode())
            try:
                for _byte in range(MOST_BYTES):
                    self.wfile.write(b"0")
                    time.sleep(0.2)
            except OSError:
                self.server.given_up.append(self.command)

        do_HEAD = do_GET  # noqa: N815  (as it is called there)

    with serving(Slow) as site:
        with pytest.raises(
            PullError, match=r"the download of be-sms took \d+ s of the 1 s it has|answers with something"
        ):
            resolve(sources(site, kind), terms(tmp_path, seconds=1))
        assert waited_for(lambda: site.given_up == site.asked)
        assert len(site.asked) == len(set(site.asked))


LAYER = {"mediaType": "x.tar", "digest": "sha256:" + "0" * 64, "size": 1}
ODD = {
    "tags": ("oci", "", '{"tags": 5}'),
    "tag": ("oci", "", '{"tags": [5]}'),
    "version": ("oci", "", json.dumps({"tags": ["1" * 5000, "1.0.0-" + "1" * 5000]})),
    "deep": ("oci", "", "[" * 100_000),
    "config": ("oci", "manifest", '{"config": [1]}'),
    "layers": ("oci", "manifest", '{"layers": 5}'),
    "notes": ("oci", "manifest", json.dumps({"layers": [LAYER | {"annotations": "abc"}]})),
    "size": ("oci", "manifest", json.dumps({"layers": [LAYER | {"size": "abc"}]})),
    "index": ("helm", "", "apiVersion: v1\nentries:\n  web:\n  - version: " + "1" * 5000 + "\n"),
    "json": ("helm", "", '{"entries": {"web": ' + "[" * 100_000),
    "urls": ("helm", "", INDEX.replace("    digest", "    home").replace("web.tgz", '"http://h\u00fc/x"')),
}


@pytest.mark.parametrize("what", ODD)
def test_an_answer_of_another_form_is_told_in_a_line(what: str, tmp_path: Path) -> None:
    kind, asked, body = ODD[what]
    digest = f"sha256:{hashlib.sha256(body.encode()).hexdigest()}"

    class Odd(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.reply(200, body.encode(), {})

    (tmp_path / "out").mkdir()
    with serving(Odd) as site, pytest.raises(PullError) as caught:  # noqa: PT012  (two ways to ask)
        if asked:
            fetch(sources(site, kind), Pinned(digest=digest), str(tmp_path / "out"), terms(tmp_path))
        else:
            resolve(sources(site, kind).replace(asked="^1"), terms(tmp_path))
    assert str(caught.value).startswith("be-sms: ")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("kind", BY_HTTP)
@pytest.mark.parametrize("header", ["Location", "Link", "WWW-Authenticate"])
def test_a_header_with_no_address_in_it_is_told_in_a_line(header: str, kind: str, tmp_path: Path) -> None:
    status, text = {
        "Location": (302, "http://[bad/"),
        "Link": (200, '<http://[bad/>; rel="next"'),
        "WWW-Authenticate": (401, 'Bearer realm="http://[bad/"'),
    }[header]

    class Odd(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            self.reply(status, b"{}", {header: text})

    with serving(Odd) as site, pytest.raises(PullError) as caught:
        resolve(sources(site, kind).replace(asked=some_of(kind, "^1")), terms(tmp_path))
    assert str(caught.value).startswith("be-sms: ")


def test_a_fetch_that_hangs_leaves_an_empty_folder_and_no_process(parts: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with serving(git_backend(parts), moods=("hang",)) as site:
        with pytest.raises(PullError, match=r"git fetch of be-sms took \d+ s of the 1 s it has"):
            fetch(sources(site, "git"), Pinned(commit="1" * 40), str(tmp_path / "out"), terms(tmp_path, seconds=1))
        assert waited_for(lambda: not any(site.host in line and "git" in line for line in commands()), seconds=2)
    assert list((tmp_path / "out").iterdir()) == []


def commands() -> list[str]:
    """Return the command lines of all processes but this one."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                found += [file.read().replace("\0", " ")] if int(pid) != os.getpid() else []
        except OSError:
            pass
    return found


@pytest.mark.parametrize("kind", NAMES)
def test_nobody_at_home_an_unknown_host_and_no_certificate_are_told_apart(kind: str, tmp_path: Path) -> None:
    with socket.socket() as closed, serving(files(tmp_path)) as plain:
        closed.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{closed.getsockname()[1]}"
        cases = (
            ("https", nobody, r"can't be reached: .*\(tried 3 times\)", True),
            ("https", "nowhere.invalid", "host nowhere.invalid is not known here", False),
            ("https", plain.host.replace("127.0.0.1", "127.0.0.1"), "no trusted TLS|failed: ", False),
        )
        for scheme, host, why, local in cases:
            where, asked = located(kind, host, "x", scheme=scheme), some_of(kind, "v1")
            source = Source(alias="web", kind=kind, location=where, asked=asked, name="web")
            with pytest.raises(PullError, match=why):
                resolve(source, terms(tmp_path, local=local, seconds=8))
