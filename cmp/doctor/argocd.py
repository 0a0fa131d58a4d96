"""Which Argo CD runs here, whether Swell judges by its rules and pauses, and what else differs from minor to minor."""

import re
import shutil
from collections.abc import Iterator

from cmp.argocd.versions import DIFF_FOLLOWS_APPLY, DOUBLE_STAR, HELM, NEWEST, VERSIONS, minor
from cmp.argocd.wave_delay import LONGEST, VARIABLE, WAVE_DELAY, wave_delay
from cmp.config.model import NOTHING, Config
from cmp.config.policy_merge import laid_under
from cmp.doctor import programs
from cmp.doctor.model import Result, Setup
from cmp.errors import CommandError, SwellError
from cmp.helm.versions import numbers
from cmp.render.inputs import survey
from cmp.render.policy import policy_of

_FOLDER = "/var/run/argocd"
"""Where the init container copyutil of repo-server's pod puts Argo CD's program."""
_VERSION = re.compile(r"v?(?<!\d)\d+\.\d+\.\d+\S*")


def argocd(setup: Setup) -> Iterator[Result]:
    """Yield Argo CD's version, its Helm, and what it leaves out of uploads; nothing on a laptop."""
    path = shutil.which("argocd", path=f"{_FOLDER}:{setup.settings.path}") if setup.home else None
    if not path:
        return
    try:
        said = setup.run((path, "version", "--client", "--short")).stdout.decode(errors="replace")
    except CommandError as problem:
        yield Result.of(problem, "argocd")
        return
    version = _VERSION.search(said)
    if not version:
        text = f"{path} does not say which version it is"
        yield Result(thing="argocd", text=text, fix=f"mount the volume `var-files` at {_FOLDER}")
        return
    yield _judged(version[0], _told(setup).argocd)
    if known := minor(version[0]):
        yield from (Result(thing="argocd", text=text) for text in _of_this_minor(setup, known))


def pauses(setup: Setup) -> Iterator[Result]:
    """Yield whether the controller's pauses between waves, where they are named, are those that Swell counts."""
    text = setup.settings.variables.get(VARIABLE, "") if setup.home else ""
    if not text:
        return
    real, told = wave_delay(text), _told(setup).sync_wave_delay
    judged = WAVE_DELAY if told is None else told
    if min(real, LONGEST) == judged:
        yield Result(thing="argocd", text=f"pauses {real} s between waves, as Swell counts")
        return
    fix = f"say `syncWaveDelay: {min(real, LONGEST)}` in the policy (SWELL_POLICY), or in swell.yaml"
    yield Result(thing="argocd", text=f"pauses {real} s between waves ({VARIABLE}), and Swell counts {judged}", fix=fix)


def _judged(version: str, told: str) -> Result:
    """Return the result for a version where `told` is the minor that the policy names, "" if it names none."""
    ours, judged = minor(version), told or NEWEST
    if not ours:
        text = f"{version}, whose rules Swell does not know; it judges by those of {judged}"
        return Result(thing="argocd", text=text, fix=f"run Argo CD {', '.join(VERSIONS)}, or a Swell that knows yours")
    if ours != judged:
        fix = f'say `argocd: "{ours}"` in the policy (SWELL_POLICY), or in swell.yaml'
        return Result(thing="argocd", text=f"{version}, and Swell judges by the rules of {judged}", fix=fix)
    return Result(thing="argocd", text=f"{version}, by whose rules Swell judges")


def _of_this_minor(setup: Setup, known: str) -> Iterator[str]:
    """Yield what this minor does, of what others do in another way."""
    rendering = f"renders its own Helm sources with Helm {HELM[known]}"
    ours = programs.helm_version(setup)
    if ours and ours[:2] != numbers(HELM[known])[:2]:
        named = "v" + ".".join(HELM[known].split(".")[:2])
        rendering += f", Swell with {'.'.join(map(str, ours))}; `helm: {{version: {named}}}` takes the same one"
    yield rendering
    yield "`**` in reposerver.plugin.tar.exclusions " + (
        "crosses slashes, in a pattern that has one" if DOUBLE_STAR[known] else "is a `*`: no slash is crossed"
    )
    yield "an Application with ServerSideApply=true is compared " + (
        "by the API server, unless ServerSideDiff=false: what that refuses is a ComparisonError, before any sync"
        if DIFF_FOLLOWS_APPLY[known]
        else "by the API server only with ServerSideDiff=true: what that refuses fails the sync"
    )


def _told(setup: Setup) -> Config:
    """Return what the policy and the application's swell.yaml say; of what can't be read, another check tells."""
    try:
        return survey(setup.request).config
    except SwellError:
        return _of_policy(setup)


def _of_policy(setup: Setup) -> Config:
    if not setup.request.policy:
        return NOTHING
    try:
        policy = policy_of(setup.request.policy)
    except SwellError:
        return NOTHING
    return laid_under(lambda base: base, policy, project=setup.request.project)
