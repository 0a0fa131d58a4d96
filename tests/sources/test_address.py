from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmp.sources.address import is_below, normal

SAME = {
    "https://H.example.com:443/team-b/x": (
        "https://h.example.com/team-a/../team-b/x",
        "https://h.example.com/team-a/%2e%2E/team-b/x",
        "https://h.example.com/team-a/.%2e/team-b/x",
        "https://h.example.com/team-a/./../team-b//x/",
        "https://h.example.com/team-a//../team-b/x",
        "https://h.example.com/../../team-b/x",
        "HTTPS://h.example.com./team%2Db/%78#part",
    ),
    "git@h.example.com:team-b/x": ("git@H.example.com:team-a/../team-b/x", "git@h.example.com:team-b//./x/"),
    "oci://h/b": ("oci://h/a/../b", "OCI://H:443/b/"),
    "https://127.0.0.1/x": ("https://127.0.0.1./x",),
    "https://[fe80::1]/x": ("https://[FE80:0:0::1]/x",),
}


@pytest.mark.parametrize("address", SAME)
def test_all_spellings_of_an_address_have_one_normal_form_which_stays(address: str) -> None:
    form = normal(address)

    assert {normal(spelling) for spelling in SAME[address]} == {form}
    assert normal(form) == form


@pytest.mark.parametrize(
    "address",
    [
        "https://h/team-a/..%2fteam-b", "https://h/team-a%2f..%2fteam-b", "https://h/team-a/%2e%2e%2fteam-b",
        "https://h/team-a/%252e%252e/team-b", "https://h/team-a/..;/team-b", "https://h/team-a/..%3bx/team-b",
        "https://h/team-a/..%20/team-b", "https://h/team-a\\..\\team-b", "https://h/team-a%5c..%5cteam-b",
        "https://h/team-a/..%00/team-b", "https://h/%zz", "https://h/%2", "https://2852039166/x", "https://0xa9.254.1/x",
        "https://169.254.43518/x", "https://0251.0376.0251.0376/x", "https://[fe80::1%25eth0]/x", "/etc", "x", "",
        "https://h\t/x", "https://h/team-a/.\t./team-b", "https://h/a b", "https://h/a\nb", "https://h\u202e/x",
        f"https://h/{'a/' * 1100}", "https://h::443/x", "http://h:80:/x", "https://a:b:443", "https://::1/x",
        "https://h/team-a/%c0%ae%c0%ae/team-b", "https://h/%c0%af..%c0%afteam-b", "https://h/%ff",
    ],
)  # fmt: skip
def test_what_means_different_things_to_different_servers_has_none(address: str) -> None:
    with pytest.raises(ValueError, match="it"):
        normal(address)


@pytest.mark.parametrize(
    "address", ["https://h/a%2Fb", "https://h/a..b/...", "https://h/My%20Project/_git/x", "https://h/x?a=/../b%2f"]
)
def test_what_is_merely_unusual_stays_as_it_is(address: str) -> None:
    assert normal(address) == address


def test_an_address_lies_below_whole_parts_of_another_one() -> None:
    assert is_below("https://h/team-a", "https://h/team-a")
    assert is_below("https://h/team-a/x?y", "https://h/team-a")
    assert not is_below("https://h/team-ab", "https://h/team-a")
    assert not is_below("http://h/team-a/x", "https://h/team-a")


PIECES = (
    "/",
    "..",
    ".",
    "%2e",
    "%2E",
    "%2f",
    "%5c",
    "\\",
    "%25",
    ";",
    "%3b",
    "a",
    "team-b",
    "%20",
    "?",
    "#",
    "%",
    ":",
    "@",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_path_climbs_however_often_it_is_read(path: str) -> None:
    try:
        form = normal(f"https://h.example.com/team-a/{path}")
    except ValueError:
        return
    plain = form.partition("?")[0]
    assert normal(form) == form
    assert not {".", ".."} & set(unquote(unquote(plain)).replace("\\", "/").replace(";", "/").split("/"))
    assert plain.startswith("https://h.example.com")
