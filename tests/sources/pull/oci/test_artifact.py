import base64
import gzip
import io
import json
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from registries import PASSWORD, package, push, registry, run_helm, tar
from terms import content, credentials, left, terms

from cmp.errors import PullError
from cmp.sources.model import Bounds, Pinned, Source
from cmp.sources.pull.pull import fetch, resolve

TAR = "application/vnd.cncf.flux.content.v1.tar+gzip"
TITLE = "org.opencontainers.image.title"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a registry that anybody may read."""
    with registry(tmp_path_factory.mktemp("open") / "registry") as host:
        yield host


def source(host: str, asked: str = "", path: str = "charts/web") -> Source:
    return Source(alias="web", kind="oci", location=f"oci://{host}/{path}", asked=asked)


def pulled(tmp_path: Path, asked: Source, *, bounds: Bounds | None = None, **environ: str) -> dict[str, str]:
    """Resolve, fetch and return what came."""
    (tmp_path / "out").mkdir()
    pulling = terms(tmp_path, bounds=bounds, **environ)
    try:
        fetch(asked, resolve(asked, pulling), str(tmp_path / "out"), pulling)
        return content(tmp_path / "out")
    except PullError:
        assert list((tmp_path / "out").iterdir()) == []
        raise
    finally:
        assert left(tmp_path) == []


def test_a_chart_comes_as_helm_unpacks_it_and_its_tag_means_helms_digest(host: str, tmp_path: Path) -> None:
    for version in ("1.0.0", "1.2.0", "2.0.0-rc.1", "1.2.0+build.5"):
        archive = package(tmp_path, version)
        said = run_helm(tmp_path, "push", str(archive), f"oci://{host}/charts", "--plain-http")
    digest = said.split("Digest: ")[1].split()[0]
    pinned = resolve(source(host, "1.2.0+build.5"), terms(tmp_path))
    assert pinned == Pinned(digest=digest, version="1.2.0+build.5")
    assert resolve(source(host, "~1.0"), terms(tmp_path)).version == "1.0.0"
    assert resolve(source(host, ">=2.0.0-0"), terms(tmp_path)).version == "2.0.0-rc.1"
    assert resolve(source(host, digest), terms(tmp_path)) == Pinned(digest=digest)

    run_helm(tmp_path, "pull", f"oci://{host}/charts/web", "--version=1.0.0", "--untar",
             f"--destination={tmp_path / 'helm'}", "--plain-http")  # fmt: skip
    assert pulled(tmp_path, source(host, "1.0.0")) == content(tmp_path / "helm/web")


def test_a_tag_that_is_not_there_is_told_with_those_that_are(host: str, tmp_path: Path) -> None:
    push(host, "app", "v1.4.1", [(b"x", "text/plain", {TITLE: "x"})])
    with pytest.raises(PullError, match=r"there is no tag v1\.4\.2") as caught:
        resolve(source(host, "v1.4.2", "app"), terms(tmp_path))
    assert caught.value.fix == "the nearest are v1.4.1"
    with pytest.raises(PullError, match="has nothing at"):
        resolve(source(host, "1", "nobody/here"), terms(tmp_path))


def test_an_artifacts_archives_are_unpacked_and_its_files_keep_their_names(host: str, tmp_path: Path) -> None:
    layers = [
        (tar(("base/values.yaml", b"a: 1\n"), ("link", "base")), TAR, {}),
        (b"b: 2\n", "application/vnd.oci.image.layer.v1.tar", {TITLE: "prod/values.yaml"}),
        (tar(("whole/x", b"x")), "application/vnd.oci.image.layer.v1.tar+gzip", {TITLE: "a.tar.gz"}),
    ]
    digest = push(host, "values", "main", layers)
    assert resolve(source(host, "main", "values"), terms(tmp_path)).digest == digest
    assert pulled(tmp_path, source(host, "main", "values")) == {
        "base/values.yaml": "a: 1\n",
        "link": "-> base",
        "prod/values.yaml": "b: 2\n",
        "whole/x": "x",
    }


def pax(**headers: str) -> bytes:
    """Return an archive of one file with extended headers."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("a")
        member.pax_headers = {name.replace("_", "."): text for name, text in headers.items()}
        archive.addfile(member)
    return gzip.compress(out.getvalue(), 1)


def long_names(count: int) -> bytes:
    """Return an archive of nothing but long names for a file that never comes."""
    member = tarfile.TarInfo("././@LongLink")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, 2
    one = member.tobuf(tarfile.GNU_FORMAT) + b"a\0".ljust(512, b"\0")
    return gzip.compress(one * count + tar(("a", b"1"), packed=False), 1)


