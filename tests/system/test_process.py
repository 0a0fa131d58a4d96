"""Running programs."""

import os
import resource
import sys

from cmp.system.process import Deadline, finish, start

_MANY = 1100
_LOUD = "import sys; sys.stderr.write('begin\\n' + 'x' * (1 << 25) + '\\nend'); print('done')"


def test_of_endless_errors_the_beginning_and_the_end_are_kept() -> None:
    told = finish(start((sys.executable, "-c", _LOUD), env={}), deadline=Deadline.after(60))
    assert told.stdout == b"done\n"
    assert len(told.stderr) == 1 << 18
    assert told.stderr.startswith(b"begin\n")
    assert told.stderr.endswith(b"\nend")


def test_output_is_read_from_descriptors_above_a_thousand() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, _MANY + 100), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(_MANY)]
    try:
        told = finish(start((sys.executable, "-c", _LOUD), env={}), deadline=Deadline.after(60))
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert told.stdout == b"done\n"
