"""Prints the program `swell` for the Python that runs this: one that starts it without looking for installed packages.

The start of Python alone is a sixth of rendering a small chart, and what an installer writes has a start of its own. As
`python3 -I -m cmp.resident.launcher >/opt/swell/bin/swell-alone` the image makes what its client leaves the rest to.
"""

import os
import sys

_PROGRAM = """\
#!{python} -IS
import sys
sys.path.append({folder!r})
from cmp.__main__ import main
main()
"""


def launcher(python: str) -> str:
    """Return the text of the program, which finds this package where it is now."""
    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return _PROGRAM.format(python=python, folder=top)


if __name__ == "__main__":
    os.write(1, launcher(sys.executable).encode())
