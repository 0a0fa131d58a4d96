"""A check tells one by one as much as a person or a page of results takes, and counts the rest."""

from cmp.checks.catalog import wave_not_integer
from cmp.checks.check import MOST, Check
from cmp.checks.facts import Facts
from cmp.config.model import Config
from cmp.manifests.split import split
from cmp.objects.objects import Objects

ONE = """apiVersion: v1
kind: ConfigMap
metadata: {{name: c{}, annotations: {{argocd.argoproj.io/sync-wave: one}}}}
"""


def facts(number: int) -> Facts:
    manifests = split("---\n".join(map(ONE.format, range(number))), namespace="shop")
    return Facts(objects=Objects(manifests), written=manifests, rendered=manifests, idle=(), config=Config())


def test_what_is_beyond_is_one_finding_that_is_as_severe() -> None:
    check = Check.of(wave_not_integer)
    whole, over = list(check.findings(facts(MOST))), list(check.findings(facts(MOST + 50)))
    assert (len(whole), len(over)) == (MOST, MOST + 1)
    assert over[:-1] == whole
    assert over[-1].message == "50 more of these, which are not told one by one"
    assert (over[-1].check, over[-1].severity, over[-1].fails) == (
        "wave-not-integer",
        whole[0].severity,
        whole[0].fails,
    )
