"""A counting semaphore between processes: first come, first served, without polling, and it survives SIGKILL.

Each process that wants one of the places makes a ticket in a folder: a named pipe, called by the next number, which it
keeps open for writing. It has a place as soon as fewer tickets before its own are open than there are places. When the
last process that has a pipe open ends, however it ends, the operating system closes the pipe, which wakes its readers.
"""

import os

from cmp.system.locks import Exclusive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.system.process import Deadline

_READING = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
_WRITING = os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW


def acquire(folder: str, count: int, *, deadline: "Deadline") -> int | None:
    """Return the descriptor of a ticket once it has one of `count` places, None if it had none before the deadline.

    The place is free when the descriptor is closed in each process that has it; the ticket is removed by a later one.
    A process waits for the `count` tickets right before its own: it can't have a place while all of these are open, and
    is not woken by what happens far before them.

    Raises:
        OSError: the folder can't be locked, or no pipe can be made in it.
    """
    number, ticket = _ticket(folder)
    try:
        while len(ahead := _ahead(folder, number, count)) == count:
            from cmp.system.ready import ready

            try:
                ended = ready(ahead, deadline.left())
            finally:
                _close(ahead)
            if not ended:
                os.close(ticket)
                return None
    except BaseException:
        os.close(ticket)
        raise
    _close(ahead)
    return ticket


def _ticket(folder: str) -> tuple[int, int]:
    """Return the number of a new ticket, one more than the highest one there is, and its descriptor.

    The lock makes sure that each ticket with a lower number is open already, unless its process has ended.
    """
    with Exclusive(folder):
        number = max(_numbers(folder), default=0) + 1
        path = os.path.join(folder, str(number))
        os.mkfifo(path, 0o600)
        reader = os.open(path, _READING)  # a pipe without a reader can't be opened for writing
        try:
            return number, os.open(path, _WRITING)
        finally:
            os.close(reader)


def _ahead(folder: str, number: int, most: int) -> list[int]:
    """Return descriptors of the open tickets before a number: the nearest ones, up to `most`; remove closed tickets.

    A removed number can't be given out again, since numbers go up as long as the ticket `number` is there.
    """
    found: list[int] = []
    try:
        for earlier in sorted((one for one in _numbers(folder) if one < number), reverse=True):
            if len(found) == most:
                break
            if (ticket := _opened(os.path.join(folder, str(earlier)))) is not None:
                found.append(ticket)
    except BaseException:
        _close(found)
        raise
    return found


def _opened(path: str) -> int | None:
    """Return a descriptor that ends when the ticket is closed; None if it is closed already, which removes it."""
    try:
        ticket = os.open(path, _READING)
    except FileNotFoundError:
        return None
    try:
        os.read(ticket, 1)
    except BlockingIOError:  # nothing is ever written: a process has it open
        return ticket
    except BaseException:
        os.close(ticket)
        raise
    os.close(ticket)
    try:
        os.unlink(path)
    except FileNotFoundError:
        return None  # another process was faster
    return None


def _numbers(folder: str) -> list[int]:
    return [int(name) for name in os.listdir(folder) if name.isascii() and name.isdigit()]


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
