import os
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmp.resident import wire

NAMES = st.binary(min_size=1).filter(lambda name: not {0, ord("=")} & {*name})
TEXTS = st.binary().filter(lambda text: 0 not in text)


@given(umask=st.integers(0, 0o777), variables=st.dictionaries(NAMES, TEXTS))
def test_a_request_says_what_was_asked(umask: int, variables: dict[bytes, bytes]) -> None:
    request = wire.request("generate", umask, variables)
    assert int.from_bytes(request[: wire.LENGTH], "big") == len(request) - wire.LENGTH
    assert wire.read_request(request[wire.LENGTH :]) == ("generate", umask, variables)


@pytest.mark.parametrize("kind", [wire.HELLO, wire.BEGUN, wire.ENDED, wire.KILLED])
@pytest.mark.parametrize("number", [0, 2, 255])
def test_a_frame_has_its_length_whatever_it_says(kind: bytes, number: int) -> None:
    assert len(wire.frame(kind, number)) == wire.FRAME
    assert wire.frame(kind, number) == kind + bytes([number])


def test_the_peer_of_a_connection_is_the_process_that_made_it() -> None:
    one, other = socket.socketpair()
    assert wire.peer(one) == os.getpid()
    one.close()
    other.close()
