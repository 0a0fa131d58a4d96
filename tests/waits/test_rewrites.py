"""A wait may be written in many ways, and is the same wait in all of them."""

import re
import shlex
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from scripts import program, said, waits

from cmp.waits.container import reading

NAMES = st.sampled_from(["wait_for", "f", "until_there", "go", "check", "x1"])
PROBES = st.sampled_from(
    [
        ("kubectl get secret made", "secret/made exists"),
        ("kubectl get job/seed -n other", "other/job/seed exists"),
        ("nc -z db 5432", "db:5432 ready"),
        ("curl -sf http://api:8080/ready", "api:8080 ready"),
        ("psql -h db -p 5432 -l", "db:5432 ready"),
        ("kubectl wait --for=condition=complete job/seed --timeout=0", "job/seed ready"),
        ("kubectl wait --for=condition=ready pod -l app=db,tier=a --timeout=0", "pod[app=db,tier=a] ready"),
        ("redis-cli -h cache ping", "cache: ready"),
        ("mysqladmin ping -h db -P 3306", "db:3306 ready"),
    ]
)
ENDLESS = [
    "until {0}; do sleep 2; done",
    "while ! {0}; do sleep 2; done",
    "while true; do {0} && break; sleep 2; done",
    "while :; do if {0}; then break; fi; sleep 2; done",
    "until {0} > /dev/null 2>&1\ndo\n  echo waiting\n  sleep 2\ndone",
    "there=no; while [ $there = no ]; do {0} && there=yes || true; sleep 2; done",
    'await_it() {{ {0} && return 0; sleep 2; await_it_again=1; return 1; }}; until await_it "$@"; do :; done',
    "false; while [ $? -ne 0 ]; do sleep 2; {0}; done",
    "for i in 1 2; do :; done; until {0}; do for j in a b; do sleep 1; done; done",
]
BOUNDED = [
    "for i in $(seq 1 30); do {0} && exit 0; sleep 2; done; exit 1",
    "n=0; until {0}; do n=$((n + 1)); if [ $n -ge 31 ]; then exit 1; fi; sleep 2; done",
    "end=$(( $(date +%s) + 60 )); until {0}; do [ $(date +%s) -ge $end ] && exit 1; sleep 2; done",
    "n=30; while ! {0}; do [ $((n -= 1)) -lt 0 ] && exit 3; sleep 2; done",
    "set -e; timeout 60 sh -c {1}",
    "for ((i = 0; i < 30; i++)); do if {0}; then exit; fi; sleep 2; done; false",
    'found=; for i in {{1..30}}; do if {0}; then found=1; break; fi; sleep 2; done; [ -n "$found" ]',
]


def in_a_function(script: str, name: str) -> str:
    return f"{name} () {{\n{script}\n}}\n{name}"


def in_functions(script: str, name: str) -> str:
    return f"{name}_a() {{ {name}_b; }}\n{name}_b() {{\n{script}\n}}\nif true; then {name}_a; fi"


def in_a_subshell(script: str, _: str) -> str:
    return f"(\n{script}\n)"


def in_a_shell(script: str, _: str) -> str:
    return f"sh -c {shlex.quote(script)}"


def in_a_variable(script: str, name: str) -> str:
    return f'{name}={shlex.quote(script)}\neval "${name}"'


def in_a_here_document(script: str, _: str) -> str:
    end = f"END_{len(script)}"
    return f"cat > /tmp/run.sh <<'{end}'\n{script}\n{end}\nsh /tmp/run.sh"


def on_the_input(script: str, _: str) -> str:
    end = f"END_{len(script)}"
    return f"bash <<'{end}'\n{script}\n{end}"


def behind_others(script: str, _: str) -> str:
    return f"set -u\necho starting\nset +e\n{script}"


def in_a_branch(script: str, name: str) -> str:
    return f"{name}=b; case ${name} in a) exit 0;; b|c)\n{script}\n;; esac"


MOVES: list[Callable[[str, str], str]] = [
    in_a_function, in_functions, in_a_subshell, in_a_shell, in_a_variable, in_a_here_document, on_the_input,
    behind_others, in_a_branch,
]  # fmt: skip


def halved(word: str, place: int) -> tuple[list[str], str]:
    """Return the assignments of two variables, and the word made of them."""
    half = len(word) // 2
    assigned = [f"a{place}={shlex.quote(word[:half])}", f"b{place}={shlex.quote(word[half:])}"]
    return assigned, f'"$a{place}${{b{place}:-none}}"'


def bare(word: str, place: int) -> tuple[list[str], str]:
    """Return the assignments of all parts of a word but the last, and the word with variables without braces."""
    *parts, last = re.split(r"(\W+)", word)
    assigned = [f"c{place}_{number}={part}" for number, part in enumerate(parts) if part.isalnum()]
    shown = (f"$c{place}_{number}" if part.isalnum() else part for number, part in enumerate(parts))
    return assigned, "".join(shown) + last


def split(probe: str, chosen: list[Callable[[str, int], tuple[list[str], str]] | None]) -> tuple[str, str]:
    """Return the assignments and the command, with some of its words in variables."""
    words, assigned = probe.split(" "), []
    for place, (word, way) in enumerate(zip(words, chosen, strict=False)):
        if way and place:
            more, words[place] = way(word, place)
            assigned += more
    return "\n".join([*assigned, ""]), " ".join(words)


def as_parameters(script: str, probe: str, name: str) -> str:
    """Return a script in which the words of a probe are the arguments of a function."""
    words = probe.split(" ")
    body = script.replace(probe, '"$first" "$@"')
    return f"{name}() {{\nlocal first=$1; shift\n{body}\n}}\n{name} {' '.join(words)}"


@settings(max_examples=150, deadline=None, database=None)
@given(
    PROBES, st.sampled_from(ENDLESS + BOUNDED), st.lists(st.sampled_from([None, halved, bare]), max_size=6),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(MOVES), NAMES), max_size=3), st.sampled_from(["sh -c", "file", "args"]),
)  # fmt: skip
def test_a_wait_is_the_same_however_it_is_written(
    probe: tuple[str, str],
    loop: str,
    variables: list[Callable[[str, int], tuple[list[str], str]] | None],
    parameters: bool,  # noqa: FBT001
    moves: list[tuple[Callable[[str, str], str], str]],
    place: str,
) -> None:
    command, target = probe
    bounded = loop in BOUNDED
    if parameters and "{1}" not in loop:
        script = as_parameters(loop.format(command), command, "await_all")
    elif "{1}" in loop:
        script = loop.format(command, shlex.quote(f"until {command}; do sleep 2; done"))
    else:
        before, split_command = split(command, variables)
        script = before + loop.format(split_command)
    for move, name in moves:
        script = move(script, name)
    if place == "file":
        found = [said(wait) for wait in reading(program("bash", "/s/run", files={"/s/run": script})).waits]
    elif place == "args":
        found = [said(wait) for wait in reading(program(command=("/bin/bash",), args=("-c", script))).waits]
    else:
        found = waits(script)
    assert found == [f"{target} {'fails at 60' if bounded else 'for ever'}"], script
