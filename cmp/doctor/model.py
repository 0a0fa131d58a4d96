"""The machine that a check looks at, and the result of a check."""

from cmp.errors import SwellError
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cmp.request.model import AppRequest
    from cmp.settings import Settings
    from cmp.system.process import Deadline, Finished


class Result(Value):
    """What a check found of one thing. Without a `fix` nothing is wrong."""

    thing: str
    text: str
    fix: str = ""

    @staticmethod
    def of(problem: SwellError, thing: str) -> "Result":
        """Return an error as the result for a thing."""
        said = problem.message if f"${problem.where}" == thing else str(problem)  # a source is its own place
        text = f"{said}; {problem.here}" if problem.here else said
        return Result(thing=thing, text=text, fix=problem.fix or "correct that")


class Setup(Value):
    """A machine as a render meets it.

    `home` is argocd-cmp-server's folder, "" on a laptop. `named` tells whether the command line names the application.
    `fault` is what is wrong with the request, which then knows the operator's policy alone.
    `run` runs a program to its end, within a short time limit; `deadline` is the end of the time for all checks.
    """

    settings: "Settings"
    user: int
    home: str
    request: "AppRequest"
    named: bool
    run: "Callable[[Sequence[str]], Finished]"
    deadline: "Deadline"
    fault: SwellError | None = None
