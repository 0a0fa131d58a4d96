"""The schema of what is rendered: values files, how lists merge, sources, and the settings for Helm."""

from typing import Annotated, Literal

from msgspec import Meta

from cmp.sources.pull.kinds import KINDS, NAMES
from cmp.text import among
from cmp.typed.spec_base import Spec, odd, texts


class OptionalFile(Spec, frozen=True):
    """A values file that may be missing, or that may not set everything."""

    file: Annotated[str, Meta(min_length=1, description="A path or a glob.")]
    optional: Annotated[bool, Meta(description="It may be missing.")] = False
    allow: Annotated[
        list[str] | None,
        Meta(
            description="The only paths that it may set, with all below them: `[replicaCount, ingress.*.host]`. `*` "
            "stands for one key; a list counts as a whole."
        ),
    ] = None


class ListByKey(Spec, frozen=True):
    """Merge the elements of a list that agree in this key."""

    key: Annotated[str, Meta(min_length=1, description="A key of the elements, such as `name`.")]


ListStrategy = Literal["append", "prepend", "replace"] | ListByKey


SourceSpec = texts(
    "SourceSpec",
    f"A repository, chart or archive outside of this repository: one of {among(NAMES)}. Each file declares its own "
    "sources; of two with one name that of the nearer file counts. Addresses never hold credentials.",
    {
        key: " ".join(kind.spec[key] for kind in KINDS if key in kind.spec)
        for key in (*NAMES, *(key for kind in KINDS for key in kind.keys))
    },
)


class Helm(Spec, frozen=True):
    """The settings for Helm, as in an Application's `helm`."""

    version: Annotated[
        str,
        Meta(description='Which Helm of `SWELL_HELMS`: v3, v4.2 or `"4.2"` in quotes; the default one if not said.'),
    ] = ""
    kube_version: Annotated[
        str, Meta(description="The Kubernetes version that charts see; the cluster's if not said.")
    ] = ""
    api_versions: Annotated[list[str], Meta(description="The API versions that charts see.")] = []
    skip_crds: Annotated[bool, Meta(description="Leave out the charts' `crds` folders.")] = False
    skip_tests: Annotated[bool, Meta(description="Leave out Helm's tests.")] = False
    skip_schema_validation: Annotated[bool, Meta(description="Ignore the charts' values.schema.json.")] = False

    def __post_init__(self) -> None:
        """Refuse a Helm version that is not a version."""
        parts = self.version.removeprefix("v").split(".")
        if self.version and not all(part.isascii() and part.isdigit() for part in parts):
            raise odd("version", f"it is one of Helm's, not {self.version}", fix='write it as v3, v4.2 or "3.17"')
