"""Running programs."""

import sys

from cmp.system.process import Deadline, finish, start

_LOUD = "import sys; sys.stderr.write('begin\\n' + 'x' * (1 << 25) + '\\nend'); print('done')"


def test_of_endless_errors_the_beginning_and_the_end_are_kept() -> None:
    told = finish(start((sys.executable, "-c", _LOUD), env={}), deadline=Deadline.after(60))
    assert told.stdout == b"done\n"
    assert len(told.stderr) == 1 << 18
    assert told.stderr.startswith(b"begin\n")
    assert told.stderr.endswith(b"\nend")
