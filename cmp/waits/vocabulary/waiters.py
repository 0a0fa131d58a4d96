"""Programs that exist to wait, until a condition holds or a time is over."""

from cmp.waits.nouns.model import Host, Named, Selected, Truth
from cmp.waits.nouns.probe import Attempt, Call, Probe
from cmp.waits.nouns.text import known
from cmp.waits.nouns.time import duration
from cmp.waits.vocabulary.options import host, listed, options
from cmp.waits.vocabulary.resources import selected, target

_K8S = ("job", "job-wr", "job-we", "pod", "pod-wr", "pod-we", "service")
_NETWORKS = ("tcp", "tcp4", "tcp6", "http", "https")
_WAIT4X = ("tcp", "http", "postgresql", "mysql", "redis", "mongodb", "rabbitmq", "influxdb", "temporal", "kafka")


def k8s_wait_for(call: Call) -> Attempt | None:
    """Return what `job|job-wr|job-we|pod|pod-wr|pod-we|service name` waits for; a selector may stand for the name."""
    given = options(call.arguments, "n/namespace l/selector")
    what, *names = given.words or ("",)
    if what not in _K8S:
        return None
    kind = what.partition("-")[0]
    namespace = given.namespace
    found: list[Named | Selected | None] = [target(kind, name, namespace) for name in names]
    if "selector" in given:
        found = [selected(kind, given.last("selector"), namespace)]
    probes = tuple(Probe(target=each, truth=Truth.READY, seconds=None) for each in found if each)
    return Attempt(probes=probes) if probes and len(probes) == len(found) else None


def wait_for_it(call: Call) -> Attempt | None:
    """Return what `wait-for-it.sh host:port -t 30 -- command` does: without `--strict` the command runs in any case.

    `wait-for` is strict by itself. Both give up after 15 seconds unless told otherwise; 0 is for ever.
    """
    given = options(call.arguments, "h/host p/port t/timeout")
    word, *then = given.words or ("",)
    if call.program == "wait-for-it":
        then = list(given.rest)
    strict = call.program == "wait-for" or "s" in given or "strict" in given
    at = host(given.last("host") or word, given.last("port"))
    limit = duration(given.last("timeout", "15"))
    if at is None or limit is None:
        return None
    probe = Probe(target=at, truth=Truth.READY, seconds=limit or None)
    return Attempt(probes=(probe,), then=given.rest or tuple(then), strict=strict)


def dockerize(call: Call) -> Attempt | None:
    """Return what `dockerize -wait tcp://host:port -timeout 60s command` does; it gives up after 10 seconds."""
    valued = "wait timeout wait-retry-interval wait-http-header template stdout stderr env env-section poll"
    arguments = list(call.arguments)
    end = _command_at(arguments, valued.split())
    given = options(arguments[:end], valued, long_dash=True)
    hosts = [host(url) for url in given.values.get("wait", ()) if url.partition(":")[0] in _NETWORKS]
    if not hosts or len(hosts) != len(given.values["wait"]):
        return None
    return _all(hosts, duration(given.last("timeout", "10s")), tuple(arguments[end:]))


def _command_at(arguments: list[str], valued: list[str]) -> int:
    """Return where the command begins that is run behind the options."""
    place = 0
    while place < len(arguments) and arguments[place].startswith("-"):
        if arguments[place] == "--":
            return place + 1
        place += 2 if arguments[place].lstrip("-") in valued else 1
    return place


def wait4x(call: Call) -> Attempt | None:
    """Return what `wait4x tcp host:port -t 60s -- command` does; it gives up after 10 seconds, 0 is for ever."""
    given = options(
        call.arguments, "t/timeout i/interval connection-timeout expect-status-code expect-body-regex request-header"
    )
    what, *addresses = given.words or ("",)
    if what not in _WAIT4X or {"v", "invert-check"} & given.values.keys():
        return None
    hosts = [host(address.replace("tcp(", "").replace(")", "")) for address in addresses]
    limit = duration(given.last("timeout", "10s"))
    return _all(hosts, (limit or None) if limit is not None else float("inf"), given.rest)


def _all(hosts: list[Host | None], seconds: float | None, then: tuple[str, ...]) -> Attempt | None:
    probes = tuple(Probe(target=each, truth=Truth.READY, seconds=seconds) for each in hosts if each)
    return Attempt(probes=probes, then=then) if probes and len(probes) == len(hosts) else None


def entrypoint(call: Call) -> Attempt | None:
    """Return what `kubernetes-entrypoint` waits for, which its variables say, and runs."""
    probes = []
    for variable, kind in (("DEPENDENCY_JOBS", "job"), ("DEPENDENCY_SERVICE", "service")):
        text = call.variables.get(variable, "")
        for each in listed(text):
            namespace, _, name = each.rpartition(":")
            found = target(kind, name, namespace)
            if found is None:
                return None
            probes.append(Probe(target=found, truth=Truth.READY, seconds=None))
        if not known(text):
            return None
    command = call.variables.get("COMMAND", "")
    return Attempt(probes=tuple(probes), then=tuple(command.split()) if known(command) else ("",)) if probes else None
