"""Reading streams: in chunks, which end anywhere, and with what Helm prints though no cluster takes it."""

import cProfile
from random import Random

import pytest
from random_streams import Stream

from cmp import dialect
from cmp.errors import ManifestError
from cmp.manifests.split import split

_OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n"


@pytest.mark.parametrize("seed", range(100))
def test_chunks_may_end_anywhere(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    stream = "\ufeff" * (seed % 2) + Stream(seed).text().removeprefix("\ufeff")
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


@pytest.mark.parametrize(
    "stream", ["---\n\ufeff{}", "\n\ufeff{}", "{}---\n\ufeff{}", "---\n\ufeff# a comment\n{}", "--- \ufeff{}"]
)
def test_a_byte_order_mark_at_the_start_of_a_later_document_is_refused(stream: str) -> None:
    with pytest.raises(ManifestError, match="byte order mark"):
        split(stream.replace("{}", _OBJECT), namespace="")


@pytest.mark.parametrize("line", ["----", "--- ---", "---\t--- !own", "--- --- \x85apiVersion: v1", "---   ---- a"])
def test_a_separator_on_the_line_of_another_is_refused(line: str) -> None:
    with pytest.raises(ManifestError, match="more dashes than the three of a separator"):
        split(f"{line}\n{_OBJECT}", namespace="")


@pytest.mark.parametrize("behind", ["  name: 1e3\ndata: 1\n", "x: 1\n", "]\nx: 1\n", "{}\nx: 1\n", "- a\nx: 1\n"])
def test_a_document_in_braces_with_something_behind_it_is_refused(behind: str) -> None:
    flow = '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "j"}}\n'
    for indent in ("", "    "):
        with pytest.raises(ManifestError):
            split(f"\n{indent}{flow}{behind}", namespace="")


@pytest.mark.parametrize("item", ["", "null", "~", "# a comment"])
def test_an_item_of_a_list_that_is_nothing_is_refused(item: str) -> None:
    with pytest.raises(ManifestError, match="an item that is nothing"):
        split(f"apiVersion: v1\nkind: List\nmetadata: {{}}\nitems:\n- {item}\n- {{}}\n", namespace="")


def test_documents_of_comments_join_the_next_object_and_are_read_but_once() -> None:
    stream = (
        "".join(f"---\n# Source: a/{number}\n" for number in range(50_000))
        + "---\nkind: A\napiVersion: v1\nmetadata: {name: a}\n"
    )
    (manifest,) = split(stream, namespace="web")
    assert (manifest.origin, manifest.text.count("\n")) == ("a/49999", 50_003)


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029", "# a comment\r", "\x85\x85"])
@pytest.mark.parametrize("before", ["", "---\n", f"---\n{_OBJECT}---\n"])
def test_a_separator_behind_a_line_end_of_yaml_alone_is_refused(before: str, end: str) -> None:
    with pytest.raises(ManifestError, match="a --- behind a line end that is none to Argo CD"):
        split(f"{before}{end}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web}}\n", namespace="")


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029", " \r\n"])
@pytest.mark.parametrize("before", ["#", "# Source: a", "---\n# a comment", "--- # a comment", "---"])
def test_a_comment_ends_where_yaml_ends_a_line_and_hides_no_object(before: str, end: str) -> None:
    assert [one.ref.kind for one in split(f"{before}{end}{_OBJECT}", namespace="")] == ["ConfigMap"]


@pytest.mark.parametrize(
    ("ends", "said"), [("\r\r\n", "\n"), ("\r\r\r\n", "\n\n"), ("\r\n\r\n", "\n\n"), ("\r\r\n\n", "\n\n")]
)
def test_a_return_before_the_end_of_a_line_is_a_part_of_that_end(ends: str, said: str) -> None:
    text = f"{_OBJECT}data:\n  a: |+\n    b{ends}"
    (manifest,) = split(text, namespace="")
    assert manifest.document["data"] == {"a": f"b{said}"}


def test_a_document_that_is_read_to_find_its_head_is_not_read_again() -> None:
    profile = cProfile.Profile()
    text = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "labels": {"b": "c"}}}\n'
    found = profile.runcall(lambda: [one.document for one in split(f"{text}---\n{text}", namespace="")])
    assert found == [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "labels": {"b": "c"}}}] * 2
    composed = [entry.callcount for entry in profile.getstats() if getattr(entry.code, "co_name", "") == "compose"]
    assert composed == [2]


@pytest.mark.parametrize(
    "field", ["kind: K{}", "metadata: {{name: n{}}}", "metadata: {{name: a, namespace: n{}}}", "apiVersion: v{}"]
)
def test_a_name_that_each_mention_would_repeat_is_refused_where_it_is_far_too_long(field: str) -> None:
    whole = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}
    assert split(dialect.to_json({**whole, **dialect.load(field.format("a" * 1_000))}), namespace="")
    with pytest.raises(ManifestError, match="10001 characters"):
        split(dialect.to_json({**whole, **dialect.load(field.format("a" * 10_000))}), namespace="")
