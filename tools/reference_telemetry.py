"""The part of docs/reference.md on metrics and the log, from the metrics themselves and the record of a render."""

import inspect
import re

from cmp.telemetry.described import CAUSES
from cmp.telemetry.metrics import Metrics
from cmp.telemetry.record import Record

HEAD = """
## Metrics and log

`SWELL_METRICS` and `SWELL_LOG=json` switch them on, for what the sidecar's server renders. A collector beside it serves
the metrics and writes a line of JSON for each render. It never holds a render up. No label is a name that a tenant
chooses; no line holds a value or a message.

| metric | meaning |
|---|---|
"""
LOG = """
| key of a line | meaning |
|---|---|
"""
FAILED = """
| cause | what has failed |
|---|---|
"""
_ENDINGS = {"counter": "_total", "info": "_info"}


def telemetry() -> str:
    """Return the part."""
    metrics = [
        f"| `{one.name}{_ENDINGS.get(one.type, '')}` | {one.type}: {one.documentation} |\n"
        for one in Metrics().registry.collect()
    ]
    causes = [f"| `{cause}` | {meaning} |\n" for cause, meaning in CAUSES.items()]
    return "".join([HEAD, *metrics, LOG, *_keys(), FAILED, *causes])


def _keys() -> list[str]:
    attributes = inspect.cleandoc(Record.__doc__ or "").partition("Attributes:\n")[2]
    pairs = re.findall(r"^    ([\w, ]+): (.*(?:\n     +.*)*)", attributes, re.MULTILINE)
    return [f"| {_named(names)} | {' '.join(meaning.split())} |\n" for names, meaning in pairs]


def _named(names: str) -> str:
    return ", ".join(f"`{name.strip()}`" for name in names.split(","))
