"""Which templates print something else at each render, by the functions that they call.

This is read from their text; nothing is rendered twice. A `lookup` alone does not count: without a cluster Helm finds
nothing by it, each time.
"""

import re

from cmp.chart.template_calls import TemplateCalls

VOLATILE = re.compile(
    r"(?<![\w.$])(?:rand(?:Alpha|AlphaNum|Numeric|Ascii|Bytes|Int)|shuffle|uuidv4|now|htpasswd|bcrypt|encryptAES"
    r"|gen(?:CA|SelfSignedCert|SignedCert)(?:WithKey)?|genPrivateKey)(?!\w)"
)
"""Functions of Helm's templates that return something else each time."""


class VolatileTemplates:
    """The templates of a chart, read when the first is looked at; `chart` is its folder, "" where there is none."""

    def __init__(self, chart: str) -> None:
        """Read nothing yet."""
        self._calls = TemplateCalls(chart)

    def now(self) -> "VolatileTemplates":
        """Return itself with all templates read, for questions that are asked when the folder is gone."""
        self._calls.now()
        return self

    def __call__(self, origin: str) -> str:
        """Return the function by which a template, as Helm names it, prints something else each time; "" if none."""
        return self._calls.first(origin, VOLATILE)
