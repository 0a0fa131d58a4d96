"""Reading streams: in chunks, which end anywhere, and with what Helm prints though no cluster takes it."""

from random import Random

import pytest
from random_streams import Stream

from cmp.manifests.split import split


@pytest.mark.parametrize("seed", range(100))
def test_chunks_may_end_anywhere(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    stream = "\ufeff" * (seed % 2) + Stream(seed).text()
    cuts = sorted(random.choices(range(len(stream) + 1), k=random.randint(1, 40)))
    if not seed % 10:
        cuts = [*range(len(stream))]
    chunks = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert split([chunk for chunk in chunks if chunk], namespace="web") == split(stream, namespace="web")


def test_the_annotation_for_helms_resource_groups_may_be_a_list() -> None:
    key = "helm.sh/depends-on/resource-groups"
    (manifest,) = split(
        f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    {key}: [b, c]\n", namespace="web"
    )
    assert manifest.head.annotations == {key: '["b","c"]'}
