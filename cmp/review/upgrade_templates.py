"""Templates of hooks that a chart renders only where Helm says that it upgrades a release."""

import re
from collections.abc import Collection, Iterator, Mapping

from cmp.argocd.annotations import HELM_HOOK
from cmp.review.model import Template

_ONLY = re.compile(r"\.Release\.IsUpgrade\b")


def upgrade_only(texts: Mapping[str, str], printed: Collection[str]) -> Iterator[Template]:
    """Yield the templates of hooks that ask for an upgrade, and that printed nothing.

    Args:
        texts: the texts of a chart's templates, by their path in it.
        printed: the paths of the templates that printed an object.
    """
    for path, text in texts.items():
        if HELM_HOOK in text and _ONLY.search(text) and path not in printed:
            yield Template(path=path, text=text)
