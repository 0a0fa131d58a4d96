"""Debian's own servers behind the images of databases, each started when the first pod of such an image answers."""

import os
import tempfile
from pathlib import Path
from shlex import quote

import binaries
from isolation import environment, free_port
from processes import Processes

_USER = 65534
_OWN = f"exec setpriv --reuid={_USER} --regid={_USER} --clear-groups"
_STARTED = {
    "postgres": """
        {own} sh -ec '
          {bin}/initdb --auth=trust --username=postgres --pgdata=data
          exec {bin}/postgres -D data -p {port} -h 127.0.0.1 -k "$PWD" -c fsync=off'
        """,
    "redis": "{own} {program} --bind 127.0.0.1 --port {port} --save '' --appendonly no",
    "mysql": """
        {own} sh -ec '
          mariadb-install-db --no-defaults --datadir="$PWD/data" --auth-root-authentication-method=normal
          exec {program} --no-defaults --datadir="$PWD/data" --socket="$PWD/s" --bind-address=127.0.0.1 --port={port}'
        """,
}
"""By name, how a server is started in a folder of its own."""


class Databases:
    """One server of each sort, for all the pods that would run one."""

    def __init__(self, folder: Path, processes: Processes) -> None:
        self._folder, self._processes = folder, processes
        self._ports: dict[str, int] = {}

    def port(self, image: str) -> int | None:
        """Return where an image's server listens, or soon will; None if the image is of no server that is here."""
        name = binaries.server_of(image)
        program = binaries.SERVERS[name].program if name else None
        if program is None:
            return None
        if name not in self._ports:
            self._ports[name] = free_port()
            folder = Path(tempfile.mkdtemp(prefix=name, dir=self._folder))
            folder.chmod(0o755)
            os.chown(folder, _USER, _USER)
            bin_, port = quote(str(program.parent)), self._ports[name]
            command = _STARTED[name].format(own=_OWN, program=program, bin=bin_, port=port)
            script = f"cd {quote(str(folder))}; {command}"
            self._processes.start(name, ["sh", "-euc", script], environment(HOME=str(folder)))
        return self._ports[name]
