"""Printing a failure: its exit code, its size, and what this process ran out of."""

import errno
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import CHARTS
from programs import SWELL, helm

from cmp.cli.failure import cut, reported, story
from cmp.errors import ConfigError, SwellError

_LONG = ("é" * 1_000_000, "\x1b" * 1_000_000, "word " * 300_000, "\U0001f30a" * 100_000)


@pytest.mark.parametrize("long", _LONG)
def test_an_error_has_less_than_2_kb_whatever_it_quotes(long: str) -> None:
    told = story(ConfigError(long, where=long, here=long, fix=long), "Nothing was applied; what runs stays.")
    assert len(told.encode()) < 2048
    assert told.splitlines()[0].endswith("Nothing was applied; what runs stays.")
    assert [line[:7] for line in told.splitlines()] == ["swell: ", "  here:", "  fix: "]


@pytest.mark.parametrize(
    "arguments", [("x" * 100_000,), ("plan", "--" + "é" * 50_000), ("plan", "--format", "x" * 100_000)]
)
def test_so_has_one_about_the_arguments(arguments: tuple[str, ...]) -> None:
    run = subprocess.run([SWELL, *arguments], capture_output=True, check=False)
    assert run.returncode == 2
    assert 0 < len(run.stderr) < 2048


@pytest.mark.parametrize(
    "address",
    [
        "ssh://git:%s@h/x", "ssh:/git:%s@h/x.yaml", "https://u:%s@h/x", "https://%s@h/x", "git:%s@h:x",
        "ssh://git:a/%s@h:1/x", "ssh://git:a@%s@h/x", "alias:ssh://u:%s@h", "SSH://git:%s@h", "ssh://%s@@h/x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", ["%s: unknown key", "the file '%s' does not exist", "sources: %s."])
def test_no_password_of_an_address_is_told_wherever_a_user_wrote_it(address: str, line: str) -> None:
    text = line % (address % "Hidden1234")
    told = story(SwellError(text, where=text, here=text, fix=text))
    assert "Hidden1234" not in told


@pytest.mark.parametrize(
    "text",
    [
        "image web:1.0.0@sha256:ab", "https://h:8443/x@v1", "oci://h:5000/x@sha256:ab", "git@h:x or ssh://git@h/x",
        "git+https://h/x.git@main", "ssh://[::1]:22/x@y", "ssh://git@h/x@v1", "a@example.com",
    ],
)  # fmt: skip
def test_what_is_no_password_is_told(text: str) -> None:
    assert text in story(SwellError(text))


@pytest.mark.parametrize("most", [10, 11, 12, 100, 1001])
def test_a_cut_keeps_both_ends_and_whole_characters(most: int) -> None:
    kept = cut("a" + "é" * 600 + "z", most)
    assert len(kept.encode()) <= most
    assert (kept[0], kept[-1]) == ("a", "z")
    assert set(kept) <= set("aéz .")


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (MemoryError(), "there is not enough memory"),
        (SystemError("<function f> returned NULL without setting an exception"), "there is not enough memory"),
        (SystemError("error return without exception set"), "there is not enough memory"),
        (TypeError("<module>() takes 0 positional arguments but 3 were given"), "there is not enough memory"),
        (OSError(errno.EMFILE, "Too many open files"), "too many files are open"),
        (OSError(errno.ENFILE, "Too many open files in system"), "too many files are open"),
        (ModuleNotFoundError("No module named 'cmp.x'", name="cmp.x"), "the module cmp.x can't be loaded"),
    ],
)
def test_what_this_process_ran_out_of_is_no_bug(
    problem: Exception, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise problem

    assert reported(fail) == 2
    assert capsys.readouterr().err.startswith(f"swell: {words}.\n  fix: ")


@pytest.mark.parametrize("count", range(5, 13))
@pytest.mark.parametrize("command", [("generate",), ("plan", "."), ("check", ".", "--format", "sarif")])
def test_few_descriptors_are_no_bug(count: int, command: tuple[str, ...]) -> None:
    run = _limited(command, lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count)))
    assert run.returncode in (0, 1, 2)
    assert run.returncode < 2 or run.stdout == b""
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize("megabytes", [34.25, 36, 38, 40, 42, 44, 46, 48, 50, 60, 80])
def test_little_memory_is_no_bug(megabytes: float) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (int(megabytes * (1 << 20)), int(megabytes * (1 << 20))))

    run = _limited(("plan", "-"), limit, stream=b"---\n{apiVersion: v1, kind: Pod, metadata: {name: p}}\n" * 4000)
    assert run.returncode in (0, 1, 2)
    assert b"Traceback" not in run.stderr


def _limited(
    command: tuple[str, ...], limit: Callable[[], None], *, stream: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [SWELL, *command],
        input=stream,
        cwd=CHARTS / "shop",
        env={"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "ARGOCD_APP_NAME": "web"},
        preexec_fn=limit,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "{chart}"),
        ("plan", "{chart}", "--format", "json"),
        ("plan", "{chart}", "--format", "html"),
        ("check", "{chart}", "--format", "sarif"),
        ("generate", "{chart}"),
        ("values", "{chart}"),
        ("values", "{chart}", "--origins"),
        ("why", "image", "{chart}"),
        ("schema",),
        ("doctor",),
        ("parameters", "{chart}"),
        ("plan", "--help"),
        ("--help",),
        ("--version",),
    ],
)
def test_a_reader_that_has_gone_ends_any_command_as_sigpipe_would(arguments: tuple[str, ...], tmp_path: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    env = {"PATH": os.defpath, "HOME": str(tmp_path), "SWELL_HELM": str(helm())}
    argv = [SWELL, *(one.format(chart=CHARTS / "shop") for one in arguments)]
    run = subprocess.run(argv, env=env, stdout=writes, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writes)
    assert run.returncode == 141
    assert run.stderr == ""
