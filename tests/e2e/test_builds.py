"""What can't be built is told apart: modules that nobody serves any more, and what is broken here."""

import subprocess
from pathlib import Path

import pytest
from builds import OLDER, Unavailable, build
from servers import Answering, serving


class Refusing(Answering):
    """A module proxy that has nothing."""

    def do_GET(self) -> None:  # noqa: N802  (as it is called there)
        """Refuse."""
        self.reply(410, b"gone", {})


@pytest.mark.parametrize("older", [None, *OLDER])
def test_a_module_that_is_not_served_is_told_with_the_fix(older: str | None, tmp_path: Path) -> None:
    with serving(Refusing) as site, pytest.raises(Unavailable) as told:
        build(older, GOPROXY=site.url, GOMODCACHE=str(tmp_path / "modules"), SWELL_E2E=str(tmp_path))
    (line,) = str(told.value).splitlines()
    assert line.startswith("e2e: not served: ")
    assert "410 Gone" in line or "toolchain not available" in line  # it is a module, too, that comes first
    assert f"fix: name in tests/e2e/{f'argocd-{older}' if older else 'go'}.mod what" in line


def test_a_proxy_that_nobody_reaches_is_no_excuse(tmp_path: Path) -> None:
    with serving(Refusing) as site:
        url = site.url
    with pytest.raises(subprocess.CalledProcessError):
        build(GOPROXY=url, GOMODCACHE=str(tmp_path / "modules"), SWELL_E2E=str(tmp_path))
