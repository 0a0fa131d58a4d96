"""Programs that connect to a host once, and fail if it does not answer."""

from cmp.waits.nouns.model import Host, Truth
from cmp.waits.nouns.probe import Attempt, Call, Probe
from cmp.waits.nouns.text import HOLE, known
from cmp.waits.nouns.time import duration
from cmp.waits.vocabulary import api_server
from cmp.waits.vocabulary.options import Options, host, options

_CURL = (
    "o/output H/header d/data X/request u/user w/write-out m/max-time A/user-agent b/cookie c/cookie-jar e/referer "
    "F/form T/upload-file x/proxy D/dump-header E/cert K/config connect-timeout retry retry-delay retry-max-time "
    "cacert capath key cert-type key-type resolve data-raw data-binary data-urlencode url json "
    "unix-socket connect-to interface"
)
_WGET = (
    "O/output-document o/output-file T/timeout t/tries U/user-agent P/directory-prefix e/execute header post-data "
    "user password ca-certificate"
)
_BODIES = ("data", "data-raw", "data-binary", "json")
_NC = "w/ i/ p/ s/ q/ x/ X/ e/"
_PG = "h/host p/port d/dbname U/username t/timeout c/command f/file v/variable F/field-separator P/pset o/output set"
_MYSQL = "h/host P/port u/user e/execute D/database connect-timeout password-file ssl-ca"
_REDIS = "h/ p/ a/ n/ u/ user pass cacert cert key"
_MONGO = "u/username p/password host port eval authenticationDatabase tlsCAFile"


def asked(at: Host | None, seconds: float | None = 0, absent: str = "", truth: Truth = Truth.READY) -> Attempt | None:
    """Return a command that asks whether a host answers, None where that is not known."""
    if at is None:
        return None
    unready = HOLE if truth is Truth.EXISTS else absent
    return Attempt(probes=(Probe(target=at, truth=truth, seconds=seconds, unready=unready, absent=absent),))


def curl(call: Call) -> Attempt | None:
    """Return what `curl` asks; a URL may stand anywhere among its options."""
    given = options(call.arguments, _CURL)
    urls = [*given.values.get("url", ()), *(word for word in given.words if not word.startswith("/"))]
    if len(urls) != 1:
        return None
    tries = duration(given.last("retry", "0"))
    pause = duration(given.last("retry-delay", "1"))
    seconds = tries * pause if tries is not None and pause is not None else float("inf")
    code = given.last("write-out")
    if at := api_server.request(urls[0]):
        return _of_api(call, at, given, seconds if "retry-all-errors" in given else 0)
    absent = "" if not code else ("000" if code.replace("\\n", "") == "%{http_code}" else HOLE)
    return asked(host(urls[0]), seconds, absent)


def _of_api(call: Call, at: api_server.Request, given: Options, seconds: float) -> Attempt | None:
    """Return what `curl` asks of the API server, or makes there."""
    texts = [text for name in _BODIES for text in given.values.get(name, ())]
    method = given.last("request", "POST" if texts else "GET")
    if method in ("POST", "PUT", "PATCH"):
        return api_server.written(call, at, "".join(texts))
    if method != "GET":
        return None
    fails = bool({"f", "fail", "fail-with-body"} & given.values.keys())
    return api_server.read(at, fails=fails, body="output" not in given, code=given.last("write-out"), seconds=seconds)


def wget(call: Call) -> Attempt | None:
    """Return what `wget` asks."""
    given = options(call.arguments, _WGET)
    if len(given.words) != 1:
        return None
    if at := api_server.request(given.words[0]):
        return api_server.read(at, fails=True, body=False, code="", seconds=0)
    return asked(host(given.words[0]))


def netcat(call: Call) -> Attempt | None:
    """Return what `nc -z host port` asks, also without `-z`; one that listens or sends datagrams asks nothing."""
    given = options(call.arguments, _NC)
    words = given.words[0].split(":") if len(given.words) == 1 else list(given.words)
    if len(words) != 2 or {"l", "u", "e"} & given.values.keys():  # noqa: PLR2004
        return None
    return asked(host(words[0], words[1]), duration(given.last("w", "0")) or 0)


def postgres(call: Call) -> Attempt | None:
    """Return what `pg_isready` and `psql` ask: of a host, a URI, `host=... port=...`, or `PGHOST`."""
    given = options(call.arguments, _PG)
    database = given.last("dbname") or (given.words[0] if given.words else "")
    limit = duration(given.last("timeout", "3" if call.program == "pg_isready" else "0")) or 0
    if "host" in given:
        return asked(host(given.last("host"), given.last("port")), limit)
    if "://" in database:
        return asked(host(database), limit)
    pairs = dict(part.partition("=")[::2] for part in database.split() if "=" in part)
    if "host" in pairs or not known(database):
        return asked(host(pairs.get("host", ""), pairs.get("port", "")), limit)
    return asked(host(call.variables.get("PGHOST", ""), call.variables.get("PGPORT", "")), limit)


def mysql(call: Call) -> Attempt | None:
    """Return what `mysqladmin ping` and `mysql` ask."""
    given = options(call.arguments, _MYSQL)
    return asked(host(given.last("host") or call.variables.get("MYSQL_HOST", ""), given.last("port")))


def redis(call: Call) -> Attempt | None:
    """Return what `redis-cli ping` asks."""
    given = options(call.arguments, _REDIS)
    return asked(host(given.last("h") or given.last("u"), given.last("p")))


def mongo(call: Call) -> Attempt | None:
    """Return what `mongosh` asks, of a host or a URI with several."""
    given = options(call.arguments, _MONGO)
    text = given.last("host") or (given.words[0] if given.words else "")
    return asked(host(text.partition(",")[0], given.last("port"))) if "," not in text else None


def grpc(call: Call) -> Attempt | None:
    """Return what `grpc_health_probe -addr=host:port` asks."""
    given = options(call.arguments, "addr connect-timeout rpc-timeout service tls-ca-cert", long_dash=True)
    return asked(host(given.last("addr")))


def resolved(call: Call) -> Attempt | None:
    """Return what `nslookup` and `getent hosts` ask: whether a name is known."""
    words = list(options(call.arguments, "").words)
    if call.program == "getent":
        words = words[1:] if words[:1] in (["hosts"], ["ahosts"], ["ahostsv4"]) else []
    return asked(host(words[0]), truth=Truth.EXISTS) if words else None
