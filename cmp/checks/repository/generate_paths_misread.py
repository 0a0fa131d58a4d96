"""the annotation manifest-generate-paths does not do what it says.

With it, Argo CD renders a commit only where a file of these paths has changed, and else keeps the manifests that it
has. The Application's own folder is none of them: `.` names it. `**` means what `*` means, and stops at a slash. A
plugin is sent one folder that holds all paths, if the operator has switched that on; there a path behind a `;` and a
space is another one, and a path that only leads up is passed over behind one that leads elsewhere.

Write folders, without spaces, the widest first: `/charts;.`.
"""

from collections.abc import Iterator

from cmp.argocd.generate_paths import ANNOTATION, asked, counts_own, parts, sent, widest_first
from cmp.checks.repository.facts import Deployed, RepositoryFacts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
_NAME = ANNOTATION.rpartition("/")[2]


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each way in which it is misread, once for an Application."""
    for one in facts.applications:
        if said := one.manifest.head.annotations.get(ANNOTATION, "").strip():
            for message, fix in dict(_misread(one, said)).items():
                yield Finding(
                    severity=SEVERITY, ref=one.ref, message=f"{_NAME}: {message}", fix=fix, position=one.position
                )


def _misread(one: Deployed, said: str) -> Iterator[tuple[str, str]]:
    for part in parts(said):
        if "**" in part:
            plain = part[: part.index("*")].rpartition("/")[0]
            yield f"{part} stops at a slash, so that a deeper file that changes is not rendered", f"name {plain or '/'}"
    for source in one.sources:
        path = source.get("path")
        if not isinstance(path, str):
            continue
        if not counts_own(said, path):
            yield (
                f"a file in {path} that changes is not rendered: the folder itself is none of its paths",
                "add `.` to it",
            )
        if "plugin" in source and sent(said, path) != asked(said, path):
            yield (
                f"a plugin is sent /{sent(said, path)} alone, where it names /{asked(said, path)}",
                f"write {widest_first(said, path)}",
            )
