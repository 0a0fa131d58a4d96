"""What the environment says, as one value."""

import errno
import os

import pytest

from cmp.errors import CommandError
from cmp.request.parameters import OPERATORS
from cmp.settings import Settings

NUMBERS = {
    "SWELL_TIMEOUT": "timeout",
    "SWELL_RENDERS": "renders",
    "SWELL_STORE_BYTES": "store_bytes",
    "SWELL_CACHE_BYTES": "cache_bytes",
    "SWELL_MEMORY_BYTES": "memory_bytes",
    "SWELL_CPU_SECONDS": "cpu_seconds",
}
LEAST = {"SWELL_MEMORY_BYTES": 128 << 20}
number = pytest.mark.parametrize(("variable", "name"), NUMBERS.items())


def _numbers(found: Settings) -> tuple[int, ...]:
    return tuple(getattr(found, name) for name in NUMBERS.values())


def test_an_empty_environment_leaves_every_default() -> None:
    found = Settings.read({})
    assert (found.timeout, found.renders, found.store_bytes) == (50, os.cpu_count(), 2 << 30)
    assert (found.path, found.temporary.path, found.cache) == (os.defpath, "/tmp", ".cache")  # noqa: S108
    assert not any((found.helm, found.helms, found.store, found.credentials, found.local_sources, found.for_argocd))


@pytest.mark.parametrize("name", sorted({*OPERATORS} - {"POLICY"}))  # which is part of a request
def test_every_variable_of_operators_makes_a_difference(name: str) -> None:
    found = [Settings.read({f"SWELL_{name}": text}).replace(variables={}) for text in ("997", "true", "off")]
    numbers = [Settings.read({f"SWELL_{name}": str(LEAST.get(f"SWELL_{name}", 997))}), Settings.read({})]
    assert any(one != Settings.read({}) for one in found) or len({_numbers(one) for one in numbers}) > 1


@number
def test_a_number_is_read_and_an_empty_one_is_not_set(variable: str, name: str) -> None:
    least = LEAST.get(variable, 7)
    assert getattr(Settings.read({variable: str(least)}), name) == least
    assert getattr(Settings.read({variable: ""}), name) == getattr(Settings.read({}), name)


@number
@pytest.mark.parametrize("text", ["two", "2.5", "-1", "+1", " 1", "1_0", "\u0663", "9" * 16, "2Gi", "50s"])
def test_what_is_no_whole_number_is_refused_by_the_variables_name(variable: str, name: str, text: str) -> None:
    with pytest.raises(CommandError, match=f"^{variable} must be a whole number .*, not ") as told:
        getattr(Settings.read({variable: text}), name)
    assert told.value.fix


@pytest.mark.parametrize(("variable", "least"), [("SWELL_TIMEOUT", 1), ("SWELL_RENDERS", 1), ("SWELL_STORE_BYTES", 0)])
def test_a_store_may_hold_nothing_but_a_render_needs_a_second_and_a_helm(variable: str, least: int) -> None:
    assert getattr(Settings.read({variable: str(least)}), NUMBERS[variable]) == least
    with pytest.raises(CommandError):
        getattr(Settings.read({variable: str(least - 1)}), NUMBERS[variable])


@number
def test_of_a_long_text_only_its_beginning_is_told(variable: str, name: str) -> None:
    with pytest.raises(CommandError) as told:
        getattr(Settings.read({variable: "x" * 20 + "hunter2"}), name)
    assert "hunter2" not in str(told.value)


def test_a_wrong_number_stops_nothing_that_does_not_need_it() -> None:
    found = Settings.read(dict.fromkeys(NUMBERS, "wrong") | {"SWELL_HELM": "/bin/helm"})
    assert found.helm == "/bin/helm"


def test_settings_show_no_variable_in_a_traceback() -> None:
    assert "hunter2" not in repr(Settings.read({"TOKEN": "hunter2", "SWELL_HELM": "hunter2"}))


def test_settings_stay_as_they_were_read() -> None:
    environ = {"SWELL_TIMEOUT": "7"}
    found = Settings.read(environ)
    environ["SWELL_TIMEOUT"] = "8"
    assert found.timeout == 7
    with pytest.raises(AttributeError):
        found.helm = "another"  # type: ignore[misc]


@pytest.mark.parametrize(("environ", "fix"), [({}, "mount a volume"), ({"TMPDIR": "/full"}, "let TMPDIR name")])
def test_a_temporary_folder_that_fails_is_told_with_what_would_help(environ: dict[str, str], fix: str) -> None:
    folder = Settings.read(environ).temporary
    denied = folder.refusal(PermissionError(errno.EACCES, "Permission denied"), what="a folder")
    assert str(denied) == f"can't write a folder to {folder.path}: Permission denied"
    assert denied.fix.startswith(fix)
    full = folder.refusal(OSError(errno.ENOSPC, "No space left on device"), what="a folder")
    assert str(full) == "there is no room for a folder: No space left on device"
    assert full.fix == f"give the volume of {folder.path} more room"


def test_less_memory_than_swell_itself_needs_is_refused() -> None:
    with pytest.raises(CommandError, match="at least 134217728"):
        _ = Settings.read({"SWELL_MEMORY_BYTES": str((128 << 20) - 1)}).memory_bytes


@pytest.mark.parametrize(
    ("said", "keeps"),
    [({}, True), ({"SWELL_CACHE": "on"}, True), ({"SWELL_CACHE": "off"}, False), ({"SWELL_CACHE": ""}, True)],
)
def test_answers_are_kept_for_argo_cd_unless_that_is_off(said: dict[str, str], *, keeps: bool) -> None:
    asked, store = {"ARGOCD_APP_SOURCE_PATH": "apps/web"}, {"SWELL_STORE": "/var/cache/swell"}
    assert Settings.read(asked | store | said).keeps_answers is keeps
    assert not any(Settings.read(one | said).keeps_answers for one in (asked, store))


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("", None),
        ("9464", ("0.0.0.0", 9464)),  # noqa: S104
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_metrics_have_a_port_and_an_address_if_it_is_said(said: str, address: tuple[str, int] | None) -> None:
    found = Settings.read({"SWELL_METRICS": said})
    assert found.metrics_address == address
    assert found.telemetry is bool(said)


@pytest.mark.parametrize("said", ["false", "OFF", "0", "no"])
def test_another_word_is_no_switch(said: str) -> None:
    with pytest.raises(CommandError, match="SWELL_CACHE must be on or off"):
        _ = Settings.read({"SWELL_CACHE": said}).keeps_answers
