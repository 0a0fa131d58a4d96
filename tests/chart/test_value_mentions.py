"""What templates mention of `.Values`."""

import pytest

from cmp.chart.value_mentions import Mentions, line_of


@pytest.mark.parametrize(
    "text",
    [
        "{{ .Values.image.tag }}",
        "{{ $.Values.image.tag | quote }}",
        "{{ $root.Values.image }}",
        "{{ toYaml .Values.image }}",
        "{{ with .Values.image }}{{ .tag }}{{ end }}",
        '{{ index .Values "image" "tag" }}',
        '{{ get .Values "image" | toYaml }}',
        "{{ index .Values `image` $key }}",
        '{{ include "x" (dict "values" .Values "root" $) }}',
        '{{ include "x" (dict "image" .Values.image "root" .) }}',
        "{{ .Values.image.tag.more }}",
        "{{ toYaml .Values }}",
    ],
)
def test_a_value_may_be_read_so(text: str) -> None:
    assert Mentions([text]).unread(("image", "tag")) == ()
    assert line_of(f"\n{text}", ("image", "tag")) == 2


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("{{ .Values.images.tag }}", ("image",)),
        ("{{ .Values.image.name }}", ("image", "tag")),
        ("{{ .ValuesOfMine }}", ("image",)),
        ('{{ index .Values "image" "name" }}', ("image", "tag")),
        ("", ("image",)),
    ],
)
def test_a_value_is_not_read_so(text: str, head: tuple[str, ...]) -> None:
    assert Mentions([text]).unread(("image", "tag")) == head
    assert line_of(text, ("image", "tag")) == 0


def test_a_path_that_is_longer_than_any_is_read_up_to_a_depth() -> None:
    mentioned = Mentions(["{{ .Values" + ".a" * 100_000 + " }}"])
    assert [len(path) for path in mentioned.paths] == [200]
    assert not mentioned.unread(["a", "a"])
