"""Spans of time as shells and programs write them."""

import re

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_PART = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(ms|[smhd])")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,9})?")


def duration(text: str) -> float | None:
    """Return the seconds of `5`, `0.5`, `2m`, `1h30m` or `infinity`, None for anything else."""
    if text in ("inf", "infinity"):
        return float("inf")
    if _NUMBER.fullmatch(text):
        return float(text)
    parts = _PART.findall(text)
    whole = "".join(number + unit for number, unit in parts) == text
    return sum(float(number) * _UNITS[unit] for number, unit in parts) if parts and whole else None
