"""The words of a text that look like hosts; the patterns are compiled when a text is first asked for them."""

import re
from functools import lru_cache

_HOST = r"([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)"
_DOTTED = re.compile(r"(?<![\w.-])([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?![\w-])")
# A short name may be any word: it is a host where the text beside it shows that.
_SHORT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"://(?:[^\s/@\"']*@)?{_HOST}(?![\w@])(?!:[^\s/@\"']*@)",
        rf"(?<=[^\s/])@{_HOST}(?=[:/\s,;?)\"']|$)",
        rf"(?<![\w.@/-]){_HOST}:\d{{2,5}}(?![\w.])",
        rf"/dev/tcp/{_HOST}/",
        rf"(?:^|[\s;\"'])(?i:host|hostaddr|server|data source)\s?=\s?(?:tcp:)?{_HOST}(?=[\s;,:\"'\\]|$)",
        rf"\b(?:nc|ncat|telnet|wait-for(?:-it)?(?:\.sh)?)\s[^;&|\n]{{0,80}}?(?<![\w.-]){_HOST}\s+[\d$]",
        rf"(?:^|[\s\"'])(?:-h|--?[\w-]*(?:host|hostname|server|url|ad+r|address|endpoint|uri|brokers?))[\s=]+{_HOST}(?=[:/\s,;?\"']|$)",
    )
)
# In a file the key shows that a value is a host, as the name of a variable does.
_KEY = re.compile(
    rf"(?:^|[\s\"'{{,])[\w.-]{{0,40}}(?:host|hostname|servers?|url|addr|address|endpoint|uri|brokers)[\"']?\s{{0,9}}[:=]"
    rf"\s{{0,9}}[\"']?{_HOST}(?=[:/\s,;?\"']|$)",
    re.IGNORECASE | re.MULTILINE,
)
HOST_VARIABLE = re.compile(
    r"(?:HOST|HOSTNAME|SERVER|SERVERS|URL|ADDR|ADDRESS|ENDPOINT|URI|DSN|BROKERS)$", re.IGNORECASE
)
"""The end of a variable's name by which its value is a host, or holds one."""


def named(variable: str, said: str, *, file: bool) -> frozenset[str]:
    """Return what looks like a host in a text: the value of a variable, a file, or a command line."""
    return _named(said, whole=bool(variable and HOST_VARIABLE.search(variable)), file=file)


@lru_cache(maxsize=1 << 14)  # many containers have the same text from one ConfigMap
def _named(said: str, *, whole: bool, file: bool) -> frozenset[str]:
    found = {host for pattern in _SHORT for host in pattern.findall(said)}
    found |= set(_DOTTED.findall(said))
    if file:
        found |= set(_KEY.findall(said))
    if whole:
        found |= {part.strip() for part in said.split(",")}
    return frozenset(found)
