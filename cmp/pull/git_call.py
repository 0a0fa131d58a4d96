"""Calling git so that nothing runs but git: no hooks, filters, submodules, prompts, and no transport but the known."""

import os
import resource
import shlex
from collections.abc import Iterator, Mapping

from cmp import process
from cmp.errors import CommandError, LateError, PullError
from cmp.pull.credentials import Mounted, mounted, secrets
from cmp.pull.faults import late
from cmp.pull.git_faults import explained
from cmp.pull.location import Place
from cmp.pull.model import Pulling, Source
from cmp.value import Value

# Over the operator's own configuration, which stays: it may hold the credential helper, a proxy or an authority.
_SETTINGS = (
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.alternateRefsCommand=true",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "transfer.bundleURI=false",
    "maintenance.auto=false",
    "gc.auto=0",
    "http.lowSpeedLimit=1",  # so that nothing waits for ever that outlives us
    "http.lowSpeedTime=30",
)
_LOCAL = ("protocol.http.allow=always", "protocol.file.allow=always")
# What would lead git elsewhere, or make it talk about credentials.
_UNSET = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_NAMESPACE", "GIT_COMMON_DIR", "GIT_PROXY_COMMAND", "GIT_ALLOW_PROTOCOL", "GIT_TEMPLATE_DIR",
          "GIT_CURL_VERBOSE", "GIT_SSH", "LANGUAGE")  # fmt: skip
_SET = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never", "SSH_ASKPASS_REQUIRE": "never",
        "GIT_LFS_SKIP_SMUDGE": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}  # fmt: skip
_SSH = "-o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=10 -o ControlMaster=no -o ControlPath=none"
# Git gives its helpers to a shell; the secret goes from the mounted file to git's pipe and is in no argument.
_HELPER = (
    '!f() { test "$1" = get || exit 0; cd "$SWELL_GIT_CREDENTIALS" || exit 1; '
    'if test -f username; then printf "username=%s\\n" "$(cat username)"; else echo username=git; fi; '
    'printf "password=%s\\n" "$(cat password)"; }; f'
)


class Git(Value):
    """A place to call git for, with the environment that it gets and the bare repository that it works in."""

    source: Source
    place: Place
    pulling: Pulling
    folder: str = ""

    def call(self, *arguments: str, does: str, stdin: str | None = None) -> bytes:
        """Return what git prints.

        Raises:
            PullError: it failed, or the deadline came.
        """
        ends: list[process.Finished] = []
        out = b"".join(self.output(*arguments, does=does, stdin=stdin, tell=ends))
        if ends[0].status:
            raise explained(ends[0], self.source, self.place, secrets(self.place, self.pulling.environ))
        return out

    def output(
        self, *arguments: str, does: str, stdin: str | None = None, tell: list[process.Finished]
    ) -> Iterator[bytes]:
        """Yield what git prints, and tell how it ended; `does` is what a late git was doing."""
        files = mounted(self.place.host, self.pulling.environ)
        argv = (_program(self.pulling.environ), *self._options(files), *arguments)
        question = None if stdin is None else process.scratch(stdin)
        try:
            running = process.start(argv, env=self._environment(files), stdin=question, group=True)
            self._bound(running)
            yield from process.output(running, deadline=self.pulling.deadline, tell=tell.append)
        except LateError:
            raise late(f"git {does}", self.source, self.pulling) from None
        except CommandError as problem:
            raise PullError(problem.message, where=self.source.alias, cure=problem.cure) from None
        finally:
            if question is not None:
                os.close(question)

    def _bound(self, running: process.Running) -> None:
        """Let no file of git's grow far beyond what the source may bring: what is sent is packed, but has a history."""
        if hasattr(resource, "prlimit"):
            most = 4 * self.pulling.bounds.bytes + (1 << 20)
            resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (most, most))

    def _options(self, files: Mounted) -> Iterator[str]:
        settings = [*_SETTINGS, *(_LOCAL if self.pulling.local else ())]
        if not self.pulling.environ.get("GIT_ASKPASS"):  # newer gits would not ask Argo CD's program either
            settings.append("credential.interactive=false")
        site = f"{self.place.scheme}://{self.place.host}"
        if files.password:
            settings += ["credential.helper=", f"credential.{site}.helper={_HELPER}"]
        if files.authority:
            settings.append(f"http.{site}/.sslCAInfo={files.authority}")
        for setting in settings:
            yield from ("-c", setting)
        if self.folder:
            yield f"--git-dir={self.folder}"

    def _environment(self, files: Mounted) -> dict[str, str]:
        environ = {
            name: text
            for name, text in self.pulling.environ.items()
            if name not in _UNSET and not name.startswith("GIT_TRACE")
        } | _SET
        if files.password:
            environ["SWELL_GIT_CREDENTIALS"] = files.folder
            environ.pop("GIT_ASKPASS", None)
        if files.authority:
            environ.pop("GIT_SSL_CAINFO", None)
        if self.place.scheme == "ssh":
            environ["GIT_SSH_COMMAND"] = _ssh(files, self.pulling.environ)
        return environ


def _ssh(files: Mounted, environ: Mapping[str, str]) -> str:
    """Return the ssh to use: the operator's, if there is one. ssh takes the first word on each option."""
    words = [environ.get("GIT_SSH_COMMAND") or "ssh", _SSH, "-o StrictHostKeyChecking=yes"]
    if files.key:
        words.append(f"-i {shlex.quote(files.key)} -o IdentitiesOnly=yes")
    if files.known_hosts:
        words.append(f"-o UserKnownHostsFile={shlex.quote(files.known_hosts)}")
    return " ".join(words)


def _program(environ: Mapping[str, str]) -> str:
    from shutil import which

    if path := which("git", path=environ.get("PATH", os.defpath)):
        return path
    raise PullError("git is missing", cure="install it in the sidecar's image")
