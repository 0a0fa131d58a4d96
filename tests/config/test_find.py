"""A file that is easily taken for swell.yaml, or for its lock, is refused: what it says would be passed over."""

from pathlib import Path

import pytest

from cmp.config.find import find, locate
from cmp.errors import ConfigError
from cmp.request.model import AppRequest

VALID = "apiVersion: swell/v1\n"
NAMES = ["swell.yml", "swell.YAML", "swell.Yml", "Swell.YAML", "SWELL.YAML", "SWELL.YML", "SWELL.yaml", ".swell.YAML"]


def configured(folder: Path) -> None:
    request = AppRequest(folder=str(folder))
    find(request, locate(request))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_other_letters_or_with_another_ending_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / name).write_text(VALID)
    with pytest.raises(ConfigError, match=f"^{name}: it is not read: the file is called swell.yaml") as told:
        configured(tmp_path / "app")
    assert told.value.fix == "rename it"


@pytest.mark.parametrize("name", [name for name in NAMES if name.lower() != "swell.yaml"])
def test_so_it_is_beside_swell_yaml(name: str, tmp_path: Path) -> None:
    """One that is called swell.yaml in other letters is left alone there: it may be that very file."""
    (tmp_path / "swell.yaml").write_text(VALID)
    (tmp_path / name).write_text(VALID)
    with pytest.raises(ConfigError, match=f"^{name}: it is not read: the file is called swell.yaml") as told:
        configured(tmp_path)
    assert told.value.fix == "delete it, or put what it says into swell.yaml"


@pytest.mark.parametrize("name", ["SWELL.LOCK", "Swell.lock.yaml", "swell.lock.YAML", "SWELL.LOCK.YAML"])
def test_a_lock_in_other_letters_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "swell.yaml").write_text(
        f"{VALID}sources: {{area: {{git: https://example.com/area, revision: main}}}}\n"
    )
    (tmp_path / name).write_text("")
    with pytest.raises(ConfigError, match=f"^{name}: it is not read: a lock is called"):
        configured(tmp_path)


def test_a_file_of_another_name_is_left_alone(tmp_path: Path) -> None:
    for name in ("swell.yaml", "swell.json", "myswell.yaml", "swell.yaml.bak", "swells.yaml"):
        (tmp_path / name).write_text(VALID)
    configured(tmp_path)
