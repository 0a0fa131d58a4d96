"""Which fields differ with each release of a chart, and mean nothing by themselves: labels and checksums."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from cmp.argocd.annotations import CONFIG_HASH
from cmp.manifests.diff import Field, fields

_LABELS = ("helm.sh/chart", "app.kubernetes.io/version", "chart", "heritage")
_CHECKSUMS = ("checksum/*", "*/checksum", "checksum", CONFIG_HASH)
_ANNOTATIONS = (*_LABELS, *_CHECKSUMS)
_TEXTS = {"labels": _LABELS, "annotations": _ANNOTATIONS, "matchLabels": ()}


def told_apart(left: Mapping[str, object], right: Mapping[str, object]) -> Iterator[Field]:
    """Yield the fields that differ between two documents, each label and annotation by itself."""
    for field in fields(left, right):
        texts = field.keys == ("metadata",) or (field.keys[-1:] and field.keys[-1] in _TEXTS)
        if texts and isinstance(field.old or field.new, dict):
            yield from fields(field.old or {}, field.new or {}, field.path, field.keys)
        else:
            yield field


def is_noise(field: Field) -> bool:
    """Tell whether a field is a label or an annotation that differs with each release."""
    if len(field.keys) < 3 or field.keys[-3] != "metadata":  # noqa: PLR2004  (metadata, labels, the label)
        return False
    return any(fnmatchcase(field.keys[-1], word) for word in _TEXTS.get(field.keys[-2], ()))


def is_checksum(field: Field) -> bool:
    """Tell whether a field is an annotation that holds the hash of what a pod reads."""
    return is_noise(field) and any(fnmatchcase(field.keys[-1], word) for word in _CHECKSUMS)
