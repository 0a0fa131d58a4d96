"""Git's settings: no hooks, filters, submodules or prompts, only known transports, and one host's credentials."""

import os
import shlex
from collections.abc import Iterator, Mapping

from cmp.sources.model import Pulling
from cmp.sources.pull.credentials.borrowed import headers, kept, lends
from cmp.sources.pull.credentials.mounted import Mounted, is_granted
from cmp.sources.pull.git.route import Route, ssh_command
from cmp.sources.pull.location import Location
from cmp.system.files import is_there

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
    "http.followRedirects=false",  # git reports neither where it is sent, nor whose credentials go there
    "maintenance.auto=false",
    "gc.auto=0",
    "http.lowSpeedLimit=1",  # so that a git that outlives Swell does not wait for ever
    "http.lowSpeedTime=15",
)
# GIT_ALLOW_PROTOCOL overrules a configuration's settings for single transports.
_TRANSPORTS, _MORE_TRANSPORTS = "https:ssh", ":http"
_LOCAL = ("protocol.http.allow=always",)
# Variables that redirect git, or make it print credentials.
_UNSET = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_NAMESPACE", "GIT_COMMON_DIR", "GIT_PROXY_COMMAND", "GIT_TEMPLATE_DIR",
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


def options(location: Location, files: Mounted, pulling: Pulling, route: Route) -> Iterator[str]:
    """Yield the options that come before git's command."""
    settings = [*_SETTINGS, *(_LOCAL if pulling.settings.local_sources else ())]
    variables = kept(location, pulling.settings.variables)
    if not variables.get("GIT_ASKPASS"):  # newer gits would not ask Argo CD's program either
        settings.append("credential.interactive=false")
    if route.setting:
        settings.append(route.setting)
    site = f"{location.scheme}://{location.host}"
    if files.authority:
        settings.append(f"http.{site}/.sslCAInfo={files.authority}")
    if files.password:
        settings += ["credential.helper=", f"credential.{site}.helper={_HELPER}"]
    else:
        if not is_granted(location.host, pulling):
            settings.append("credential.helper=")
        yield from headers(location, variables)
    for setting in settings:
        yield from ("-c", setting)


def environment(location: Location, files: Mounted, pulling: Pulling, route: Route) -> dict[str, str]:
    """Return the environment for git: the operator's, without variables that would redirect git."""
    theirs = kept(location, pulling.settings.variables)
    ours = {
        name: text for name, text in theirs.items() if name not in _UNSET and not name.startswith("GIT_TRACE")
    } | _SET
    ours["GIT_ALLOW_PROTOCOL"] = _TRANSPORTS + (_MORE_TRANSPORTS if pulling.settings.local_sources else "")
    if files.password:
        ours["SWELL_GIT_CREDENTIALS"] = files.folder
        ours.pop("GIT_ASKPASS", None)
    if files.authority:
        ours.pop("GIT_SSL_CAINFO", None)
    if not is_granted(location.host, pulling):
        ours = _without_logins(ours)
    if location.scheme == "ssh":
        granted = "" if is_granted(location.host, pulling) else "-o PubkeyAuthentication=no"
        ours["GIT_SSH_COMMAND"] = _ssh(files, theirs, route.ssh, granted)
    return ours


def _without_logins(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without this machine's own logins: netrc, which lies at HOME, and a program to ask."""
    programs = () if lends(variables) else ("GIT_ASKPASS",)
    return {name: text for name, text in variables.items() if name not in programs} | {
        "GIT_CONFIG_GLOBAL": _own_configuration(variables),
        "HOME": os.devnull,
    }


def _own_configuration(variables: Mapping[str, str]) -> str:
    """Return the path of the user's configuration of git."""
    home = variables.get("HOME", "")
    path = variables.get("GIT_CONFIG_GLOBAL") or os.path.join(home, ".gitconfig")
    config = variables.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    return path if is_there(path) else os.path.join(config, "git/config")


def _ssh(files: Mounted, variables: Mapping[str, str], *more: str) -> str:
    """Return the ssh command: the operator's, if set, with options added; for each option ssh takes the first one."""
    words = [ssh_command(variables), _SSH, "-o StrictHostKeyChecking=yes", *filter(None, more)]
    if files.key:
        words.append(f"-i {shlex.quote(files.key)} -o IdentitiesOnly=yes")
    if files.known_hosts:
        words.append(f"-o UserKnownHostsFile={shlex.quote(files.known_hosts)}")
    return " ".join(words)
