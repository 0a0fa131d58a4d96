"""`swell why`: prints what is known about one object of a sync, or about one value."""

from collections.abc import Sequence

from cmp.cli.output import show
from cmp.errors import RequestError
from cmp.explain.value import is_value, origins_of
from cmp.model import Ref
from cmp.render.run import LazySession, helm_runtime, refuse_empty, rendered
from cmp.render.sync_report import sync_report
from cmp.report.names import labels
from cmp.report.why_json import written
from cmp.report.why_text import text
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.text import near

_SHOWN = 4


def why(request: AppRequest, *, settings: Settings, stream: str | None, what: str, form: str) -> int:
    """Print what is known about an object, about each object that the words may mean, or about a value.

    Raises:
        RequestError: the words name no object and no value, or an unknown one.
    """
    if is_value(what):
        if stream is not None:
            raise RequestError(
                f"{what!r} names no object, and a stream has no values",
                fix="name an object as Kind/name, or give the application's folder instead of -",
            )
        try:
            show(origins_of(request, settings=settings, what=what, form=form), form)
        except RequestError:
            _refuse_bare(request, settings, what)
            raise
        return 0
    wanted = _wanted(what)
    untouched = stream is not None
    with LazySession(helm_runtime(settings)) as session:
        built = rendered(request, session, stream=stream, stages=() if untouched else None)
        refuse_empty(built, stream)
        report = sync_report(built, untouched=untouched)
        found = [ref for ref in report.refs if _means(wanted, ref)]
        if not found:
            raise RequestError(
                f"there is no {what}",
                here=f"nearest: {_nearest(what, report.refs)}",
                fix="name one of these, as Kind/name or Kind/namespace/name",
            )
        said = written(report, found) if form == "json" else "\n\n".join(text(report, ref) for ref in found)
    show(said, form)
    return 0


def _refuse_bare(request: AppRequest, settings: Settings, what: str) -> None:
    """Refuse the name of an object without its kind. Raises RequestError."""
    with LazySession(helm_runtime(settings)) as session:
        refs = [ref for ref in rendered(request, session).arranged.objects.by_ref if ref.name == what]
    if refs:
        named = list(labels(refs).values())
        raise RequestError(f"{what!r} names no kind", here=", ".join(named[:_SHOWN]), fix=f"say swell why {named[0]}")


def _wanted(what: str) -> tuple[str, str, str | None, str]:
    """Return the kind, group, namespace and name in the words; a missing one is "" or None."""
    kind, _, rest = what.partition("/")
    *namespace, name = rest.split("/")
    if len(namespace) > 1 or not kind or not name:
        raise RequestError(
            f"{what!r} names no object",
            fix="name an object as Kind/name, or as Kind/namespace/name",
        )
    kind, _, group = kind.partition(".")
    return kind.lower(), group.lower(), namespace[0] if namespace else None, name


def _means(wanted: tuple[str, str, str | None, str], ref: Ref) -> bool:
    kind, group, namespace, name = wanted
    return (
        ref.kind.lower() == kind
        and group in ("", ref.group.lower())
        and namespace in (None, ref.namespace)
        and ref.name == name
    )


def _nearest(what: str, refs: Sequence[Ref]) -> str:
    """Return the objects with the most similar names, ignoring upper and lower case."""
    known = list(labels(refs).values())
    return ", ".join(near(what, known, most=_SHOWN, alike=0.3, any_case=True) or known[:_SHOWN])
