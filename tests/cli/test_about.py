"""What `swell` says of itself, and how shells complete its words, with the shells themselves."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

from cmp.cli.about import SHELLS
from cmp.cli.commands import swell


def run(*arguments: str, **variables: str) -> tuple[int, str, str]:
    told = subprocess.run(
        [SWELL, *arguments], env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    return told.returncode, told.stdout, told.stderr


def test_help_of_a_command_is_what_the_command_says_of_itself() -> None:
    assert run("help", "plan") == run("plan", "--help")
    assert run("help") == run("--help")


def test_help_of_no_command_names_the_nearest() -> None:
    status, out, told = run("help", "pln")
    assert (status, out) == (2, "")
    assert told == "swell: there is no command pln.\n  fix: did you mean plan?\n"


def test_the_version_is_told_with_that_of_the_helm_that_renders() -> None:
    first, second = run("--version", SWELL_HELM=str(helm("v4.3.1")))[1].splitlines()
    assert first.startswith("swell ")
    assert second == f"Helm 4.3.1 ({helm('v4.3.1')})"


def test_the_version_is_told_where_there_is_no_helm(tmp_path: Path) -> None:
    status, out, _ = run("--version", SWELL_HELM=str(tmp_path / "none"))
    assert status == 0
    assert out.splitlines()[1].startswith("no Helm: ")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_is_given_the_commands_and_options(shell: str) -> None:
    words = {"COMP_WORDS": "swell plan --arg", "COMP_CWORD": "--arg" if shell == "fish" else "2"}
    status, out, _ = run(_SWELL_COMPLETE=f"{shell}_complete", **words)
    assert status == 0
    assert "--argocd" in out


@pytest.mark.parametrize("command", ["plan", "why", "lock", "diff", "release", "convert", "doctor", "plan --policy"])
def test_a_shell_is_told_to_complete_files_where_one_may_stand(command: str) -> None:
    words = f"swell {command} appl"
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    if command == "why":
        asked = {"COMP_WORDS": "swell why image.tag appl", "COMP_CWORD": "3"}
    assert run(_SWELL_COMPLETE="bash_complete", **asked)[1] == "file,appl\n"


def _script(shell: str, folder: Path) -> Path:
    path = folder / f"completion.{shell}"
    path.write_text(run("completion", shell)[1])
    return path


def _asked(shell: str, *words: str) -> str:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is missing: apt-get install {shell}")
    path = f"{Path(SWELL).parent}:{os.environ['PATH']}"
    return subprocess.run(
        [shell, *words], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True
    ).stdout


def test_bash_completes_a_command(tmp_path: Path) -> None:
    ask = "COMP_WORDS=(swell rel); COMP_CWORD=1; _swell_completion swell; echo ${COMPREPLY[@]}"
    assert _asked("bash", "--norc", "-c", f"source {_script('bash', tmp_path)}; {ask}") == "release\n"


def test_fish_completes_a_command(tmp_path: Path) -> None:
    out = _asked("fish", "--no-config", "-c", f"source {_script('fish', tmp_path)}; complete -C 'swell rel'")
    assert out.startswith("release")


def test_zsh_reads_what_completes_its_words(tmp_path: Path) -> None:
    script = _script("zsh", tmp_path)
    ask = "autoload -U compinit; compinit -u; source %s; print -r -- $_comps[swell]"
    assert _asked("zsh", "-f", "-c", ask % script) == "_swell_completion\n"


def test_the_second_name_of_the_program_is_the_program() -> None:
    told = subprocess.run(
        [Path(SWELL).with_name("argocd-swell"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert told == run("--version")[1]


def test_every_command_can_be_explained() -> None:
    for name, command in swell.commands.items():
        assert command.help, name


@pytest.mark.parametrize("words", [{}, {"COMP_WORDS": "swell plan"}, {"COMP_WORDS": "swell plan", "COMP_CWORD": "x"}])
def test_a_shell_that_does_not_say_for_which_words_gets_one_clear_line(words: dict[str, str]) -> None:
    status, out, error = run(_SWELL_COMPLETE="bash_complete", **words)
    assert (status, out) == (2, "")
    assert error.startswith("swell: _SWELL_COMPLETE is set, and no shell has said which words are to be completed.\n")
