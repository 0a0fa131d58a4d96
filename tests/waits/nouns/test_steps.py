"""No script keeps a render long, fills its memory, or ends as a bug of Swell."""

import time
import tracemalloc

import pytest
from scripts import program, said, waits

from cmp.errors import ConfigError
from cmp.objects.configuration import LONGEST, Setting, _put_in
from cmp.objects.given import Given
from cmp.objects.index import Index
from cmp.waits.container import reading, started
from cmp.waits.nouns import steps
from cmp.waits.nouns.text import HOLE

_LOOP = "until nc -z db 1; do sleep 1; done\n"
_HELD = "x" * 65_000
_CALLED = 5_000


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("env " * _CALLED + "kubectl wait job/a", id="a command that starts a command"),
        pytest.param("sh -c 'timeout 5 " + "nice " * _CALLED + "true'", id="the same in a script"),
        pytest.param("wait-for-it a:1 -- " * _CALLED + "true", id="a command behind a wait"),
        pytest.param(_LOOP + f"return {'9' * _CALLED}", id="a long status"),
        pytest.param(_LOOP + f"shift {'9' * _CALLED}; echo ${{{'9' * _CALLED}}}", id="a long place"),
        pytest.param(_LOOP + f"echo {{1..{'9' * _CALLED}}}", id="a long range"),
        pytest.param(_LOOP + f"x=$(({'9' * _CALLED} + 1))", id="a long number"),
        pytest.param(_LOOP + f"echo $X | head -n {'9' * _CALLED}", id="many lines"),
        pytest.param(_LOOP + "echo '" + '{"a":' * _CALLED + "1" + "}" * _CALLED + "' | jq .a", id="deep JSON"),
        pytest.param(_LOOP + """eval "$(echo '{"a": "\\\\ud800"}' | jq -r .a)" """, id="half a character"),
    ],
)
def test_what_is_too_deep_or_too_long_is_not_followed(script: str) -> None:
    waits(script, X="x")


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("echo " + "$X" * 5_000, id="a word"),
        pytest.param("echo " + "$X " * 5_000, id="many words"),
        pytest.param("echo " + "$Y " * 500, id="words that are split"),
        pytest.param("x=${X//x/$X}", id="a replacement"),
        pytest.param("printf '%s" + "y" * 60_000 + "' $Y", id="a format"),
        pytest.param("set -- a b; " + 'set -- "$@" "$@"; ' * 40, id="arguments that double"),
        pytest.param("a=(x y); " + 'a=("${a[@]}" "${a[@]}"); ' * 40, id="elements that double"),
        pytest.param("echo $Y | xargs -I x echo $X", id="arguments of xargs"),
        pytest.param("cat " + "/s/lib.sh " * 20_000, id="a file"),
        pytest.param("a | " * 60_000 + "b", id="pipes"),
        pytest.param("<<E\nE\n" * 60_000, id="here-documents"),
        pytest.param("if true; then " * 40_000, id="branches that do not end"),
        pytest.param("kubectl get " + "-o a " * 200_000 + "x", id="options of one name"),
        pytest.param("kubectl get -" + "z" * 1_000_000 + " x", id="options of one letter"),
        pytest.param("kubectl get pod -l " + "a=b," * 200_000 + "a=b", id="a selector"),
    ],
)
def test_no_text_of_a_script_grows_without_end(script: str) -> None:
    split = "x " * 30_000
    made = program("sh", "-c", _LOOP + script, env={"X": _HELD, "Y": split}, files={"/s/lib.sh": _HELD * 10})
    tracemalloc.start()
    began = time.process_time()
    reading(made)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200 << 20
    assert time.process_time() - began < 20


def test_what_kubernetes_puts_into_a_command_line_is_followed_up_to_a_bound() -> None:
    (one, *_) = started(program("curl", "$(X)", env={"X": _HELD}))[1:]
    assert one == _HELD
    assert started(program("curl", "$(X)" * 1_000, env={"X": _HELD}))[1:] == (HOLE,)
    assert started(program("curl", *["$(X)"] * 1_000, env={"X": _HELD}))[-1] == HOLE


def test_a_variable_into_which_others_are_put_is_followed_up_to_a_bound() -> None:
    before, given = {"A": Setting(value="x" * 1000)}, Given(Index([], rules=(), promote=()))
    assert _put_in("$(A)$(A)", before, given) == "x" * 2000
    assert _put_in("$(A)" * LONGEST, before, given) is None


def test_what_all_containers_put_into_variables_has_a_bound() -> None:
    before, given = {"A": Setting(value="x" * LONGEST)}, Given(Index([], rules=(), promote=()))
    for _ in range(61):  # 61 times 16,384 steps
        _put_in("$(A)", before, given)
    with pytest.raises(ConfigError, match="more than 1000000 variables and files"):
        _put_in("$(A)", before, given)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("".join(f"a{number}=b\n" for number in range(4_000)), id="variables"),
        pytest.param("export " + " ".join(f"a{number}=b" for number in range(20_000)), id="variables at once"),
        pytest.param("f() { x=1\n" + "y=2\n" * 3_000 + "}; " + "f; " * 8, id="calls"),
        pytest.param("echo " + "a " * 300 + "| xargs -n1 xargs -n1 xargs -n1 echo", id="xargs in xargs"),
        pytest.param("for a in $Y; do eval ': $X '$a; done", id="texts that are read"),
    ],
)
def test_all_runs_of_all_scripts_take_a_bounded_time(script: str) -> None:
    each = "".join(f"until nc -z h{number} 1; do sleep 1; done\n" for number in range(20))
    steps.renew(100_000)
    began = time.process_time()
    for number in range(8):
        reading(program("sh", "-c", f"# {number}\n{each}{script}", env={"X": _HELD, "Y": "1 2 3 4 5 6 7 8 9"}))
    assert time.process_time() - began < 4
    steps.renew()


def test_steps_that_are_used_up_are_there_again_for_the_next_render() -> None:
    with pytest.raises(steps.TooFarError):
        steps.take_together(1 << 40)
    assert waits(f"{_LOOP}# of one render") == []
    steps.renew()
    assert waits(f"{_LOOP}# of another render") == ["db:1 ready for ever"]


@pytest.mark.parametrize(
    ("body", "call"),
    [
        pytest.param("f(){ echo " + "w " * 20_000 + "; }\n", "f\n", id="the words of a command"),
        pytest.param("f(){ let '" + "+".join("1" * 10_000) + "'; }\n", "f\n", id="an expression"),
        pytest.param("e='" + "+".join("1" * 10_000) + "'\n", "x=$(($e))\n", id="an expression in a word"),
        pytest.param("", "grep a </s/lines\n", id="a file that is read"),
        pytest.param("", ". /s/lines\n", id="a file that is run"),
        pytest.param("".join(f"f{number}(){{ :;}}\n" for number in range(1_500)), "true\n", id="functions"),
    ],
)
def test_what_a_command_handles_counts_as_steps(body: str, call: str) -> None:
    """A thousand of them are too many, and a few are not."""
    few, many = (
        program("sh", "-c", f"{body}{call * times}{_LOOP}", files={"/s/lines": "\n" * 60_000}) for times in (3, 1_000)
    )
    assert [said(wait) for wait in reading(few).waits] == ["db:1 ready for ever"]
    assert not reading(many).waits
