"""What a swell.lock may say."""

from typing import Literal

from msgspec import field

from cmp.typed.spec_base import Spec


class EntrySpec(Spec, frozen=True):
    """What was asked for, in the words of swell.yaml, and what that was."""

    git: str = ""
    oci: str = ""
    helm: str = ""
    revision: str = ""
    chart: str = ""
    asked: str = ""
    commit: str = ""
    digest: str = ""
    version: str = ""


class LockFile(Spec, frozen=True, kw_only=True):
    """All sources of one file, and those that are something else in some environment."""

    api_version: Literal["swell/v1"]
    sources: dict[str, EntrySpec] = field(default_factory=dict)
    environments: dict[str, dict[str, EntrySpec]] = field(default_factory=dict)
