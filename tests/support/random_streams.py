"""Random streams of documents and random configurations, each made from a seed alone."""

import json
import random
from functools import cache
from typing import Any

from cases import API_VERSIONS

from cmp import dialect
from cmp.argocd.annotations import (
    HELM_HOOK,
    HELM_HOOK_DELETE_POLICY,
    HELM_HOOK_WEIGHT,
    HOOK,
    HOOK_DELETE_POLICY,
    SYNC_OPTIONS,
    SYNC_WAVE,
)
from cmp.config.model import Config
from cmp.config.read import from_text
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver

KINDS = (
    ("v1", "ConfigMap"), ("v1", "Secret"), ("v1", "Service"), ("v1", "ServiceAccount"), ("v1", "PersistentVolumeClaim"),
    ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("batch/v1", "Job"), ("networking.k8s.io/v1", "Ingress"),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"), ("sea.example.com/v1", "Tide"), ("v1", "Namespace"),
)  # fmt: skip
HOOKABLE = ("ConfigMap", "Secret", "Job")
NAMES = ("web", "api", "web-migrate", "größe", "1e3", "tides.sea.example.com", "on")
DEEP = " " * 20
ODD = 'a "b" # c\n\u2028\x85\ufeff'
SCALARS = (
    "text", '"1e3"', "1e3", "25921e05", "0o14", "0x1F", "yes", "~", "12:30", "=", "1_000", "1.10", "'it''s'",
    ".5", "-0", "2024-01-01", '"\\u00fc\\t"', "größer", "a b # c", "https://a.example.com:80/x", "18446744073709551616",
    "''", "-x", "!!str 1e3", "!!int '7'", "!own x", f"|\n{DEEP}deep\n",
    f">-\n{DEEP}folded\n{DEEP}twice",
)  # fmt: skip
ANNOTATIONS = {
    HOOK: ("PreSync", "Sync", "PostSync", "PreSync, Sync", "Skip", "presync", "", "PostDelete"),
    SYNC_WAVE: ("-3", "0", "+2", "007", "three", "1.0", " 1"),
    HOOK_DELETE_POLICY: ("HookSucceeded", "BeforeHookCreation,HookFailed", "hook-failed"),
    SYNC_OPTIONS: ("Prune=false", "Replace=true, ServerSideApply=false", ""),
    HELM_HOOK: ("pre-install", "post-install,post-upgrade", "test", "crd-install", "pre-delete"),
    HELM_HOOK_WEIGHT: ("-5", "3", "heavy"),
    HELM_HOOK_DELETE_POLICY: ("before-hook-creation,hook-succeeded", "never"),
    "example.com/owner": ("somebody", "größer", "1e3", "two\nlines\n", "trailing \n\n", "# no comment", "a: b"),
    "on": ("y", None),
}
LABELS = {"app": ("web", "api"), "tier": ("front", "back", "1"), "y": ("n",)}


