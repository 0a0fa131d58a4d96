"""A planted credential is looked for everywhere: arguments, messages, environments, files, and other hosts."""

import base64
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from registries import package as packaged
from registries import run_helm
from servers import Answering, Site, files, git_backend, serving
from terms import credentials, left, repository, terms

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.pull import fetch, resolve
from cmp.sources.pull.redact import hidden

SECRET = "hunter2-hunter2"  # noqa: S105  (planted)
ENCODED = base64.b64encode(f"reader:{SECRET}".encode()).decode()
WATCH = """
import os, sys
secret = sys.stdin.buffer.readline().strip()
while True:
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            for what in ("cmdline", "environ"):
                with open(f"/proc/{pid}/{what}", "rb") as file:
                    if secret in file.read():
                        print(pid, what, flush=True)
        except OSError:
            pass
"""


@pytest.fixture(params=["git", "helm"])
def guarded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Source, Site]]:
    """Serve a source behind a login."""
    if request.param == "git":
        repository(tmp_path / "git/web", {"a": "b"})
        with serving(git_backend(tmp_path / "git"), login=f"reader:{SECRET}") as site:
            yield Source(alias="web", kind="git", location=f"{site.url}/web/.git"), site
        return
    (tmp_path / "site").mkdir()
    packaged(tmp_path / "site", "1.0.0")
    run_helm(tmp_path, "repo", "index", str(tmp_path / "site"))
    with serving(files(tmp_path / "site"), login=f"reader:{SECRET}") as site:
        yield Source(alias="web", kind="helm", location=site.url, name="web"), site


def watching() -> "subprocess.Popen[str]":
    """Start what looks through all processes; it is told on its input what for, as its arguments are looked through."""
    return subprocess.Popen(
        [sys.executable, "-c", WATCH], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={}
    )


def test_the_watch_sees_an_argument() -> None:
    with watching() as watch, subprocess.Popen(["sleep", "60.0815"]) as planted:
        assert watch.stdin
        assert watch.stdout
        watch.stdin.write("60.0815\n")
        watch.stdin.flush()
        assert watch.stdout.readline().endswith(" cmdline\n")
        watch.kill()
        planted.kill()


def test_a_credential_is_in_no_argument_environment_message_or_file(
    guarded: tuple[Source, Site], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source, site = guarded
    mounted = credentials(tmp_path, site.host, username="reader", password=SECRET)
    pulling = terms(tmp_path, SWELL_CREDENTIALS=mounted, GIT_TRACE_CURL="1", GIT_CURL_VERBOSE="1", GIT_TRACE_REDACT="0")
    out = tmp_path / "out"
    out.mkdir()
    found: list[str] = []
    with watching() as watch:
        assert watch.stdin
        watch.stdin.write(f"{SECRET}\n")
        watch.stdin.flush()
        reader = threading.Thread(target=lambda: found.extend(watch.stdout or ()))
        reader.start()
        fetch(source, resolve(source, pulling), str(out), pulling)
        watch.kill()
        reader.join()
    assert found == []
    assert left(tmp_path) == []
    for path in [*out.rglob("*"), *(tmp_path / "home").rglob("*")]:
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()
    assert (site.asked, "".join(capfd.readouterr())) == (site.asked, "")


def test_a_refusal_that_repeats_the_credential_is_not_passed_on(guarded: tuple[Source, Site], tmp_path: Path) -> None:
    source, site = guarded
    mounted = credentials(tmp_path, site.host, username="reader", password=SECRET)
    site.moods = [400] * 9
    site.headers = {"X": SECRET}
    with pytest.raises(PullError) as caught:
        resolve(source, terms(tmp_path, SWELL_CREDENTIALS=mounted))
    assert SECRET not in f"{caught.value}{caught.value.fix}"
    assert ENCODED not in f"{caught.value}{caught.value.fix}"


def test_another_host_that_a_redirect_leads_to_gets_no_credential(tmp_path: Path) -> None:
    heard: list[str | None] = []

    class Thief(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            heard.append(self.headers.get("Authorization"))
            self.reply(401, b"", {"WWW-Authenticate": 'Basic realm="tell me"'})

    repository(tmp_path / "git/web", {"a": "b"})
    with serving(Thief) as thief:

        class Leading(Answering):
            def do_GET(self) -> None:  # noqa: N802  (as it is called there)
                if self.welcome():
                    self.reply(302, b"", {"Location": f"{thief.url.replace('127.0.0.1', 'localhost')}{self.path}"})

        with serving(Leading, login=f"reader:{SECRET}") as site:
            mounted = credentials(tmp_path, site.host, username="reader", password=SECRET)
            pulling = terms(tmp_path, SWELL_CREDENTIALS=mounted)
            for kind, why in (("git", "git follows nothing"), ("helm", "refuses the credentials")):
                source = Source(alias="web", kind=kind, location=site.url + "/web/.git", name="web")
                with pytest.raises(PullError, match=why):
                    resolve(source, pulling)
    assert heard == [None]


@pytest.mark.parametrize("text", [
    f"fatal: unable to access 'https://u:{SECRET}@h/x': no", f"https://{SECRET}@h/x", f"u:{SECRET}@h:x",
    f"get https://h/x?sig={SECRET}&b=c failed", f"Authorization: Basic {SECRET}", f"bearer {SECRET}",
    f"https://u:p@{SECRET}@h/", f"ssh://u:{SECRET}@h/x",
])  # fmt: skip
def test_messages_lose_what_looks_like_a_credential(text: str) -> None:
    assert SECRET not in hidden(text)


def test_messages_do_nothing_to_a_terminal() -> None:
    assert hidden("remote: \x1b[2J\nHacked\u202e") == "remote: ?[2J Hacked?"


@pytest.mark.parametrize("sign", ["a", "a:", "://", "@", "? ", "Basic a"])
def test_a_message_a_thousand_times_as_long_is_cleaned_as_soon(sign: str) -> None:
    def cost(text: str) -> float:
        """Return the processor's seconds, of which other programs take none: the least of a few times."""
        begun = [time.process_time()]
        for _time in range(5):
            hidden(text)
            begun.append(time.process_time())
        return min(then - first for first, then in pairwise(begun))

    assert cost(sign * 10_000_000) < 20 * cost(sign * 10_000)


def test_messages_keep_what_looks_like_none() -> None:
    for text in ("git@github.com:team/repo", "ssh://git.example.com/x failed", "https://h:80/x: no such file",
                 "https://evil.example.com/@good.example.com/x"):  # fmt: skip
        assert hidden(text) == text
