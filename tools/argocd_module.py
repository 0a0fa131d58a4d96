"""List what a version of Argo CD has of which Swell keeps a table, and what differs from another version.

usage: python tools/argocd_module.py 3.6.1 [3.5.7]

The modules come from the Go module proxy through `go mod download`, which checks their sums. Nothing is built: the
files are read from the archive, so that a version which asks for a newer Go can be read too. One line an entry, one
section a table; with a second version `+`, `-` and `~` mark what is new, gone, or changed since that one.
"""

import hashlib
import re
import sys
from collections.abc import Iterator

from go_module import Module

ARGOCD = "github.com/argoproj/argo-cd/v3"
ENGINE = "github.com/argoproj/argo-cd/gitops-engine"
FIRST_TAGGED_ENGINE = (3, 6)
ENGINE_BEFORE = "v0.0.0-20260914071520-c9c369efcc5b"
"""The one version of the sync engine before its first tag that the proxy serves: that of Argo CD 3.5."""
_FILTER = "util/settings/resources_filter.go"
_CORE = "var coreExcludedResources"
_SETTINGS = "manifests/base/config/argocd-cm.yaml"
_CONTROLLER = "cmd/argocd-application-controller/commands/argocd_application_controller.go"
_DIFF = "cmd/argocd/commands/app_diff.go", "cmd/argocd/commands/app.go"
READ = (
    "applicationset/controllers/template/patch.go", "applicationset/controllers/template/template.go",
    "applicationset/generators/generator_spec_processor.go", "applicationset/generators/git.go",
    "applicationset/generators/list.go", "applicationset/generators/matrix.go", "applicationset/generators/merge.go",
    "applicationset/generators/repo_path_utils.go", "applicationset/generators/value_interpolation.go",
    "applicationset/utils/map.go", "applicationset/utils/selector.go", "applicationset/utils/template_functions.go",
    "applicationset/utils/utils.go", "pkg/apis/application/v1alpha1/applicationset_types.go",
    "cmpserver/plugin/config.go", "cmpserver/plugin/plugin.go", "controller/appcontroller.go",
    "controller/cache/cache.go", "controller/hook.go", "controller/sort_delete.go", "controller/state.go",
    "controller/sync.go",
    "pkg/apis/application/v1alpha1/app_project_types.go", "pkg/apis/application/v1alpha1/types.go",
    "reposerver/repository/repository.go", "reposerver/repository/utils.go",
    "util/app/path/path.go", "util/argo/argo.go",
    "util/askpass/common.go", "util/cmp/stream.go", "util/git/client.go", "util/git/creds.go", "util/git/git.go",
    "util/helm/cmd.go", "util/helm/helm.go", "util/io/files/tar.go", "util/io/path/resolved.go", "util/lua/lua.go",
    "util/versions/tags.go",
)  # fmt: skip
READ_OF_ENGINE = (
    "pkg/sync/common/types.go", "pkg/sync/hook/delete_policy.go", "pkg/sync/hook/helm/type.go",
    "pkg/sync/hook/hook.go", "pkg/sync/ignore/ignore.go",
    "pkg/sync/sync_context.go", "pkg/sync/sync_phase.go", "pkg/sync/sync_task.go", "pkg/sync/sync_tasks.go",
    "pkg/sync/syncwaves/waves.go",
)  # fmt: skip
"""The files after which Swell's rules are written; of one that has changed the difference has to be read."""


def argocd(version: str) -> Module:
    """Return the module of Argo CD itself."""
    return Module(ARGOCD, f"v{version}")


def engine(version: str) -> Module:
    """Return the module of its sync engine, which is not a part of the other."""
    minor = tuple(int(part) for part in version.split(".")[:2])
    return Module(f"{ENGINE}/v3", f"v{version}") if minor >= FIRST_TAGGED_ENGINE else Module(ENGINE, ENGINE_BEFORE)


def scripts(module: Module, name: str) -> dict[str, str]:
    """Return `group/Kind` of each script of this name, with its text; `_` in it stands for any letters."""
    top = "resource_customizations/"
    found = {path.removeprefix(top).removesuffix(f"/{name}"): path for path in module.below(top, f"/{name}")}
    return {kind: module.text(path) for kind, path in sorted(found.items())}


def go_checks(sync: Module) -> dict[str, str]:
    """Return `group/Kind` of each health check that is written in Go, with the text of the file that holds it."""
    folder, group, kind = "pkg/health/", "", ""
    texts = [sync.text(name) for name in sync.below(folder, ".go") if not name.endswith("_test.go")]
    chosen = next(text for text in texts if "func GetHealthCheckFunc(" in text).partition("func GetHealthCheckFunc(")[2]
    found = {}
    for line in chosen.splitlines():
        if case := re.search(r'case "(.*)":', line):
            group = case[1]
        elif case := re.search(r'(?:case |Kind == )(?:kube\.(\w+)Kind|"(\w+)")', line):
            kind = case[1] or case[2]
        elif called := re.search(r"return (get\w+)$", line):
            text = next(text for text in texts if f"func {called[1]}(" in text)
            found[f"{group}/{kind}"] = text.replace(f"{ENGINE}/v3/", f"{ENGINE}/")
    return dict(sorted(found.items()))


