"""The functions of Go templates that Helm and Argo CD do not have alike, and what to write in their place.

Argo CD's are those of applicationset/utils/utils.go and template_functions.go of 3.6.1, above sprig 3.3.0; Helm's are
in pkg/engine/funcs.go, above the same.
"""

from collections.abc import Iterable

_ARGOCD = "Argo CD has it and Helm has not"
_HELM = "Helm has it and Argo CD has not"
_OTHERWISE = "what Argo CD's does, Helm's does otherwise"
_VARIES = "it gives something else each time"
_CAUSES = (
    (_ARGOCD, ("normalize", "slugify")),
    (
        _HELM,
        (
            *("include", "required", "lookup", "toToml", "mustToToml", "fromToml", "toYamlPretty", "mustToYaml"),
            *("fromJsonArray", "getHostByName", "mustToDuration", "durationRoundTo", "durationTruncateTo"),
            *("durationNanoseconds", "durationMicroseconds", "durationMilliseconds", "durationSeconds"),
            *("durationMinutes", "durationHours", "durationDays", "durationWeeks"),
        ),
    ),
    (_OTHERWISE, ("fromYaml", "fromYamlArray", "fromJson", "tpl")),
    (
        _VARIES,
        (
            *("now", "ago", "randAlpha", "randAlphaNum", "randAscii", "randBytes", "randInt", "randNumeric", "shuffle"),
            *("uuidv4", "bcrypt", "htpasswd", "encryptAES", "genPrivateKey", "genCA", "genCAWithKey"),
            *("genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert", "genSignedCertWithKey"),
        ),
    ),
)
UNLIKE = {name: cause for cause, names in _CAUSES for name in names}
"""Why Swell does not evaluate a text with a function, by the function's name."""

OF_DICTS = frozenset(
    (
        *("hasKey", "get", "set", "unset", "dig", "keys", "values", "pick", "omit", "pluck", "deepCopy"),
        *("merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"),
    )
)
"""Functions that take a dict and no `map[string]string`."""


def first_unlike(names: Iterable[str]) -> str:
    """Return the first function that the two do not have alike, "" where there is none."""
    return next((name for name in names if name in UNLIKE), "")
