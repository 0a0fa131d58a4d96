"""What a schema may have Helm read from elsewhere is looked at before Helm starts, wherever the schema lies."""

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest

from cmp.chart.schema_references import refuse_elsewhere
from cmp.config.model import Config
from cmp.errors import PolicyError, SourceError
from cmp.sources.paths import PathResolver

ELSEWHERE = b'{"$ref": "https://schemas.example.com/values.json"}'


def refused(folder: Path, *, skip: bool = False) -> None:
    resolver = PathResolver(folder=str(folder), root=str(folder))
    refuse_elsewhere(str(folder), Config(allow=(), skip_schema_validation=skip), resolver)


def packed(folder: Path, schema: bytes, *, name: str = "db/values.schema.json", kind: bytes = tarfile.REGTYPE) -> None:
    (folder / "charts").mkdir()
    with tarfile.open(folder / "charts/db-1.0.0.tgz", "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type = kind
        member.size = len(schema)
        archive.addfile(member, io.BytesIO(schema))


@pytest.mark.parametrize("ignored", ["", "values.schema.json", "charts"])
@pytest.mark.parametrize("place", ["", "charts/db", "charts/db/charts/deep"])
def test_a_reference_to_an_address_is_refused_in_every_chart_whatever_is_ignored(
    place: str, ignored: str, tmp_path: Path
) -> None:
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    (tmp_path / place / "values.schema.json").write_bytes(ELSEWHERE)
    (tmp_path / ".helmignore").write_text(ignored)
    with pytest.raises(PolicyError, match=r"refers to https://schemas\.example\.com/values\.json"):
        refused(tmp_path)


def test_and_in_an_archive(tmp_path: Path) -> None:
    packed(tmp_path, ELSEWHERE)
    with pytest.raises(PolicyError, match=r"schemas\.example\.com"):
        refused(tmp_path)


@pytest.mark.parametrize("member", [{"name": "db\\values.schema.json"}, {"kind": b"Q"}])
def test_and_where_helm_alone_would_take_a_member_for_a_file(member: dict[str, Any], tmp_path: Path) -> None:
    packed(tmp_path, ELSEWHERE, **member)
    with pytest.raises(PolicyError, match=r"schemas\.example\.com"):
        refused(tmp_path)


@pytest.mark.parametrize(
    "schema",
    [
        b'{"description": "\xff"}',
        b'{"x-number": ' + b"1" * 5000 + b"}",
        b'{"a": ' * 100_000 + b"1" + b"}" * 100_000,
        b"{",
        b"",
    ],
    ids=["no-utf-8", "a-long-number", "deep", "cut-off", "empty"],
)
def test_a_schema_that_swell_can_not_read_does_not_pass(schema: bytes, tmp_path: Path) -> None:
    (tmp_path / "values.schema.json").write_bytes(schema)
    with pytest.raises(PolicyError, match="can't be read"):
        refused(tmp_path)


def test_a_schema_that_is_too_large_to_be_looked_at_does_not_pass(tmp_path: Path) -> None:
    packed(tmp_path, ELSEWHERE + b" " * (17 << 20))
    with pytest.raises(SourceError, match="larger than 16 MiB"):
        refused(tmp_path)


def test_a_draft_of_json_schema_itself_is_no_other_address(tmp_path: Path) -> None:
    (tmp_path / "values.schema.json").write_text('{"$schema": "http://json-schema.org/draft-07/schema#"}')
    refused(tmp_path)


def test_a_schema_that_helm_does_not_look_at_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "values.schema.json").write_bytes(ELSEWHERE)
    refused(tmp_path, skip=True)
