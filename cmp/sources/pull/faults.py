"""The kinds of failure between Swell and a host: the message and the fix of each, and whether to try again."""

from cmp.errors import PullError
from cmp.sources.model import Pulling, Source
from cmp.sources.pull.location import Location, without_port
from cmp.text import pasted
from cmp.value import Value


class PassingError(PullError):
    """A failure that may pass if tried again; `wait` is the number of seconds the host asked to wait."""

    wait = 0.0


class Fault(Value):
    """One kind of failure: message and fix, which may hold {host}, {folder} (the host's), {url}, {alias}, {detail}."""

    text: str
    fix: str = ""
    passes: bool = False


_PLACE = "$SWELL_CREDENTIALS/{folder}"

FAULTS = {
    "anonymous": Fault(
        text="{host} wants credentials, and there are none for it",
        fix="mount username and password (a token) in " + _PLACE,
    ),
    "unauthorized": Fault(
        text="{host} refuses the credentials that it was given (401)",
        fix="renew them in " + _PLACE + ", or where git and Helm keep their own",
    ),
    "forbidden": Fault(
        text="the credentials for {host} may not read {url} (403)",
        fix="let them read it, or mount others in " + _PLACE,
    ),
    "absent": Fault(
        text="{host} has nothing at {url}, or hides it from these credentials (404)",
        fix="correct the address, or mount credentials that may read it in " + _PLACE,
    ),
    "too many": Fault(
        text="{host} was asked too often (429)",
        fix="pin the source, so that it is asked once, or log in: " + _PLACE,
        passes=True,
    ),
    "server": Fault(text="{host} fails ({detail})", passes=True),
    "unknown host": Fault(
        text="the host {host} is not known here", fix="correct the address, or the name service", passes=True
    ),
    "refused": Fault(
        text="{host} can't be reached: {detail}", fix="let network policies and firewalls pass it", passes=True
    ),
    "broke off": Fault(text="the connection to {host} broke off: {detail}", passes=True),
    "slow": Fault(text="{host} did not answer in time", fix="let network policies and firewalls pass it", passes=True),
    "certificate": Fault(
        text="no trusted TLS with {host}: {detail}", fix="mount its authority's as ca.crt in " + _PLACE
    ),
    "proxy": Fault(text="the proxy refuses the way to {host}: {detail}", fix="correct HTTPS_PROXY and NO_PROXY"),
    "unknown host key": Fault(
        text="the host key of {host} is not known",
        fix="mount it as known_hosts in " + _PLACE + " (ssh-keyscan {host})",
    ),
    "changed host key": Fault(
        text="the host key of {host} has changed: it was replaced, or the connection is intercepted",
        fix="ask who runs it, then correct known_hosts",
    ),
    "key refused": Fault(
        text="{host} refuses the ssh key, or there is none",
        fix="mount one that may read it as ssh-privatekey in " + _PLACE,
    ),
    "key unreadable": Fault(
        text="the ssh key for {host} can't be used: {detail}",
        fix="mount it unencrypted, with its last line break, and with defaultMode: 0400",
    ),
    "transport": Fault(
        text="{host} leads on to a transport that nothing is pulled by: {detail}",
        fix="write the https or ssh address that holds the files",
    ),
    "moved": Fault(
        text="{host} sends on from {url} ({detail}), and git follows nothing",
        fix="write the address that it leads to: often it ends in .git",
    ),
    "not allowed": Fault(
        text="{host} leads to {detail}, which the policy does not allow",
        fix="take another source, or ask the operator to allow that address, too",
    ),
    "special": Fault(
        text="{host} is {detail}, an address of this node's own network or of its cloud's metadata",
        fix="take another source, or ask the operator to name {host} in the policy's `allow`",
    ),
    "realm": Fault(
        text="{host} asks to send its password to {detail}",
        fix="if that is its token service, name that host in " + _PLACE + "/realm, or take the password away",
    ),
    "index": Fault(
        text="{url}/index.yaml is no index of charts that can be read: {detail}",
        fix="ask who runs it to do `helm repo index`, or take the chart from another source",
    ),
    "gone": Fault(
        text="{url} no longer has what is pinned: {detail}",
        fix="it was rewritten, or deleted: run `swell lock --update {alias}`",
    ),
    "never there": Fault(
        text="{url} does not have the commit that swell.yaml names: {detail}", fix="correct it under sources.{alias}"
    ),
    "too large": Fault(text="{url} brings more than {detail}", fix="name fewer paths, or raise the limit"),
    "unreadable": Fault(text="what {host} answered can't be read ({detail})", fix="ask who runs it; nothing was used"),
    "other": Fault(
        text="pulling from {url} failed: {detail}",
        fix="correct the address if it is wrong; else ask who runs it. Nothing was changed",
    ),
}


def fault(kind: str, source: Source, location: Location, *, detail: str = "", wait: float = 0.0) -> PullError:
    """Return the error for a kind of failure."""
    known = FAULTS[kind]
    host = location.host or "this machine"
    words = {"host": host, "folder": without_port(host), "url": location.url, "alias": source.alias, "detail": detail}
    if not known.passes:
        return PullError(known.text.format(**words), where=source.alias, fix=known.fix.format(**words))
    passing = PassingError(known.text.format(**words), where=source.alias, fix=known.fix.format(**words))
    passing.wait = wait
    return passing


def late(what: str, source: Source, pulling: Pulling) -> PullError:
    """Return the error for a step that did not end before the deadline."""
    deadline = pulling.deadline
    took = deadline.seconds - deadline.left()
    command = f"argocd app get {pasted(pulling.settings.app or 'NAME')} --hard-refresh"
    return PullError(
        f"{what} of {source.alias} took {took:.0f} s of the {deadline.seconds:.0f} s it has",
        where=source.alias,
        fix=f"nothing was changed; raise {deadline.source}, or try again: {command}",
    )