class Stream:
    """Writes documents in many styles, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311

    def chance(self, part: float) -> bool:
        """Be true in this part of all cases."""
        return self.random.random() < part

    def some(self, table: dict[str, tuple[Any, ...]], part: float) -> dict[str, Any]:
        """Return a part of a table, with one of the values for each key."""
        return {key: self.random.choice(values) for key, values in table.items() if self.chance(part)}

    def text(self) -> str:
        """Return a stream."""
        documents = [self.document() for _ in range(self.random.randrange(1, 6))]
        if self.chance(0.2):
            documents.append(self.random.choice(documents))
        start = self.random.choice(("", "---\n", "\ufeff---\n", "Pulled: a\nDigest: b\n---\n", "# nothing yet\n---\n"))
        end = self.random.choice(("", "---\n", "---\n# Source: web/templates/none.yaml\n", "...\n"))
        return start + "".join(map(self.separated, documents)).removeprefix("---\n") + end

    def separated(self, document: str) -> str:
        """Return a document behind its separator, and perhaps behind what stands for nothing."""
        nothing = self.random.choice(("", "", "", "---\n", "---\nnull\n", "---\n# Source: web/templates/no.yaml\n"))
        if document.startswith(("apiVersion", "{")) and self.chance(0.1):
            return f"{nothing}---{self.random.choice(('', ' '))}{document}"
        separator = self.random.choice(("---\n", "---\n", "--- # here\n", "---  \n"))
        source = f"# Source: web/templates/{self.random.choice('abc')}.yaml\n" if self.chance(0.6) else ""
        return f"{nothing}{separator}{source}{document}"

    def document(self) -> str:
        """Return an object, or a list of some, as text."""
        if self.chance(0.1):
            items = [self.object() for _ in range(self.random.randrange(1, 4))]
            return self.written({"apiVersion": "v1", "kind": "List", "items": items})
        return self.written(self.object())

    def object(self) -> dict[str, Any]:
        """Return an object of Kubernetes, more or less."""
        version, kind = self.random.choice(KINDS)
        metadata: dict[str, Any] = {"name": self.random.choice(NAMES)}
        if self.chance(0.1):
            metadata = {"generateName": "run-"}
        if self.chance(0.3):
            metadata["namespace"] = self.random.choice(("shop", "other"))
        if self.chance(0.5):
            metadata["labels"] = self.some(LABELS, 0.5)
        if self.chance(0.7):
            metadata["annotations"] = self.some(ANNOTATIONS, 0.25)
        parts = list({"apiVersion": version, "kind": kind, "metadata": metadata}.items())
        if kind == "CustomResourceDefinition" and self.chance(0.8):
            parts.append(("spec", {"group": "sea.example.com", "names": {"kind": "Tide"}}))
        elif self.chance(0.8):
            parts.append((self.random.choice(("spec", "data", "on")), self.body(0)))
        if self.chance(0.2):
            self.random.shuffle(parts)
        return dict(parts)

    def body(self, depth: int) -> Any:
        """Return something with nothing of interest in it, though some of it looks so."""
        if depth > 1 or self.chance(0.3):
            return Raw(self.random.choice(SCALARS))
        if self.chance(0.3):
            return [self.body(depth + 1) for _ in range(self.random.randrange(3))]
        keys = self.random.sample(("kind", "metadata", "annotations", "name", "a key", "items"), 3)
        return {key: self.body(depth + 1) for key in keys}

    def written(self, document: dict[str, Any]) -> str:
        """Return a document in a style of its own."""
        style = self.random.random()
        if style < 0.1:
            return json.dumps(plain(document), ensure_ascii=False) + "\n"
        if style < 0.2:
            return self.flow(document) + "\n"
        text = self.block(document, 0, anchors=style < 0.3)
        if self.chance(0.05):
            text += self.random.choice(("kind: Deployment\n", '"metadata": {name: again}\n'))  # the last one counts
        if style > 0.95:
            return text.replace("\n", "\r\n")
        return text if style > 0.35 else "".join(f"  {line}" for line in text.splitlines(keepends=True))

    def flow(self, value: Any) -> str:
        """Write a value in flow style."""
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.key(key)}: {self.flow(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return f"[{', '.join(map(self.flow, value))}]"
        return json.dumps(plain(value), ensure_ascii=False)

    def block(self, value: dict[str, Any], indent: int, *, anchors: bool = False) -> str:
        """Write a mapping in block style, with comments, blank lines and odd quotes here and there."""
        lines = []
        for key, inner in value.items():
            if self.chance(0.1):
                lines.append(self.random.choice((f"{' ' * indent}# {key}\n", "# kind: Comment\n", "\n")))
            anchor = f" &{key}{indent}" if anchors and key in ("labels", "annotations", "metadata") else ""
            lines.append(f"{' ' * indent}{self.key(key)}:{anchor}{self.value(inner, indent, anchors=anchors)}")
            if anchor and indent and self.chance(0.5):
                lines.append(f"{' ' * indent}again-{key}: *{anchor[2:]}\n")
        return "".join(lines)

    def value(self, value: Any, indent: int, *, anchors: bool) -> str:
        """Write what follows a key and its colon, with the line's end."""
        comment = self.random.choice(("", "", "", " # indeed"))
        if isinstance(value, dict) and value and not self.chance(0.1):
            return f"{comment}\n{self.block(value, indent + self.random.choice((2, 2, 4)), anchors=anchors)}"
        if isinstance(value, list) and value and not self.chance(0.1):
            dash = " " * (indent + self.random.choice((0, 2)))
            return f"{comment}\n" + "".join(f"{dash}- {self.item(one, len(dash) + 2)}" for one in value)
        if isinstance(value, str) and "\n" in value and self.chance(0.5):
            keep = "+" if value.endswith("\n\n") else ""
            return f" |{keep}\n" + "".join(f"{' ' * (indent + 2)}{line}".rstrip(" ") + "\n" for line in lines_of(value))
        return f" {self.random.choice(('', '', ' ', chr(9)))}{self.scalar(value)}{comment}\n"

    def item(self, value: Any, indent: int) -> str:
        """Write an item of a block sequence behind its dash."""
        if isinstance(value, dict) and value:
            return self.block(value, indent).lstrip(" ") if not self.chance(0.2) else f"{self.flow(value)}\n"
        return f"{self.scalar(value)}\n"

    def scalar(self, value: Any) -> str:
        """Write a scalar, or what stands on one line."""
        if isinstance(value, Raw):
            return value.text
        if not isinstance(value, str):
            return self.flow(value)
        bare = value.isascii() and value.strip() == value and needs_no_quotes(value)
        return value if bare and self.chance(0.6) else self.quoted(value)

    def key(self, key: str) -> str:
        """Write a key, sometimes quoted where it need not be."""
        return key if needs_no_quotes(key) and not self.chance(0.1) else self.quoted(key)

    def quoted(self, text: str) -> str:
        """Quote a text in one of the two ways."""
        return json.dumps(text, ensure_ascii=self.chance(0.5)) if "\n" in text or self.chance(0.7) else f"'{text}'"


