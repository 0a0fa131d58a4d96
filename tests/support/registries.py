"""A real OCI registry, and what is put into it: charts by Helm itself, other artifacts by its API."""

import contextlib
import gzip
import hashlib
import http.client
import io
import json
import os
import shutil
import socket
import subprocess
import tarfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from programs import helm
from servers import waited_for

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
PASSWORD = "s3cret-s3cret"  # noqa: S105  (made for the tests)
_CONFIG = """
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
http: {addr: "127.0.0.1:%d", headers: {X-Folder: ["%s"]}}
"""


@contextlib.contextmanager
def registry(folder: Path, *, login: bool = False) -> Iterator[str]:
    """Run a registry and return its host; with a login it is reader and PASSWORD."""
    program = shutil.which("docker-registry")
    if not program:
        missing("docker-registry is missing: apt-get install docker-registry")
    folder.mkdir()
    port = free_port()
    config = _CONFIG % (folder / "storage", port, folder)
    if login:
        if not shutil.which("htpasswd"):
            missing("htpasswd is missing: apt-get install apache2-utils")
        line = subprocess.run(["htpasswd", "-nbB", "reader", PASSWORD], capture_output=True, text=True, check=True)
        (folder / "htpasswd").write_text(line.stdout)
        config += f"auth: {{htpasswd: {{realm: test, path: {folder / 'htpasswd'}}}}}\n"
    (folder / "config.yml").write_text(config)
    running = subprocess.Popen(
        [str(program), "serve", str(folder / "config.yml")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "OTEL_TRACES_EXPORTER": "none"},
    )
    try:
        assert waited_for(lambda: _answers(port) == str(folder)), "the registry does not come up"
        yield f"127.0.0.1:{port}"
    finally:
        running.kill()
        running.wait()


def missing(what: str) -> None:
    """Skip for want of a part; in CI, which installs it, fail."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


def free_port() -> int:
    """Return a port that nobody listens at, from a range of this process's own: tests run side by side."""
    for port in range(20_000 + os.getpid() % 1000 * 10, 32_000):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def _answers(port: int) -> str:
    """Return which registry answers there."""
    with contextlib.suppress(OSError):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        with contextlib.closing(connection):
            connection.request("GET", "/v2/")
            return connection.getresponse().headers.get("X-Folder") or ""
    return ""


def package(folder: Path, version: str, *, name: str = "web") -> Path:
    """Package a chart with the real Helm and return the archive."""
    chart = folder / "charts" / name
    (chart / "templates").mkdir(parents=True, exist_ok=True)
    (chart / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: {version}\n")
    (chart / "values.yaml").write_text("replicas: 1\n")
    (chart / "templates/a.yaml").write_text("a: 1\n")
    run_helm(folder, "package", str(chart), "--destination", str(folder))
    return folder / f"{name}-{version}.tgz"


def run_helm(home: Path, *arguments: str, version: str = "v4") -> str:
    """Run the real Helm with a home of its own and return what it prints on both outputs."""
    env = {"PATH": os.environ["PATH"], "HOME": str(home)}
    argv = [str(helm(version)), *arguments]
    run = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout + run.stderr


def push(host: str, name: str, tag: str, layers: list[tuple[bytes, str, dict[str, str]]]) -> str:
    """Push an artifact of layers (bytes, media type, annotations) and return its digest."""
    manifest: dict[str, Any] = {"schemaVersion": 2, "mediaType": MANIFEST, "layers": []}
    manifest["config"] = _blob(host, name, b"{}") | {"mediaType": "application/vnd.oci.empty.v1+json"}
    for body, kind, notes in layers:
        manifest["layers"].append(_blob(host, name, body) | {"mediaType": kind, "annotations": notes})
    text = json.dumps(manifest).encode()
    _send("PUT", f"http://{host}/v2/{name}/manifests/{tag}", text, MANIFEST)
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def _blob(host: str, name: str, body: bytes) -> dict[str, Any]:
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    place = _send("POST", f"http://{host}/v2/{name}/blobs/uploads/", b"", "").headers["Location"]
    _send("PUT", f"{place}&digest={digest}", body, "application/octet-stream")
    return {"digest": digest, "size": len(body)}


def _send(method: str, url: str, body: bytes, kind: str) -> Any:
    request = urllib.request.Request(url, data=body, method=method, headers={"Content-Type": kind})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310  (to loopback)
        return answer


def tar(*members: tuple[str, bytes | str | int], packed: bool = True) -> bytes:
    """Return an archive: bytes are a file, text is a link's target, a number is the type of a member."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, what in members:
            member = tarfile.TarInfo(name)
            if isinstance(what, bytes):
                member.size = len(what)
                archive.addfile(member, io.BytesIO(what))
            elif isinstance(what, str):
                member.type, member.linkname = tarfile.SYMTYPE, what
                archive.addfile(member)
            else:
                member.type, member.linkname = bytes([what]), "Chart.yaml"
                archive.addfile(member)
    return gzip.compress(out.getvalue(), 1) if packed else out.getvalue()
