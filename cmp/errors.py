"""The errors that Swell reports, as types: each holds what happened, where, and the fix.

The first line of an error must say all that matters, since Argo CD shows that line first. No error may hold a value, a
parameter or a secret, since standard error is shown in the user interface and the log.
"""


class SwellError(Exception):
    """The base of all errors that Swell reports; the command stops without a result.

    Args:
        message: what happened, in lower case, without a full stop.
        where: the file and line, or the object, where it happened.
        here: what was found there instead, if that helps to find the mistake; a line for each thing.
        fix: what to do about it.

    The `cause` of a class is its word in the metrics and the log of the sidecar, `answer` what stands for an
    application that ended so among several.
    """

    exit_code = 2
    answer = "NO ANSWER"
    cause = ""

    def __init__(self, message: str, *, where: str = "", here: str = "", fix: str = "") -> None:
        super().__init__(message)
        self.message, self.where, self.here, self.fix = message, where, here, fix

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.message) if part)


def bare(problem: SwellError) -> SwellError:
    """Return an error that is kept until it is told, without the frames that it came through and all that they hold."""
    problem.__traceback__ = problem.__cause__ = problem.__context__ = None
    return problem


class At:
    """Give each error that is raised inside a `with`, and that has no place yet, this one: `apps/web/swell.yaml:7`."""

    def __init__(self, where: str) -> None:
        """Take the place."""
        self._where = where

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        """Complete the error; it goes on."""
        if isinstance(problem, SwellError):
            problem.where = problem.where or self._where


class Under:
    """Put a name before the place of each error that is raised inside a `with`: `stage: apps/web/swell.yaml:7`."""

    def __init__(self, name: str) -> None:
        """Take the name."""
        self._name = name

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        """Complete the error; it goes on."""
        if isinstance(problem, SwellError):
            problem.where = f"{self._name}: {problem.where}" if problem.where else self._name


class RequestError(SwellError):
    """Argo CD's environment, an Application or a flag can't be read."""

    cause = "request"


class LeftError(RequestError):
    """Another tool than Helm renders an Application, which is left to Argo CD: among several that is no failure."""

    cause = "left"
    exit_code = 0
    answer = "LEFT TO ARGO CD"


class ConfigError(SwellError):
    """The configuration is invalid: in swell.yaml, or in how its parts fit together."""

    cause = "config"


class PolicyError(SwellError):
    """The render contains what the operator's policy does not allow."""

    cause = "policy"


class SourceError(SwellError):
    """A file is missing, can't be read, or lies outside of its root."""

    cause = "source"


class PullError(SourceError):
    """The content of a source can't be pulled; `where` is the alias of the source."""

    cause = "pull"


class CommandError(SwellError):
    """A program that Swell started has failed, or could not be started."""

    cause = "command"


class LateError(CommandError):
    """A program was stopped at its deadline."""

    cause = "deadline"


class QueueError(CommandError):
    """No place to run Helm came free in time."""

    cause = "queue"


class ShortageError(CommandError):
    """Memory, descriptors or another resource of this process ran out."""

    cause = "shortage"


class SystemCallError(CommandError):
    """The operating system refused a call, and no other error tells of it."""

    cause = "system"


class HelmError(CommandError):
    """Helm has failed; the message begins with Helm's own."""

    cause = "helm"


class ManifestError(SwellError):
    """A rendered document can't be read."""

    cause = "manifest"


class PatchError(SwellError):
    """A patch can't be applied."""

    cause = "patch"


class ChecksError(SwellError):
    """Findings of checks stop the run; the message is the first finding."""

    cause = "checks"


class BugError(SwellError):
    """Swell itself is at fault: part of the work ended with an exception that no other error stands for."""

    exit_code = 3
    cause = "bug"
