"""The operator's proxies for a host."""

from collections.abc import Mapping
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]


def proxies(host: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the proxies by scheme, `all` among them; none where NO_PROXY names the host."""
    none = variables.get("no_proxy") or variables.get("NO_PROXY") or ""
    if proxy_bypass_environment(host, {"no": none}):
        return {}
    return {
        scheme: proxy
        for scheme in ("http", "https", "all")
        if (proxy := variables.get(f"{scheme}_proxy") or variables.get(f"{scheme.upper()}_PROXY"))
    }
