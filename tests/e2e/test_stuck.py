"""What `swell stuck` answers of applications that get stuck on the stand, and what is expected of each.

Those that `-k` selects are made to get stuck, all at once. With --record the Applications and events are kept in
tests/stuck/recorded, where tests read them without a cluster.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from api import Object
from processes import LIMIT
from programs import SWELL
from stand import Stand
from stuck_cases import cases
from stuck_record import FOLDER, Recorder

pytestmark = pytest.mark.can_differ
CASES = cases()
Shown = dict[str, tuple[Object, Object]]


@pytest.fixture(scope="module")
def shown(stand: Stand, request: pytest.FixtureRequest) -> Iterator[Shown]:
    """The Application and the events of each case."""
    asked = {item.name for item in request.session.items}
    recorder = Recorder(stand)
    found = recorder.recorded({name: case for name, case in CASES.items() if any(f"[{name}]" in one for one in asked)})
    if request.config.getoption("record"):
        for name, (application, events) in found.items():
            _keep(name, {"application": application, "events": events, "expected": CASES[name].expects})
    yield found
    recorder.stop(found)


def _keep(name: str, documents: Object) -> None:
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    for kind, document in documents.items():
        (FOLDER / name / f"{kind}.json").write_text(json.dumps(document, indent=1, sort_keys=True) + "\n")


@pytest.mark.parametrize("name", CASES)
def test_what_it_waits_for_and_why_is_told(name: str, shown: Shown, tmp_path: Path) -> None:
    application, events = shown[name]
    (tmp_path / "events.json").write_text(json.dumps(events))
    done = subprocess.run(
        [SWELL, "stuck", "-", "--events", tmp_path / "events.json", "--format", "json"],
        input=json.dumps(application),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    told = json.loads(done.stdout)
    assert {key: told[key] for key in CASES[name].expects} == CASES[name].expects