class Raw:
    """A scalar as it is to be written, for its odd way of being written is what matters."""

    def __init__(self, text: str) -> None:
        self.text = text


def plain(value: Any) -> Any:
    """Return a value with what its raw scalars mean."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return dialect.load(value.text) if isinstance(value, Raw) else value


@cache
def needs_no_quotes(text: str) -> bool:
    """Tell whether a text means itself without quotes."""
    try:
        return bool(text) and dialect.load(f"[{text}]") == [text] and dialect.load(text) == text
    except dialect.YamlError:
        return False


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that ends with a line end."""
    return text.removesuffix("\n").split("\n")


def request(seed: int) -> AppRequest:
    """Return a request whose cluster is sometimes known, and which sometimes wants no order."""
    known = tuple(API_VERSIONS.split(",")) if seed % 3 == 0 else ()
    return AppRequest(
        folder="/repository/apps/web",
        app="web",
        namespace="shop",
        api_versions=known,
        texts=(("order", "off"),) if seed % 11 == 0 else (),
    )


def config(seed: int) -> Config:
    """Return a configuration of rules and tiers that any stream takes."""
    made = Wishes(seed)
    document = {
        "apiVersion": "swell/v1",
        "rules": [made.rule() for _ in range(made.random.randrange(5))],
        "order": {"tiers": made.tiers()},
        "repairs": made.random.choice(("auto", "auto", "off")),
    }
    return from_text(
        dialect.to_json(document), PathResolver(folder="/repository", root="/repository"), shown="swell.yaml"
    )


class Wishes(Stream):
    """Writes rules and tiers, all from one seed."""

    def rule(self) -> dict[str, Any]:
        """Return a rule."""
        rule: dict[str, Any] = {"match": self.match(), "optional": True, "override": self.chance(0.3)}
        if self.chance(0.5):
            rule["wave"] = self.random.randrange(-5, 6)
        if self.chance(0.3):
            rule["match"]["kind"] = list(HOOKABLE)
            rule["hook"] = self.hook()
        if self.chance(0.2):
            rule["deletePolicy"] = self.random.choice(("HookSucceeded", ["HookFailed", "BeforeHookCreation"]))
        if self.chance(0.3):
            rule["labels"] = {"team": self.random.choice(("sea", "1e3", None)), "new/größe": "y"}
        if self.chance(0.3):
            rule["annotations"] = {"note": ODD, "on": None, "argocd.argoproj.io/compare-options": "x"}
        if self.chance(0.3):
            rule["syncOptions"] = self.random.sample(("Prune=true", "Replace=false", "Validate=false"), 2)
        if self.chance(0.05):
            rule["patch"] = {"metadata": {"labels": {"patched": "yes"}}, "extra": [1, {"a": "1e3"}]}
        if self.chance(0.05):
            rule["drop"] = True
        if rule.keys() <= {"match", "optional", "override"}:
            rule["labels"] = {"team": "shore"}  # a rule has to ask for something
        return rule

    def match(self) -> dict[str, Any]:
        """Return a match; it looks at nothing that a rule changes."""
        kinds = sorted({kind for _, kind in KINDS})
        sides = {
            "kind": (self.random.sample(kinds, 3), "*", "*e*", "Job"),
            "name": ("web*", ["api", "größe"], "run-", "[o1]*"),
            "namespace": ("shop", "o*"),
            "group": ("", "*.example.com", "batch"),
            "source": ("templates/[ab].yaml", "web/*"),
            "labels": ({"app": "w*"}, {"tier": "*"}),
            "annotations": ({"example.com/owner": "*e*"},),
        }
        return {key: self.random.choice(choices) for key, choices in sides.items() if self.chance(0.2)}

    def tiers(self) -> list[dict[str, Any]]:
        """Return some tiers, one of them the default at times."""
        tiers: list[dict[str, Any]] = [
            {"name": f"tier {index}", "match": [self.match(), self.match()][: self.random.randrange(1, 3)]}
            for index in range(self.random.randrange(5))
        ]
        for tier in tiers:
            if self.chance(0.3):
                tier |= {"match": {"kind": list(HOOKABLE)}, "hook": self.hook()}
        if (plain_ones := [tier for tier in tiers if "hook" not in tier]) and self.chance(0.6):
            self.random.choice(plain_ones)["default"] = True
        return tiers

    def hook(self) -> Any:
        """Return the hook, or hooks, that a rule or tier makes."""
        return self.random.choice(("Sync", "Sync", "PreSync", ["PreSync", "PostSync"], "Skip"))
