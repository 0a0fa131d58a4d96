import pytest

from cmp.sources.address import normal
from cmp.sources.address_globs import hosts_named, matches

INSIDE = (
    ("https://git.example.com/team-a/*", "https://git.example.com/team-a/x"),
    ("https://git.example.com/team-a/**", "https://git.example.com/team-a/x/y"),
    ("https://git.example.com/team-a/**", "https://git.example.com/team-a"),
    ("https://git.example.com/team-a/**", "https://git.example.com/team-b/../team-a/x"),
    ("https://Git.example.com:443/x/", "https://git.example.com/x"),
    ("https://git.example.com**", "https://git.example.com/a/b"),
    ("https://*.example.com/**", "https://a.b.example.com/x"),
    ("https://git-*.example.com/*", "https://git-eu.example.com/x"),
    ("http://127.0.0.1:*/*", "http://127.0.0.1:5000/x"),
    ("git@github.com:team/*", "git@github.com:team/x"),
    ("ssh://git@h/**", "ssh://git@h:22/x/y"),
    ("https://h/[ab]?", "https://h/ax"),
    ("https://**", "https://h:8443/x/y"),
    ("**", "git@h:x/y"),
)
OUTSIDE = (
    ("https://git.example.com*", "https://git.example.com.evil.com/x"),
    ("https://git.example.com*", "https://git.example.community"),
    ("https://git.example.com**", "https://git.example.com.evil.com/x"),
    ("https://git.example.com*/**", "https://git.example.com.evil.com/x"),
    ("https://git.example.com**", "https://git.example.com:8443/x"),
    ("https://git.example.com/team-a/*", "https://git.example.com/team-a/x/y"),
    ("https://git.example.com/team-a/*", "https://git.example.com/team-a/x%2Fy"),
    ("https://git.example.com/team-a/*", "https://git.example.com/team-a/../team-b/x"),
    ("https://git.example.com/team-a/x???y", "https://git.example.com/team-a/x%2Fy"),
    ("https://git.example.com/team-a/x[!a][!a][!a]y", "https://git.example.com/team-a/x%2Fy"),
    ("https://git.example.com/team-a/*", "https://git.example.com/team-a/%2e%2e/team-b"),
    ("https://git.example.com/team-a/**", "https://git.example.com/team-ab/x"),
    ("https://*.example.com/**", "https://evil.com/.example.com/x"),
    ("https://*.example.com/**", "https://example.com/x"),
    ("https://*.example.com/**", "https://x@evil.com/.example.com/"),
    ("https://git-*.example.com/*", "https://git-eu.evil.example.com/x"),
    ("https://git-*.example.com/*", "https://git-evil.com/.example.com/x"),
    ("*@github.com:**", "git@evil.com:x@github.com:y"),
    ("git@github.com:*", "ssh://git@github.com/x"),
    ("https://h/**", "http://h/x"),
    ("*://h/**", "https://evil://h/x"),
    ("https://h/[!a]", "https://h/a"),
    ("https://h/a.c", "https://h/abc"),
    ("*", "https://h/x"),
)


@pytest.mark.parametrize(("glob", "address"), INSIDE)
def test_a_glob_matches_what_it_says(glob: str, address: str) -> None:
    assert matches([glob], normal(address))


@pytest.mark.parametrize(("glob", "address"), OUTSIDE)
def test_a_glob_matches_nothing_beyond_a_slash_or_a_hosts_end(glob: str, address: str) -> None:
    assert not matches([glob], normal(address))


def test_a_host_is_named_where_no_star_stands_in_it() -> None:
    globs = [
        "https://169.254.1.2/**",
        "https://h.example.com**",
        "git@g:x",
        "https://*/x",
        "**",
        "https://h2.*/",
    ]

    assert hosts_named(globs) == {"169.254.1.2", "h.example.com", "g"}
