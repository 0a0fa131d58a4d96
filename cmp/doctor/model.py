"""What a check looks at, and what it tells."""

from cmp.errors import SwellError
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cmp.request.model import AppRequest
    from cmp.settings import Settings
    from cmp.system.process import Finished


class Result(Value):
    """What is known of one thing; it is fine where nothing is to be mended."""

    thing: str
    text: str
    fix: str = ""

    @staticmethod
    def of(problem: SwellError, thing: str) -> "Result":
        """Return what an error tells of a thing."""
        said = problem.message if f"${problem.where}" == thing else str(problem)  # a source is its own place
        text = f"{said}; {problem.here}" if problem.here else said
        return Result(thing=thing, text=text, fix=problem.fix or "correct that")


class Setup(Value):
    """A machine as a render meets it.

    `home` is argocd-cmp-server's folder, "" on a laptop; `named` tells whether somebody named the application that is
    asked for; `run` runs a program to its end, and not for long.
    """

    settings: "Settings"
    user: int
    home: str
    request: "AppRequest"
    named: bool
    run: "Callable[[Sequence[str]], Finished]"
