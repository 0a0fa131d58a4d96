"""What clients of the metrics can do to them, and to each other."""

import socket
import struct
import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest
from registries import free_port

from cmp.telemetry.metrics import Metrics
from cmp.telemetry.scrapes import MOST


@pytest.fixture
def port() -> int:
    port = free_port()
    Metrics().serve("127.0.0.1", port)
    return port


@pytest.fixture
def held(port: int) -> Iterator[list[socket.socket]]:
    """Connections of clients that begin to ask, and never end."""
    before, sockets = threading.active_count(), list[socket.socket]()
    for _ in range(3 * MOST):
        sockets.append(socket.create_connection(("127.0.0.1", port), timeout=10))
        sockets[-1].sendall(b"GET /metrics HTTP/1.1\r\nX: ")
    time.sleep(0.5)
    assert before < threading.active_count() <= before + MOST
    yield sockets
    for one in sockets:
        one.close()


def scraped(port: int) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        found: bytes = answer.read()
    return found


def test_clients_that_hold_their_connections_keep_none_out_and_take_few_threads(
    port: int, held: list[socket.socket]
) -> None:
    assert b"swell_build_info" in scraped(port)
    assert held[0].recv(1) == b""  # the oldest was ended


def test_a_client_that_breaks_off_leaves_no_word_in_the_log(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"GET /metrics HTTP/1.1\r\nX: ")
            time.sleep(0.1)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset it
    assert scraped(port)
    time.sleep(0.3)
    assert capfd.readouterr() == ("", "")
