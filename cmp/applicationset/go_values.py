"""Values as Go's `fmt` prints them with `%v`: what a number or a list in a generator's file becomes in a name."""

import math
from typing import Any

_SMALL, _LARGE = -4, 6
"""The exponents from which, and to which, Go prints a float without one."""
_LONGEST = 253
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


def shown(value: Any) -> str:
    """Return a value as `%v` prints it: 1000000 as `1e+06`, since all numbers of YAML are floats there.

    Source: strconv.FormatFloat with 'g' and the fewest digits; maps are printed by their sorted keys.
    """
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, dict):
        return f"map[{' '.join(f'{key}:{shown(value[key])}' for key in sorted(value))}]"
    if isinstance(value, list):
        return f"[{' '.join(map(shown, value))}]"
    return str(value)


def _number(real: float) -> str:
    if not math.isfinite(real):
        return "NaN" if math.isnan(real) else f"{'+' if real > 0 else '-'}Inf"
    mantissa, _, power = _digits(real)
    exponent = int(power)
    if exponent < _SMALL or exponent >= _LARGE:
        return f"{mantissa}e{exponent:+03d}"
    digits = mantissa.lstrip("-").replace(".", "")
    sign = "-" if math.copysign(1, real) < 0 else ""
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    whole, rest = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    return f"{sign}{whole}{'.' if rest else ''}{rest}"


def _digits(real: float) -> tuple[str, str, str]:
    """Return the mantissa of a float with the fewest digits that are unambiguous, and its exponent."""
    return next(text for places in range(18) if float(text := f"{real:.{places}e}") == real).partition("e")


def sanitized(name: str) -> str:
    """Return a name that DNS takes: SanitizeName in applicationset/utils/template_functions.go of Argo CD 3.6.1."""
    lowered = "".join(sign.lower()[:1] for sign in name)
    return "".join(sign if sign in _KEPT else "-" for sign in lowered)[:_LONGEST].strip("-.")
