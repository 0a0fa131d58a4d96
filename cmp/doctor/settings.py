"""What the operator sets: the policy, and how many renders may run and for how long."""

import os
from collections.abc import Iterator

from cmp.doctor.model import Result, Setup
from cmp.errors import SwellError
from cmp.render.policy import policy_of
from cmp.text import count

_MEMORY = "/sys/fs/cgroup/memory.max"
_RENDER, _SERVER = 700 << 20, 176 << 20  # Helm, which aims at 512 MiB, with Swell around it; both servers
_ARGOCD = 60
_TIMEOUT_FIX = "set SWELL_TIMEOUT lower, or raise controller.repo.server.timeout.seconds together with it"


def policy(setup: Setup) -> Iterator[Result]:
    """Yield whether the policy can be read; that there is none may be a mistake, too."""
    path = setup.request.policy
    if not path:
        yield Result(thing="policy", text="none: applications may take any source, and nothing is enforced")
        return
    try:
        found = policy_of(path)
    except SwellError as problem:
        yield Result.of(problem, "policy")
        return
    allowed = found.parts[0].allow
    sources = "any source" if allowed is None else f"sources {', '.join(allowed) or 'none'}"
    counts = f"{count(sum(len(part.rules) for part in found.parts), 'rule')}, {sources}"
    yield Result(thing="policy", text=f"{path}: {counts}")


def load(setup: Setup) -> Iterator[Result]:
    """Yield how many Helms may run at once, and whether there is memory for them."""
    try:
        renders, limit = setup.settings.renders, setup.settings.timeout
        _ = setup.settings.memory_bytes, setup.settings.cpu_seconds
    except SwellError as problem:
        yield Result.of(problem, "load")
        return
    text = f"{count(renders, 'Helm')} at once, {count(os.cpu_count() or 1, 'processor')}, {limit:.0f} s a render"
    memory, wanted = _memory(), limit_for(renders)
    if setup.home and limit >= _ARGOCD:
        yield Result(thing="load", text=f"{text}, and Argo CD waits {_ARGOCD}", fix=_TIMEOUT_FIX)
    elif memory and memory < wanted:
        fix = f"set SWELL_RENDERS lower, or the memory limit to {wanted >> 20}Mi"
        yield Result(thing="load", text=f"{text}, in {memory >> 20} MiB of memory", fix=fix)
    else:
        yield Result(thing="load", text=text)


def limit_for(renders: int) -> int:
    """Return the memory limit that so many Helms at once want; a chart may need more than its share."""
    return renders * _RENDER + _SERVER


def _memory() -> int:
    """Return the container's limit, 0 where there is none."""
    try:
        with open(_MEMORY, encoding="ascii") as file:
            text = file.read().strip()
    except OSError:
        return 0
    return int(text) if text.isdigit() else 0
