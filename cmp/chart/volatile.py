"""Which templates print something else at each render, by the functions that they call.

This is read from their text; nothing is rendered twice. A `lookup` alone does not count: without a cluster Helm finds
nothing by it, each time.
"""

import re
from collections.abc import Mapping

from cmp.chart.template_calls import TemplateCalls

FUNCTIONS = (
    r"rand(?:Alpha|AlphaNum|Numeric|Ascii|Bytes|Int)|shuffle|uuidv4|now|htpasswd|bcrypt|encryptAES"
    r"|gen(?:CA|SelfSignedCert|SignedCert)(?:WithKey)?|genPrivateKey"
)
VOLATILE = re.compile(rf"(?<![\w.$])(?:{FUNCTIONS})(?!\w)")
"""Functions of Helm's templates that return something else each time."""


class VolatileTemplates:
    """The templates of a chart, by the paths below it that Helm gives them."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._calls = TemplateCalls(templates)

    def __call__(self, origin: str) -> str:
        """Return the function by which a template, as Helm names it, prints something else each time; "" if none."""
        return self._calls.first(origin, VOLATILE)
