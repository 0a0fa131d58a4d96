"""What an AppProject allows, as Argo CD's own tests and rules have it."""

import time

import pytest

from cmp.checks.repository.facts import Deployed, RepositoryFacts
from cmp.checks.repository.outside_its_project import check
from cmp.checks.repository.project_scope import allows_destination, allows_source
from cmp.model import Severity

HERE = "https://kubernetes.default.svc"
A = "https://git.example.com/team/a.git"


@pytest.mark.parametrize(
    ("globs", "address", "allowed"),
    [
        (["*"], A, True),
        ([], A, False),
        (["https://git.example.com/team/*"], A, True),
        (["https://git.example.com/*"], A, False),  # a star stops at a slash
        (["https://git.example.com/**"], A, True),
        (["https://GIT.example.com/Team/a"], A, True),
        (["https://git.example.com/team/{a,b}"], A, True),
        (["*", "!https://git.example.com/team/a"], A, False),
        (["!https://git.example.com/other/*"], A, True),  # what does not deny it allows it
        (["git@git.example.com:team/*"], "git@git.example.com:team/a.git", True),
        (["ssh://git@git.example.com/team/*"], "git@git.example.com:team/a", True),
        (["https://git.example.com/team/b"], A, False),
        (["["], A, False),
    ],
)
def test_a_source_is_allowed(globs: list[str], address: str, *, allowed: bool) -> None:
    assert allows_source(globs, address) is allowed


@pytest.mark.parametrize(
    ("entries", "where", "allowed"),
    [
        ([{"server": "*", "namespace": "*"}], {"server": HERE, "namespace": "a"}, True),
        ([{"server": HERE, "namespace": "team-*"}], {"server": HERE, "namespace": "team-a"}, True),
        ([{"server": HERE, "namespace": "team-*"}], {"server": HERE, "namespace": "a"}, False),
        ([{"name": "in-cluster", "namespace": "*"}], {"server": HERE, "namespace": "a"}, True),
        ([{"server": HERE, "namespace": "*"}], {"name": "in-cluster", "namespace": "a"}, True),
        ([{"server": "https://b.example.com", "namespace": "*"}], {"name": "in-cluster", "namespace": "a"}, False),
        ([{"server": "https://b.example.com", "namespace": "*"}], {"name": "b", "namespace": "a"}, True),  # it may be
        ([{"name": "b", "namespace": "*"}], {"name": "c", "namespace": "a"}, False),
        ([{"server": "*", "namespace": "*"}, {"server": HERE, "namespace": "!kube-*"}],
         {"server": HERE, "namespace": "kube-system"}, False),
        ([{"server": f"!{HERE}", "namespace": "*"}, {"server": "*", "namespace": "*"}],
         {"server": HERE, "namespace": "a"}, False),
        ([], {"server": HERE}, False),
        (["a", 1], {"server": HERE}, False),
    ],
)  # fmt: skip
def test_a_destination_is_allowed(entries: list[object], where: dict[str, str], *, allowed: bool) -> None:
    assert allows_destination(entries, where) is allowed


def test_many_applications_and_many_globs_are_compared_within_a_bound() -> None:
    project = {
        "metadata": {"name": "a"},
        "spec": {
            "sourceRepos": [f"https://git.example.com/{number}-*" for number in range(2_000)],
            "destinations": [{"server": HERE, "namespace": f"n{number}-*"} for number in range(2_000)],
        },
    }
    specs = [
        {
            "project": "a",
            "source": {"repoURL": f"https://git.example.com/{number}-x"},
            "destination": {"server": HERE, "namespace": f"n{number}-x"},
        }
        for number in range(2_000)
    ]
    facts = RepositoryFacts(
        applications=tuple(
            Deployed(file="a.yaml", line=number, document={"metadata": {"name": f"a{number}"}, "spec": spec})
            for number, spec in enumerate(specs)
        ),
        projects=(project,),
    )
    began = time.process_time()
    found = list(check(facts))
    assert len(found) == 2_000 - 1_000_000 // 8_000
    assert {one.severity for one in found} == {Severity.INFO}
    assert found[0].message.startswith("it is not compared with AppProject/a: that takes more than 1000000 comparisons")
    assert time.process_time() - began < 20
