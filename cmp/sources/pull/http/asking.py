"""The context of HTTP requests for one source: what it may lead to, and whose credentials go where."""

from urllib.parse import urlsplit

from cmp.errors import PullError
from cmp.sources.address import is_below, normal, split_port
from cmp.sources.address_globs import hosts_named, matches
from cmp.sources.model import Pulling, Source, Used
from cmp.sources.pull.credentials.identity import NONE, credential
from cmp.sources.pull.faults import fault
from cmp.sources.pull.location import HOST, Location, site
from cmp.sources.pull.peer import RefusedPeerError, is_address, refuse_special
from cmp.sources.pull.redact import hidden
from cmp.value import Value


class Asking(Value):
    """The source, the location that is asked, and how to pull.

    `top` is the URL that the source's own requests lie below; `guest` tells that another host led here, so that this
    one gets no credentials.
    """

    source: Source
    location: Location
    pulling: Pulling
    top: str
    guest: bool = False

    def fault(self, kind: str, detail: str = "") -> PullError:
        """Return the error of a kind."""
        return fault(kind, self.source, self.location, detail=hidden(detail))

    def at(self, url: str) -> "Asking":
        """Return the context for another URL in its normal form, whose host has its own credentials and failures.

        Raises:
            PullError: the URL has no host, or has a user name.
        """
        parts = urlsplit(url)
        if not HOST.fullmatch(parts.netloc) or site(url) is None:
            raise self.fault("other", f"it leads to {hidden(url)}, which is no address that is asked")
        return self.replace(location=Location(scheme=parts.scheme, host=parts.netloc, path=parts.path, url=hidden(url)))

    def led_to(self, url: str) -> tuple["Asking", str]:
        """Return the context for a URL that an index or a redirect leads to, and the URL in its normal form.

        Raises:
            PullError: it is no address, or the policy does not allow it.
        """
        url = self.normal(url)
        there = self.at(url)
        there.refuse_special()
        named = self.named(url)
        own = is_below(url, self.top) or (self.pulling.bounds.allow is None and site(url) == site(self.top))
        there = there.replace(guest=not named and (self.guest or not own))
        if not is_below(url, self.top):
            there.note(url)
        return there, url

    def note(self, url: str) -> None:
        """Note that a URL beside the source's own address is asked, and whose credentials it gets."""
        who = NONE if self.guest else credential(self.location, self.pulling)
        self.pulling.note(Used(address=url.partition("?")[0], credential=who))

    def named(self, url: str) -> bool:
        """Tell whether the policy names a URL; what lies below the source's own address need not be named.

        Raises:
            PullError: the policy allows other addresses alone.
        """
        allow = self.pulling.bounds.allow
        found = matches(allow or (), url)
        if allow is not None and not found and not is_below(url, self.top):
            raise self.fault("not allowed", url)
        return found

    def normal(self, url: str) -> str:
        """Return a URL in its normal form.

        Raises:
            PullError: it is none.
        """
        try:
            return normal(url)
        except ValueError as problem:
            raise self.fault(
                "other", f"it leads to {hidden(url)}, which is no address that is asked: {problem}"
            ) from None

    @property
    def special(self) -> frozenset[str]:
        """The hosts that may have a link-local address, since the policy names them in full."""
        return hosts_named(self.pulling.bounds.allow or ())

    def refuse_special(self) -> None:
        """Refuse a host that is a link-local address; what a name means is looked at where it is connected to.

        Raises:
            PullError: it is one, and the policy does not name it.
        """
        host, _ = split_port(self.location.host)
        if host not in self.special and is_address(host):
            try:
                refuse_special(host)
            except RefusedPeerError as refused:
                raise self.fault("special", str(refused)) from None
