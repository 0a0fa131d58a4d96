import contextlib
import functools
import tempfile
from pathlib import Path

import click
import pytest
import random_streams
import renders
from cases import Case, all_cases
from click.testing import CliRunner
from laws import Rendering, go_agrees, judge
from random_apps import Application

from cmp.cli.asked import Asked
from cmp.cli.options_of_several import asked_of_swells
from cmp.config.find import find, locate
from cmp.errors import ConfigError
from cmp.helm.run import begin
from cmp.render.extra_manifests import documents
from cmp.render.inputs import Inputs, gather, helm_call
from cmp.render.run import LazySession, helm_runtime
from cmp.request.model import AppRequest
from cmp.settings import Settings

BLOCKS, SIZE = 20, 50
GOLDEN_BLOCKS = 8  # each asks Go once
ANSWERED = [
    case
    for case in all_cases()
    if case.arguments[0] == "generate" and not case.said.get("exit") and not case.said.get("several")
]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_laws_hold_on_random_streams(block: int, request: pytest.FixtureRequest) -> None:
    first = request.config.getoption("seed") + block * SIZE
    go_agrees([judged(seed) for seed in range(first, first + SIZE)])


@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("plain", [True, False], ids=["plain", "with waves, tiers and rules"])
def test_the_laws_hold_on_random_applications(block: int, request: pytest.FixtureRequest, *, plain: bool) -> None:
    first = request.config.getoption("seed") + block * SIZE
    for seed in range(first, first + SIZE):
        application = Application(seed, plain=plain)
        try:
            case = judge(application.text(), application.config(), random_streams.request(1))
        except ConfigError as problem:
            assert "forms a cycle" in problem.message  # noqa: PT017  (others are raised)
            continue
        # What hangs within PreSync or PostSync hangs with Helm, too.
        if plain and not case.arranged.left_out:
            assert all(stall.chain and stall.step.phase != "Sync" for stall in case.facts.stalls), seed


def judged(seed: int) -> Rendering:
    try:
        return judge(random_streams.Stream(seed).text(), random_streams.config(seed), random_streams.request(seed))
    except Exception as problem:
        problem.add_note(f"to see it again: pytest tests/laws -k streams[0] --seed {seed}")
        raise


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_the_laws_hold_on_golden_cases(case: Case) -> None:
    rendering(case.name)


@pytest.mark.parametrize("block", range(GOLDEN_BLOCKS))
def test_go_reads_golden_cases_as_swell_does(block: int) -> None:
    go_agrees(rendering(case.name) for case in ANSWERED[block::GOLDEN_BLOCKS])


@functools.cache
def rendering(name: str) -> Rendering:
    """Return a golden case, held to every law; it is put in order here, and Helm's part of it may be a kept one."""
    (case,) = (case for case in ANSWERED if case.name == name)
    version = case.helms[0]
    with tempfile.TemporaryDirectory() as folder:
        environ = case.environment(Path(folder), version)
        with contextlib.chdir(case.lay(Path(folder))):
            request, stream = asked_for(case, environ)
            config = find(request, locate(request))
            if stream is None:
                session = LazySession(helm_runtime(Settings.read(environ)))
                inputs = gather(request, render=session.begin, session=session)
                stream = documents(inputs)
                if inputs.chart:
                    stream = f"{printed(case, inputs, environ)}\n---\n{stream}"
            return judge(stream, config, request)


def printed(case: Case, inputs: Inputs, environ: dict[str, str]) -> str:
    """Return what Helm prints for a case: what it printed when the case itself ran, else what it prints now."""
    place = None if inputs.config.helm else case.render_of(case.helms[0])  # another Helm is not what was recorded
    found = renders.kept(place) if place else None
    if found is None:
        with begin(helm_call(inputs), runtime=helm_runtime(Settings.read(environ))) as output:
            found = "".join(output).encode()
        if place and place == case.render_of(case.helms[0]):
            renders.keep(place, found)
    return found.decode()


def asked_for(case: Case, environ: dict[str, str]) -> tuple[AppRequest, str | None]:
    """Return what the program is asked for by a case's arguments, variables and standard input."""
    found: list[tuple[AppRequest, str | None]] = []

    @click.command()
    @click.option("-o", "--output")
    @asked_of_swells
    def command(asked: Asked, output: str | None) -> int:  # noqa: ARG001
        if asked.single:
            found.append((asked.single.request, asked.stream))
        return 0

    CliRunner().invoke(command, case.arguments[1:], input=case.stdin(), env=environ, catch_exceptions=False)
    return found[0]
