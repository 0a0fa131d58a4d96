"""Reading the operator's policy."""

import os
from collections.abc import Sequence

import msgspec
from msgspec import UNSET

from cmp import dialect
from cmp.config import policy_spec as spec_of
from cmp.config.model import Limits, Placed
from cmp.config.policy_model import Part, Policy
from cmp.config.policy_spec import PolicyFile, PolicyRule
from cmp.config.read import placed
from cmp.errors import ConfigError, SourceError
from cmp.system.files import read_linked
from cmp.typed.parse import elements, parsed, place, wheres

_ALL = ("*",)


def from_file(path: str) -> Policy:
    """Return the policy in the operator's file; reasons and errors show the file's name without its folder.

    Raises:
        ConfigError: it can't be read as a policy.
    """
    if not os.path.isabs(path):
        raise ConfigError(
            f"SWELL_POLICY must be an absolute path, not {path}: a relative one begins in the application's repository",
            fix="name the file as it is mounted in the sidecar, such as /etc/swell/policy.yaml",
        )
    try:
        text = read_linked(path, shown=f"the policy {path}")
    except SourceError as problem:
        raise ConfigError(problem.message, fix="correct SWELL_POLICY or --policy, or mount the file") from None
    return from_text(text, shown=os.path.basename(path))


def from_text(text: str, *, shown: str) -> Policy:
    """Return the policy in a text.

    Raises:
        ConfigError: it has a value that is not allowed.
    """
    spec, node = parsed(text, PolicyFile, shown=shown)
    rules = _placed(spec.rules, wheres(node, len(spec.rules), shown=shown))
    parts = [Part(match=_ALL, book=spec, rules=rules, says=_says(spec, node, shown), **_bounds(spec))]
    nodes = elements(node, "projects")
    for index, project in enumerate(spec.projects):
        lines, says = [shown] * len(project.rules), {}
        if index < len(nodes):
            lines = wheres(nodes[index], len(project.rules), shown=shown)
            says = _says(project, nodes[index], shown)
        globs = (project.match,) if isinstance(project.match, str) else tuple(project.match)
        rules = _placed(project.rules, lines, within=f"projects[{index}].")
        parts.append(Part(match=globs, book=project, rules=rules, says=says, **_bounds(project)))
    said = {key: value for key, value in msgspec.structs.asdict(spec.limits).items() if value is not UNSET}
    return Policy(parts=tuple(parts), limits=Limits(source=shown, **said))


def _says(part: spec_of.Part, node: dialect.Node, shown: str) -> dict[tuple[str, str], str]:
    """Return the lines that name the version of Argo CD and its pause between waves."""
    said = {"argocd": part.argocd, "syncWaveDelay": part.sync_wave_delay}
    return {(key, ""): place(node, key, shown=shown) for key, value in said.items() if value is not UNSET}


def _bounds(part: spec_of.Part) -> dict[str, tuple[str, ...]]:
    """Return the bounds that a part sets for sources, by name."""
    said = {"allow": part.sources.allow, "credentials": part.sources.credentials}
    return {name: tuple(globs) for name, globs in said.items() if globs is not UNSET}


def _placed(rules: Sequence[PolicyRule], lines: Sequence[str], *, within: str = "") -> tuple[Placed, ...]:
    """Return rules with their places; all are optional, since a policy's rule need not match in every chart."""
    return tuple(
        one.replace(rule=msgspec.structs.replace(rule, optional=True), enforced=rule.enforce)
        for one, rule in zip(placed(rules, lines, within=within), rules, strict=True)
    )
