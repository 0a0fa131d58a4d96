"""Pods whose containers run: init containers one after the other, then those of a Job all at the same time."""

import subprocess
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from containers import Found, command
from kubelet import Outcome
from sandbox import Sandbox, Token, ended

Object = dict[str, Any]

_AGAIN = 5
"""Seconds after which a container that failed starts again, each time: a kubelet lets ten pass, then twice as many."""


class _Container(NamedTuple):
    """A container of a pod, by its place in the order of starts; all of one place run at once."""

    place: int
    spec: Object


class Run:
    """One pod's containers."""

    def __init__(self, pod: Object, found: Found, sandbox: Sandbox, token: Token) -> None:
        self.pod = pod
        self._found, self._sandbox, self._token = found, sandbox, token
        spec = pod["spec"]
        inits = [one for one in spec.get("initContainers") or [] if one.get("restartPolicy") != "Always"]
        self._left = [_Container(place, one) for place, one in enumerate(inits)]
        if spec.get("restartPolicy", "Always") != "Always":
            self._left += [_Container(len(inits), one) for one in spec["containers"]]
        self._mains = len(inits)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._since: dict[str, float] = {}
        self._failed = False

    @property
    def outcome(self) -> Outcome:
        """How far it has come."""
        if self._failed:
            return Outcome.FAILED
        if not self._left:
            lasts = self.pod["spec"].get("restartPolicy", "Always") == "Always"
            return Outcome.STARTED if lasts else Outcome.SUCCEEDED
        return Outcome.STARTED if self._left[0].place == self._mains else Outcome.BEGUN

    @property
    def over(self) -> bool:
        """Whether no container will do anything more."""
        return self._failed or not self._left

    @property
    def held(self) -> list[str]:
        """The containers that have not come to their end."""
        return [one.spec["name"] for one in self._left if one.spec["name"] in self._since]

    def advance(self) -> None:
        """Start what is due, and see what has ended."""
        while self._left and not self._failed:
            now = [one for one in self._left if one.place == self._left[0].place]
            done = [one for one in now if self._is_done(one.spec)]
            self._left = [one for one in self._left if one not in done]
            if len(done) < len(now):
                return

    def stop(self) -> None:
        """End what runs."""
        for running in self._running.values():
            ended(running)

    def _is_done(self, spec: Object) -> bool:
        name = spec["name"]
        if name not in self._running:
            if time.monotonic() - self._since.get(name, -_AGAIN) < _AGAIN:
                return False
            ran = command(spec, self.pod, self._found)
            if ran is None:
                return True  # its program is one that only its image has
            token = self._account()
            if token is None:
                return False  # what asked for it asks again
            self._running[name] = self._sandbox.start(name, ran, self.pod, self._found, token)
        code = self._running[name].poll()
        if code is None:
            self._since.setdefault(name, time.monotonic())
            return False
        del self._running[name]
        self._since[name] = time.monotonic()
        self._failed |= bool(code) and self.pod["spec"].get("restartPolicy") == "Never"
        return code == 0

    def _account(self) -> str | None:
        """Return a token for the pod's account, "" where it wants none, None where it can't be had now."""
        spec = self.pod["spec"]
        name = spec.get("serviceAccountName") or "default"
        account = self._found.get("serviceaccounts", {}).get(name, {})
        wanted = spec.get("automountServiceAccountToken", account.get("automountServiceAccountToken", True))
        return self._token(self.pod["metadata"]["namespace"], name) if wanted else ""


class Runs:
    """The runs of all pods, by the pods' uids."""

    def __init__(self, sandbox: Sandbox, token: Token) -> None:
        self._sandbox, self._token = sandbox, token
        self._runs: dict[str, Run] = {}
        self._over: dict[str, Outcome] = {}
        self._last: dict[str, Outcome] = {}

    def outcome(self, pod: Object) -> Outcome | None:
        """Return how far a pod has come, None if it has not begun."""
        uid = pod["metadata"]["uid"]
        return self._over.get(uid) or (self._runs[uid].outcome if uid in self._runs else None)

    def held(self, pod: Object) -> list[str]:
        """Return the containers of a pod that run."""
        run = self._runs.get(pod["metadata"]["uid"])
        return run.held if run else []

    def begin(self, pod: Object, found: Found) -> None:
        """Run a pod that has all that it names."""
        self._runs[pod["metadata"]["uid"]] = Run(pod, found, self._sandbox, self._token)

    def advance(self, there: Iterable[str]) -> set[str]:
        """Let all go on whose pods are still there; return the namespaces in which a pod has come further."""
        for gone in self._runs.keys() - set(there):
            self._runs.pop(gone).stop()
        further = set()
        for uid, run in list(self._runs.items()):
            run.advance()
            if run.outcome is not self._last.get(uid):
                self._last[uid] = run.outcome
                further.add(run.pod["metadata"]["namespace"])
            if run.over:
                run.stop()
                self._over[uid] = run.outcome
                del self._runs[uid]
        return further

    def stop(self) -> None:
        """End all that runs."""
        for run in self._runs.values():
            run.stop()
