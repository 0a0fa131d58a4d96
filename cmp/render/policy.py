"""Reading the operator's policy, and refusing names of checks that do not exist."""

from cmp.config.model import Config
from cmp.config.policy_model import Policy
from cmp.config.policy_read import from_file


def policy_of(path: str) -> Policy:
    """Return the policy in a file.

    The checks are imported only where a policy speaks of one: they are many, and Helm has not started yet.

    Raises:
        ConfigError: it can't be read as a policy, or names an unknown check.
    """
    policy = from_file(path)
    for book in (part.book for part in policy.parts):
        if book.checks or book.waivers:
            from cmp.checks.judge import refuse_unknown
            from cmp.checks.registry import CONFIGURED

            said = {name: str(level) for name, level in book.checks.items()}
            refuse_unknown(Config(where=(policy.limits.source,), checks=said, waivers=tuple(book.waivers)), CONFIGURED)
    return policy
