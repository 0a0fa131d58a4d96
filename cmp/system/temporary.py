"""Where temporary files go, and what to do where none can be written."""

from cmp.errors import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def folder(environ: "Mapping[str, str]") -> str:
    """Return the folder: TMPDIR, else /tmp."""
    return environ.get("TMPDIR") or "/tmp"  # noqa: S108


def fix(environ: "Mapping[str, str]") -> str:
    """Return what to do where the folder is not there, or can't be written to."""
    if environ.get("TMPDIR"):
        return "let TMPDIR name a folder that can be written to, or unset it"
    return "mount a volume of its own at /tmp (`cmp-tmp` in the sidecar), or set TMPDIR"


def refusal(
    problem: OSError, environ: "Mapping[str, str]", *, what: str, here: str = "", room: str = ""
) -> SourceError:
    """Return the error for something that could not be written there; `room` says how there may be more of it."""
    import errno

    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return SourceError(
            f"there is no room for {what}: {problem.strerror}",
            here=here,
            fix=room or f"give the volume of {folder(environ)} more room",
        )
    return SourceError(f"can't write {what} to {folder(environ)}: {problem.strerror}", here=here, fix=fix(environ))
