"""`swell readers`: prints the workloads that read configuration that changed between two revisions."""

from cmp.cli.output import note
from cmp.fleet.affected import Affected, Wanted, affected
from cmp.fleet.readers import as_json, as_rows
from cmp.report.table import aligned
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.process import Deadline


def readers(span: str, wanted: Wanted, *, settings: Settings, form: str) -> str:
    """Return the workloads as text or JSON; what could not be looked at is told on stderr.

    All but the renders ends within SWELL_TIMEOUT, and so does each of them.
    """
    with Bounds(Deadline.after(settings.timeout), settings.memory_bytes, settings.cpu_seconds):
        found = affected(span, wanted, settings=settings, note=lambda text: note(f"swell: note: {text}"))
        return as_json(found.readers) if form == "json" else _text(found, span)


def _text(found: Affected, span: str) -> str:
    if not found.readers:
        touched = found.touched
        changes = f"{touched} ConfigMaps and Secrets" if touched != 1 else "one ConfigMap or Secret"
        return f"No workload of another Application reads what {span} changed ({changes})."
    return "\n".join(aligned(as_rows(found.readers)))
