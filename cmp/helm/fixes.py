"""What to do about Helm's failures, by the phrase that Helm begins or frames them with."""

_SEE = "`swell values` prints the values that templates see"
_FIXES = (
    ("cannot load Chart.yaml", "correct Chart.yaml: `apiVersion: v2`, `name` and `version`, each on a line of its own"),
    ("chart.metadata", "correct that key of Chart.yaml: `version` is three numbers with dots, as 1.0.0"),
    ("invalid kube version", "write it as 1.34.2: --kube-version, or `helm: {kubeVersion}` in swell.yaml"),
    (
        "failed parsing --set",
        "write it as KEY=VALUE, as in a.b[0]=x; below a text, a number or null nothing is set",
    ),
    ("execution error at", f"set what the chart asks for; {_SEE}"),
    (
        "nil pointer evaluating",
        f"set what stands before the last dot, or let the template test it with `if`; {_SEE}",
    ),
    (
        "not defined",
        "correct the name in the template, or take the Helm that has it: `helm: {version}`",
    ),
    ("no template", "correct the name in the template, or take in the chart that defines it"),
    ("parse error at", "correct the template on that line"),
    (
        "YAML parse error on",
        "correct the template there: what it prints is no YAML, often for want of `nindent`, or since a value is empty",
    ),
)
"""A phrase and the fix for it; the first one that a message has counts."""


def fix(said: str) -> str:
    """Return the fix for what Helm said."""
    return next((told for phrase, told in _FIXES if phrase in said), f"correct what it names; {_SEE}")
