"""Merging a policy with an application's own configuration.

Lowest first: the general part, the parts of the projects that match, the application's own, and the rules that are
enforced.
"""

from collections.abc import Callable
from functools import reduce

from cmp.config.model import NOTHING, Config
from cmp.config.policy_model import Part, Policy
from cmp.config.read import ruled

_SUGGEST = "suggest"


def laid_under(own: Callable[[Config], Config], policy: Policy, *, project: str) -> Config:
    """Return the configuration of an application under a policy.

    These words of the operator always win: the version of Argo CD, the seconds that it pauses between waves, and
    `mode: suggest`, for trials of Swell. With that no order is written, that of enforced rules included.

    Args:
        own: lays the application's own configuration over a base.
        policy: the operator's policy.
        project: the name of the application's AppProject.
    """
    parts = policy.of(project)
    base: Config = reduce(_with_part, parts, NOTHING)
    allow = [part.allow for part in parts if part.allow is not None]
    hosts = [part.credentials for part in parts if part.credentials is not None]
    rules = [placed for part in parts for placed in part.rules]
    config = own(
        base.replace(
            rules=tuple(placed for placed in rules if not placed.enforced),
            standing=tuple(waiver for part in parts for waiver in part.book.waivers),
            limits=policy.limits,
            allow=allow[-1] if allow else None,
            credentials=hosts[-1] if hosts else None,
        )
    )
    trial = base.mode == _SUGGEST
    enforced = tuple(placed.replace(enforced=not trial, binding=True) for placed in rules if placed.enforced)
    return config.replace(
        rules=config.rules + enforced,
        says=config.says | base.says,
        mode=_SUGGEST if trial else config.mode,
        argocd=base.argocd or config.argocd,
        sync_wave_delay=config.sync_wave_delay if base.sync_wave_delay is None else base.sync_wave_delay,
    )


def _with_part(lower: Config, part: Part) -> Config:
    return ruled(lower, part.book).replace(says=lower.says | part.says)
