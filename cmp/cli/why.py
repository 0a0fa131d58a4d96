"""`swell why`: prints what is known about one object of a sync, or about one value."""

from collections.abc import Sequence

from cmp.cli.asked import Asked
from cmp.cli.output import show
from cmp.cli.values import refuse_plain
from cmp.errors import RequestError, SourceError
from cmp.explain.value import is_value, origins_of
from cmp.fleet.ways import ToRender
from cmp.model import Ref
from cmp.render.run import LazySession, helm_runtime, refuse_empty
from cmp.render.sync_report import sync_report
from cmp.report.names import labels
from cmp.report.why_json import written
from cmp.report.why_text import text
from cmp.settings import Settings
from cmp.text import near, pasted

_SHOWN = 4


def why(asked: Asked, *, settings: Settings, what: str, form: str) -> int:
    """Print what is known about an object, about each object that the words may mean, or about a value.

    Raises:
        RequestError: several applications are meant; or the words name no object and no value, or an unknown one.
        SourceError: the application has no values.
    """
    one, stream = _single(asked), asked.stream
    if is_value(what):
        if stream is not None:
            raise RequestError(
                f"{what!r} names no object, and a stream has no values",
                fix="name an object as Kind/name, or give the application's folder instead of -",
            )
        try:
            refuse_plain(one)
            show(origins_of(one.request, settings=settings, what=what, form=form), form)
        except (RequestError, SourceError):
            _refuse_bare(one, settings, what)
            raise
        return 0
    wanted = _wanted(what)
    untouched = stream is not None
    with LazySession(helm_runtime(settings)) as session:
        built = one.build(session, stream=stream, stages=() if untouched else None)
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


def _single(asked: Asked) -> ToRender:
    """Return the one application that is meant. Raises RequestError where several are."""
    if asked.single:
        return asked.single
    if len(asked.members) == 1:
        (member,) = asked.members
        if member.problem:
            raise member.problem
        if member.render:
            return member.render
    names = [member.name for member in asked.members]
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    raise RequestError(
        "why is about one application",
        here=", ".join([*names[:_SHOWN], *more]),
        fix="name one by its folder, or by a file that holds it alone",
    )


def _refuse_bare(one: ToRender, settings: Settings, what: str) -> None:
    """Refuse the name of an object without its kind. Raises RequestError."""
    with LazySession(helm_runtime(settings)) as session:
        refs = [ref for ref in one.build(session).arranged.objects.by_ref if ref.name == what]
    if refs:
        named = list(labels(refs).values())
        fix = f"say swell why {pasted(named[0])}"
        raise RequestError(f"{what!r} names no kind", here=", ".join(named[:_SHOWN]), fix=fix)


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
