"""Whatever a script says, it is read within steps that grow with its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts import program, run

from cmp.waits.grammar.parse import parse
from cmp.waits.nouns.steps import TooFarError
from cmp.waits.nouns.worlds import World
from cmp.waits.reader import steps_for
from cmp.waits.shell.interpreter import Shell
from cmp.waits.shell.state import State

WORDS = st.sampled_from(
    [
        "kubectl", "wait", "get", "job/a", "-l", "app=a", "nc", "-z", "db", "1", "x=1", "$x", '"$@"', "${x:-y}", "echo",
        "$(date +%s)", "$((x+1))", "sleep", "5", "exit", "return", "break", "continue", "true", "false", "set -e", "[",
        "]", "-lt", "seq", "f", "shift", "local", "read", "*", "'a b'", ">/dev/null", "2>&1", "<<<x", "curl", "eval",
        "$(f)", "`f`", "\ue000",
    ]
)  # fmt: skip
COMMANDS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
SCRIPTS = st.recursive(
    COMMANDS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("; ".join),
        st.tuples(inner, inner).map(" && ".join),
        st.tuples(inner, inner).map(" | ".join),
        inner.map("( {} )".format),
        inner.map("! {}".format),
        inner.map("x=$({})".format),
        inner.map("f() {{ {}\n}}\nf a b".format),
        st.tuples(inner, inner).map(lambda two: f"while {two[0]}\ndo {two[1]}\ndone"),
        st.tuples(inner, inner).map(lambda two: f"if {two[0]}\nthen {two[1]}\nelse x=2\nfi"),
        inner.map("for x in a b $(seq 1 50) $x\ndo {}\ndone".format),
        inner.map("case $x in a*) {}\n;; esac".format),
        inner.map("cat <<END\n{}\nEND".format),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, database=None)
@given(SCRIPTS)
def test_a_random_script_is_read_to_its_end(script: str) -> None:
    run(script, x=None, y="1")


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(st.sampled_from("ab$(){}[];|&<>\"'`=\\ \n#!*-0\ue000\ue001\ue003\x00é"), max_size=60))
def test_a_text_that_is_no_script_is_read_to_its_end(script: str) -> None:
    run("kubectl get job a; " + script)


@pytest.mark.parametrize(
    "script",
    [
        "f() { f; f; }; f",
        "f() { x=x$x$x; f; }; f",
        "x=aaaa; while true; do x=$x$x; done",
        "for a in $(seq 999); do for b in $(seq 999); do for c in $(seq 999); do nc -z db$a$b$c 1; done; done; done",
        "while true; do while true; do while true; do x=$((x + 1)); y=$y.; [ $x = 3 ] && break 3; done; done; done",
        "x=1; while [ $x -lt 1000000000 ]; do x=$((x * 3 - x)); y=$((y + x)); nc -z db 1 && break; done; exit 1",
        "eval " * 500 + "nc -z db 1",
        "(" * 200 + "nc -z db 1" + ")" * 200,
        "a=" + "$((" * 80 + "1" + "))" * 80 + "; nc -z db 1",
        "[ " + "! " * 500 + "a = b ] && nc -z db 1",
        "nc -z db 1 || " * 400 + "exit 1",
        "".join(f"nc -z db{number} 1 || exit 1\n" for number in range(400)),
    ],
    ids=range(12),
)
def test_a_script_that_runs_away_takes_steps_in_proportion_to_its_length(script: str) -> None:
    spent = _steps(script)
    assert spent <= steps_for(len(script)) + 1
    before = time.process_time()
    run(script)
    assert time.process_time() - before < 5  # seconds; a safe bound of what takes a tenth of one


def _steps(script: str) -> int:
    shell = Shell(program(), World(modes={}), steps_for(len(script)))
    try:
        shell.run(parse(script), State(variables={}))
    except TooFarError:
        return steps_for(len(script)) + 1
    return steps_for(len(script)) - shell.steps.left