def exclusions(module: Module) -> dict[str, str]:
    """Return `group/Kind` of what a sync leaves alone: compiled in, and in the settings as shipped."""
    compiled = re.findall(
        r"APIGroups: \[\]string\{(.*?)\}(?:, Kinds: \[\]string\{(.*?)\})?\}", module.text(_FILTER).partition(_CORE)[2]
    )
    lists = [(re.findall(r'"(.*?)"', groups), re.findall(r'"(.*?)"', kinds)) for groups, kinds in compiled]
    shipped = module.text(_SETTINGS).partition("\n  resource.exclusions: |\n")[2]
    for block in re.split(r"^ *- apiGroups:$", shipped, flags=re.MULTILINE)[1:]:
        groups, _, kinds = block.partition("kinds:")
        lists.append((_items(groups), _items(kinds)))
    return dict(sorted((f"{group}/{kind}", "") for groups, kinds in lists for group in groups for kind in kinds or "*"))


def _items(block: str) -> list[str]:
    return [item.strip("'\"") for item in re.findall(r"^ *- (\S+)$", block, flags=re.MULTILINE)]


def settings(module: Module) -> dict[str, str]:
    """Return each key of argocd-cm as it is shipped, with its text."""
    parts = re.split(r"^  ([a-z][\w.-]*): ", module.text(_SETTINGS).partition("\ndata:\n")[2], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def kind_order(sync: Module) -> dict[str, str]:
    """Return the kinds in the order in which a wave applies them, each with its place."""
    listed = sync.text("pkg/sync/sync_tasks.go").partition("kinds := []string{")[2].partition("}")[0]
    return {kind: str(place) for place, kind in enumerate(re.findall(r'"(\w+)"', listed), start=1)}


def shipped_tools(module: Module) -> dict[str, str]:
    """Return the programs that its image ships, with their versions."""
    listed = module.text("hack/tool-versions.sh")
    pairs = re.findall(r"^(helm|kustomize)\d?_version=(\S+)$", listed, flags=re.IGNORECASE | re.MULTILINE)
    return {f"{name.lower()} {version}": "" for name, version in pairs}


def timing(module: Module) -> dict[str, str]:
    """Return the seconds of the pauses between waves and of the looks at operations and Applications, by constant."""
    texts = (module.text(name) for name in ("controller/appcontroller.go", "controller/sync.go", _CONTROLLER))
    found = (
        pair
        for text in texts
        for pair in re.findall(r"^\s+(appOperation\w+|defaultApp\w+|delaySec) +:?= (\S.*)$", text, re.MULTILINE)
    )
    return dict(sorted((name, value) for name, value in found if value != "val"))


def uploads(module: Module) -> dict[str, str]:
    """Return which files `argocd app diff --local --server-side-generate` sends."""
    text = "".join(module.text(name) for name in _DIFF if name in module.names)
    listed = re.search(r'"local-include", \[\]string\{(.*?)\}', text)
    return dict.fromkeys(re.findall(r'"(.*?)"', listed[1] if listed else ""), "")


def needs(module: Module) -> dict[str, str]:
    """Return the Go, and the Kubernetes libraries, that its go.mod names."""
    text = module.text("go.mod")
    go, kubernetes = (re.search(rf"^\s*{name} v?(\S+)", text, re.MULTILINE) for name in ("go", "k8s.io/api"))
    return {f"Go {go and go[1]}": "", f"Kubernetes {kubernetes and kubernetes[1]}": ""}


def read(module: Module, sync: Module) -> dict[str, str]:
    """Return the files that Swell's rules are written after, as far as a version has them.

    Each has its text but for comments and imports.
    """
    named = [(one, name) for one, names in ((module, READ), (sync, READ_OF_ENGINE)) for name in names]
    return {name: _code(one.text(name)) for one, name in named if name in one.names}


def _code(text: str) -> str:
    lines = (line.partition("//")[0].strip() for line in text.partition("\n)\n")[2].splitlines())
    return "\n".join(line for line in lines if line)


def survey(version: str) -> dict[str, dict[str, str]]:
    """Return everything of a version: a title for each table, and what stands in it, with a text to compare."""
    module, sync = argocd(version), engine(version)
    return {
        "health scripts": scripts(module, "health.lua"),
        "health checks in Go": go_checks(sync),
        "actions": scripts(module, "actions/discovery.lua"),
        "exclusions": exclusions(module),
        "settings": settings(module),
        "kind order": kind_order(sync),
        "tools": shipped_tools(module),
        "built with": needs(module),
        "timing": timing(module),
        "uploads of app diff": uploads(module),
        "files that Swell's rules follow": read(module, sync),
    }


def differences(new: dict[str, str], old: dict[str, str]) -> Iterator[str]:
    """Yield a line for what is new, gone or changed."""
    for name in sorted({*new, *old}):
        mark = "+" if name not in old else "-" if name not in new else "~" if new[name] != old[name] else ""
        if mark:
            yield f"{mark} {name}"


def main() -> None:
    """Print a version, or what two have different."""
    version, *others = sys.argv[1:] or sys.exit(str(__doc__))
    older = survey(others[0]) if others else {}
    for title, entries in survey(version).items():
        digest = hashlib.sha256("\n".join(f"{name}\t{text}" for name, text in entries.items()).encode()).hexdigest()
        print(f"{title}: {len(entries)} ({digest[:12]})")
        for line in differences(entries, older[title]) if others else entries:
            print(f"  {line}")


if __name__ == "__main__":
    main()