EVIL = {
    "long names": long_names(3000),
    "deep": tar(("a/" * 1300 + "a", b"1")),
    "sparse": pax(GNU_sparse_map="junk,more", GNU_sparse_size="1"),
    "above": tar(("../x", b"x")),
    "absolute": tar(("/etc/x", b"x")),
    "git": tar(("a/.git/config", b"x")),
    "link out": tar(("a", "../../etc")),
    "absolute link": tar(("a", "/etc")),
    "through a link": tar(("a", "b"), ("a/x", b"x")),
    "chained links": tar(("d/x", ".."), ("y", "d/x/../z")),
    "hard link": tar(("a", tarfile.LNKTYPE[0])),
    "device": tar(("a", tarfile.CHRTYPE[0])),
    "pipe": tar(("a", tarfile.FIFOTYPE[0])),
    "twice": tar(("a", b"1"), ("a", b"2")),
    "below a file": tar(("a", b"1"), ("a/b", b"2")),
    "control": tar(("a\x1b[31m", b"1")),
    "ours": tar((".swell-pulling/git/config", b"1")),
    "long folder": tar(("x" * 300 + "/a", b"1")),
    "long file": tar(("a/" + "é" * 130, b"1")),
    "long path": tar(("/".join(["x" * 200] * 30), b"1")),
    "long link": tar(("a" * 300, "b")),
    "link to what is long": tar(("a", "b/" * 3000)),
    "cut off": tar(("a", b"1" * 100_000))[:-50],
    "no archive": b"nothing of the kind",
    "bomb": tar(("a", b"\0" * 30_000_000)),
    "many": tar(*((f"f{number}", b"") for number in range(400))),
    "header bomb": tar(*((f"f{number}/" + "x" * 9000, b"") for number in range(300))),
}


@pytest.mark.parametrize("name", EVIL)
def test_an_evil_archive_is_refused_in_a_line_and_leaves_nothing(name: str, host: str, tmp_path: Path) -> None:
    push(host, "evil", "latest", [(EVIL[name], TAR, {})])
    bounds = Bounds(bytes=1 << 20, files=300)
    with pytest.raises(PullError) as caught:
        pulled(tmp_path, source(host, "latest", "evil"), bounds=bounds)
    assert str(caught.value).startswith("web: ")
    assert str(caught.value).isprintable()
    assert not (tmp_path / "x").exists()


def test_another_content_than_was_pinned_is_refused(tmp_path: Path) -> None:
    with registry(tmp_path / "registry") as host:
        digest = push(host, "app", "v1", [(tar(("a", b"1")), TAR, {})])
        storage = tmp_path / "registry/storage/docker/registry/v2/blobs/sha256"
        for path in storage.rglob("data"):
            if path.read_bytes()[:2] == b"\x1f\x8b":
                path.write_bytes(path.read_bytes()[:-1] + b"X")
        (tmp_path / "out").mkdir()
        with pytest.raises(PullError, match=r"not what is pinned|nothing at|broke off"):
            fetch(source(host, "v1", "app"), Pinned(digest=digest), str(tmp_path / "out"), terms(tmp_path))
        assert list((tmp_path / "out").iterdir()) == []


def test_a_registry_that_wants_a_login_gets_it_from_where_it_lies(tmp_path: Path) -> None:
    with registry(tmp_path / "registry", login=True) as host:
        archive = package(tmp_path, "1.0.0")
        run_helm(tmp_path, "registry", "login", host, "-u", "reader", "-p", PASSWORD, "--plain-http")
        run_helm(tmp_path, "push", str(archive), f"oci://{host}/charts", "--plain-http")

        with pytest.raises(PullError, match="wants credentials, and there are none"):
            resolve(source(host, "1.0.0"), terms(tmp_path))
        wrong = credentials(tmp_path / "wrong", host, username="reader", password="other")
        with pytest.raises(PullError, match="refuses the credentials"):
            resolve(source(host, "1.0.0"), terms(tmp_path, SWELL_CREDENTIALS=wrong))

        helms = {"HELM_REGISTRY_CONFIG": str(tmp_path / ".config/helm/registry/config.json")}
        mounted = {"SWELL_CREDENTIALS": credentials(tmp_path, host, username="reader", password=PASSWORD)}
        auth = base64.b64encode(f"reader:{PASSWORD}".encode()).decode()
        (tmp_path / "docker").mkdir()
        (tmp_path / "docker/config.json").write_text(json.dumps({"auths": {host: {"auth": auth}}}))
        dockers = {"DOCKER_CONFIG": str(tmp_path / "docker")}
        (tmp_path / "bin").mkdir()
        script = (
            f'#!/bin/sh\ntest "$1 $(cat)" = "get {host}" && echo \'{{"Username":"reader","Secret":"{PASSWORD}"}}\'\n'
        )
        (tmp_path / "bin/docker-credential-test").write_text(script)
        (tmp_path / "bin/docker-credential-test").chmod(stat.S_IRWXU)
        (tmp_path / "asking").mkdir()
        (tmp_path / "asking/config.json").write_text(json.dumps({"credHelpers": {host: "test"}}))
        helpers = {"DOCKER_CONFIG": str(tmp_path / "asking"), "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
        for environ in (helms, mounted, dockers, helpers):
            assert resolve(source(host, "1.0.0"), terms(tmp_path, **environ)).digest, environ
        (tmp_path / "docker/config.json").write_text("[" * 100_000)
        assert resolve(source(host, "1.0.0"), terms(tmp_path, **helms, **dockers)).digest
