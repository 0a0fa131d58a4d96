"""The programs that a pod's containers may run here: which are real, and which are stood in for."""

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

Object = dict[str, Any]

STAND_INS = Path(__file__).parent / "stand_ins"
_SHELL = (
    "awk base64 basename bash cat chmod cp cut dash date dirname echo env expr false find getent grep head hostname id "
    "ln ls mkdir mktemp mv printf pwd rm sed seq sh sleep sort stat tail tee test timeout touch tr true uname uniq wc "
    "xargs"
)
"""What any image has that has a shell."""
_REAL = {
    "curl": "curl",
    "jq": "jq",
    "nc": "netcat-openbsd",
    "wget": "wget",
    "pg_isready": "postgresql",
    "redis-cli": "redis-server",
    "mysqladmin": "mariadb-client",
}
"""Programs that ask whether something answers, by the package that has them; kubectl is the stand's own."""
_SERVED = {"pg_isready": "postgres", "psql": "postgres", "redis-cli": "redis", "mysqladmin": "mysql", "mysql": "mysql"}
"""Which server has to be there for such a program to be answered."""
_ALSO = {
    "ash": "dash", "mariadb": "mysql", "mariadb-admin": "mysqladmin", "mongo": "mongosh", "ncat": "nc",
    "grpc-health-probe": "grpc_health_probe", "netcat": "nc", "oc": "kubectl", "wait-for": "wait-for-it",
    "wait_for": "k8s-wait-for",
}  # fmt: skip
"""Names under which a program is known, too."""
_ENTRYPOINTS = ("curl", "dockerize", "k8s-wait-for", "kubectl", "kubernetes-entrypoint", "wait-for-it", "wait4x")
"""Programs that images of their name run by themselves."""


class Server(NamedTuple):
    """A server of Debian's: where its program may lie, and in which package."""

    programs: tuple[str, ...]
    package: str

    @property
    def program(self) -> Path | None:
        """The newest that is installed, None if none is."""
        found = [path for each in self.programs for path in sorted(Path("/usr").glob(each))]
        return found[-1] if found else None


SERVERS = {
    "postgres": Server(("lib/postgresql/*/bin/postgres",), "postgresql"),
    "redis": Server(("bin/redis-server",), "redis-server"),
    "mysql": Server(("sbin/mariadbd",), "mariadb-server-core"),
}
_SERVES = {"postgres": "postgres", "postgis": "postgres", "pgvector": "postgres", "redis": "redis", "valkey": "redis",
           "mysql": "mysql", "mariadb": "mysql"}  # fmt: skip


def server_of(image: str) -> str:
    """Return the server that an image runs, "" where that is none of ours."""
    return _SERVES.get(_named(image), "")


def program_of(word: str) -> str:
    """Return the program that a word of a command line means, "" where it is none that can be run here."""
    name = word.rpartition("/")[2].removesuffix(".sh")
    return name if name in names() else ""


def entrypoint(image: str) -> str:
    """Return the program that an image runs by itself, "" where that is not known."""
    name = _named(image)
    return "kube-webhook-certgen" if "certgen" in name else name if name in _ENTRYPOINTS else ""


def names() -> dict[str, Path]:
    """Return the programs of the containers by name, each with where it lies on this machine; kubectl is not one."""
    found = {name: Path(path) for name in _SHELL.split() if (path := shutil.which(name, path="/usr/bin:/bin"))}
    found |= {name: Path(path) for name in _REAL if (path := shutil.which(name, path="/usr/bin:/bin"))}
    found |= {path.name: path for path in STAND_INS.iterdir()} | {"kubectl": Path("kubectl")}
    return found | {also: found[name] for also, name in _ALSO.items() if name in found}


def missing(documents: Iterable[Object]) -> list[str]:
    """Return which packages lack for the words that some manifests hold to be run as they would be."""
    words = set(re.findall(r"[\w-]+", json.dumps(list(documents))))
    words |= {name for also, name in _ALSO.items() if also in words}
    lacking = {package for name, package in _REAL.items() if name in words and name not in names()}
    servers = [SERVERS[name] for program, name in _SERVED.items() if program in words]
    return sorted(lacking | {server.package for server in servers if not server.program})


def real() -> list[str]:
    """Return the names that nothing may stand in for."""
    return [*_REAL, *_ALSO, "kubectl"]


def _named(image: str) -> str:
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]
