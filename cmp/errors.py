"""What can go wrong, as types: each knows what happened, where, and the fix.

The first line of an error tells the whole story, since Argo CD shows that one first. No error ever holds a value, a
parameter or a secret: standard error reaches the user interface and the log.
"""


class SwellError(Exception):
    """Stop: there is no answer. The base of everything that Swell reports by itself.

    Args:
        message: what happened, in lower case, without a full stop.
        where: the file and line, or the object, that it happened at.
        here: what was there instead, if that helps to find the mistake.
        fix: what to do about it.
    """

    exit_code = 2

    def __init__(self, message: str, *, where: str = "", here: str = "", fix: str = "") -> None:
        super().__init__(message)
        self.message, self.where, self.here, self.fix = message, where, here, fix

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.message) if part)


class RequestError(SwellError):
    """Argo CD's environment, an Application or a flag can't be read."""


class ConfigError(SwellError):
    """swell.yaml says something that it can't say."""


class PolicyError(SwellError):
    """More was rendered than the operator's policy allows."""


class SourceError(SwellError):
    """A file isn't where it should be, can't be read, or lies outside its root."""


class PullError(SourceError):
    """A source's content couldn't be brought here; `where` is its alias."""


class CommandError(SwellError):
    """A program that Swell called failed, or could not be called."""


class LateError(CommandError):
    """A program was stopped at its deadline."""


class HelmError(CommandError):
    """Helm failed: its own message comes first."""


class ManifestError(SwellError):
    """A rendered document can't be read."""


class PatchError(SwellError):
    """A patch didn't apply."""


class ChecksError(SwellError):
    """Findings stopped the run; the message is the first of them."""
