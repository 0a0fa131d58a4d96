"""The nine laws that every rendering obeys, as functions over what went in and what came out."""

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from go_yaml import objects, same

from cmp.argocd.annotations import CONFIG_HASH, HELM_HOOK, HELM_HOOK_KEYS, HOOK, SYNC_WAVE
from cmp.argocd.application import Application
from cmp.argocd.hooks import integer, own_hook_types, own_wave, phases, wave
from cmp.checks.facts import Facts
from cmp.checks.registry import findings
from cmp.config.model import Config
from cmp.config.spec_rules import Rule, Tier
from cmp.manifests.split import join, split
from cmp.model import Manifest, Need, Place, Reason, Ref, Severity, Strength
from cmp.objects.match import matcher
from cmp.objects.objects import Objects
from cmp.order.edges import edges
from cmp.order.edges.authored import authored
from cmp.order.nodes import served_by_kind_order
from cmp.render.stages import Context, arrange
from cmp.request.model import AppRequest
from cmp.transform.result import Arranged

MARK = "\ufeff"
_NOTHING = re.compile(r"\s*\Z|null\Z|Pulled: |Digest: |\.\.\.\Z")
_EMPTY_LIST = re.compile(r"\nitems:( \[\])?\s*\Z")


class Rendering(NamedTuple):
    """A stream, what was asked of it, and what came of it; `before` tells what went in."""

    stream: str
    rendered: tuple[Manifest, ...]
    before: Any
    config: Config
    request: AppRequest
    arranged: Arranged

    @property
    def facts(self) -> Facts:
        """What the checks look at."""
        return Facts(
            objects=self.arranged.objects,
            written=self.arranged.written,
            rendered=self.rendered,
            idle=self.arranged.idle,
            config=self.config.under(self.request),
            application=Application(name=self.request.app, namespace=self.request.namespace),
        )

    @property
    def reshaped(self) -> bool:
        """Tell whether a rule patches or drops: then output is not input with a few annotations."""
        return any(placed.rule.patch or placed.rule.drop for placed in self.config.rules)


def arranged(rendered: tuple[Manifest, ...], config: Config, request: AppRequest) -> Arranged:
    """Put manifests in order."""
    return arrange(Objects(rendered, config), Context(config=config.under(request), namespace=request.namespace))


def judge(stream: str, config: Config, request: AppRequest) -> Rendering:
    """Put a stream in order, and hold it to every law."""
    rendered = split(stream, namespace=request.namespace)
    before = _snapshot(rendered)
    case = Rendering(stream, rendered, before, config, request, arranged(rendered, config, request))
    for law in LAWS:
        law(case)
    return case


def pure(case: Rendering) -> None:
    """What went in is as it was."""
    assert _snapshot(case.rendered) == case.before


def idempotent(case: Rendering) -> None:
    """Swell on its own output changes nothing."""
    if not case.reshaped:
        text = join(case.arranged.manifests)
        again = arranged(split(text, namespace=case.request.namespace), case.config, case.request)
        assert (again.decisions, again.hashes) == ((), ())
        assert join(again.manifests) == text


def order_free(case: Rendering) -> None:
    """The order of the input decides nothing."""
    shuffled = random.Random(0).sample(case.rendered, len(case.rendered))  # noqa: S311
    other = arranged(tuple(shuffled), case.config, case.request)
    assert other.unhashed == case.arranged.unhashed
    for key in ("decisions", "patched", "dropped", "overruled", "hashes"):
        assert Counter(getattr(other, key)) == Counter(getattr(case.arranged, key))
    assert _texts(other.manifests) == _texts(case.arranged.manifests)


def modest(case: Rendering) -> None:
    """Without our annotations and labels, output is input, and without anything to do it is the very bytes."""
    idle = case.request.replace(texts=(*(text for text in case.request.texts if text[0] != "order"), ("order", "off")))
    plain = arranged(case.rendered, Config(repairs=False), idle)
    assert plain.decisions == ()
    assert join(plain.manifests) == join(case.rendered)
    assert _essence(join(case.rendered)) == _essence(case.stream)
    if case.reshaped:
        return
    hashed = {one.ref for one in case.arranged.hashes}
    decided = {(decision.ref, decision.place, decision.key) for decision in case.arranged.decisions}
    for before, after in zip(case.rendered, case.arranged.manifests, strict=True):
        assert _without_texts(after.document) == _without_texts(_as_hashed(before, after, hashed))
        for place in Place:
            old, new = getattr(before.head, place), getattr(after.head, place)
            changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
            assert {(before.ref, place, key) for key in changed} <= decided
        assert after.text == before.text or after.head != before.head or before.ref in hashed


def climbing(case: Rendering) -> None:
    """What is declared is so: rules' waves, and each tier before the next, save where the chart's author pinned.

    And each need that must be met is met in the simulation, or a finding tells that it is not.
    """
    facts = case.facts
    _needed(case, facts)
    bands: dict[int, set[int]] = {}
    count = Counter(manifest.ref for manifest in case.rendered)
    for before, after, rules in _kept(case):
        old, new = before.head.annotations, after.head.annotations
        if case.request.text("order") == "off":
            assert (phases(old), wave(old)) == (phases(new), wave(new))
            continue
        pinned = integer(old.get(SYNC_WAVE, "")) is not None
        if own_hook_types(new) != own_hook_types(old):
            assert not new.keys() & set(HELM_HOOK_KEYS)
        waves = [rule for rule in rules if rule.wave is not None]
        if waves and case.config.mode != "suggest":
            assert wave(new) == (wave(old) if pinned and not waves[-1].override else waves[-1].wave)
        elif (
            not pinned
            and count[before.ref] == 1
            and (index := _tier(before, _ruled(old, rules), case.config.tiers)) is not None
        ):
            bands.setdefault(index, set()).add(wave(new))
    if facts.edges:
        return  # what an earlier tier needs moves down into it
    for index, higher in bands.items():
        assert all(max(bands[lower]) < min(higher) for lower in bands if lower < index)
        if index < len(case.config.tiers) and case.config.tiers[index].default:
            assert max(higher) <= 0


def _needed(case: Rendering, facts: Facts) -> None:
    first: dict[Ref, int] = {}
    for number, step in enumerate(facts.plan.steps):
        for task in step.tasks:
            first.setdefault(task.ref, number)
    told = {finding.ref for finding in findings(facts)} | {edge.after for cycle in facts.cycles for edge in cycle}
    for edge in facts.edges:
        if edge.before not in first or edge.after not in first:
            continue  # it runs only if the sync fails
        before, after = first[edge.before], first[edge.after]
        shared = before == after and edge.need is Need.EXISTS and served_by_kind_order(edge)
        if edge.strength is Strength.MUST and edge.reason is not Reason.DEFINITION and before >= after and not shared:
            assert edge in case.arranged.left_out or not told.isdisjoint((edge.before, edge.after)), edge


def faithful(case: Rendering) -> None:
    """Joining and splitting again gives the same manifests."""
    for manifests in (case.rendered, case.arranged.manifests):
        again = split(join(manifests), namespace=case.request.namespace)
        assert _told(again, all_of_it=not case.reshaped) == _told(manifests, all_of_it=not case.reshaped)


def complete(case: Rendering) -> None:
    """The objects that went in come out."""
    dropped = Counter(ref for ref, _ in case.arranged.dropped)
    if not case.arranged.patched:
        assert Counter(m.ref for m in case.rendered) - dropped == Counter(m.ref for m in case.arranged.manifests)


def harmless(case: Rendering) -> None:
    """What could become healthy before can do so after, or a finding tells that a declared order stands against it."""
    facts = case.facts
    if not facts.stalls:
        return
    before = Facts(
        objects=Objects(case.rendered),
        written=case.rendered,
        rendered=case.rendered,
        idle=(),
        config=Config(),
        application=facts.application,
    )
    harmed = _able(before) - _able(facts) - {ref for ref, _ in case.arranged.dropped}
    if _declares_order(case.config):
        assert not harmed or Severity.ERROR in {finding.severity for finding in findings(facts)}, harmed
    else:
        assert not harmed


def _able(facts: Facts) -> set[Ref]:
    """Return the objects that a sync gets to, less those for which it waits in vain."""
    able: set[Ref] = set()
    for step in facts.plan.steps:
        able |= {task.ref for task in step.tasks}
        if facts.stalls and step == facts.stalls[0].step:
            break
    return able - {stall.ref for stall in facts.stalls}


def _declares_order(config: Config) -> bool:
    rules = [placed.rule for placed in config.rules]
    return bool(config.tiers) or any(
        rule.wave is not None or rule.hook or rule.after or rule.before or rule.patch for rule in rules
    )


def kept(case: Rendering) -> None:
    """What is kept of an earlier stage about the objects is what a look at them alone finds."""
    own = authored(case.rendered)
    alone = Objects(case.arranged.manifests, case.config)
    assert edges(case.arranged.objects, authored=own) == edges(alone, authored=own)


LAWS: tuple[Callable[[Rendering], None], ...] = (
    pure,
    idempotent,
    order_free,
    modest,
    climbing,
    faithful,
    complete,
    harmless,
    kept,
)


def go_agrees(cases: Iterable[Rendering]) -> None:
    """Go reads all documents, those that went in and those that came out, as Swell does."""
    manifests = [manifest for case in cases for manifest in (*case.rendered, *case.arranged.manifests)]
    for manifest, found in zip(manifests, objects(join(manifests)), strict=True):
        metadata = {key: value for key, value in manifest.document["metadata"].items() if key != "labels" or value}
        assert same(manifest.document | {"metadata": metadata}, found), manifest.text


def _snapshot(manifests: Iterable[Manifest]) -> Any:
    return [(m.ref, m.text, m.origin, repr(m.head), json.dumps(m.document)) for m in manifests]


def _texts(manifests: Iterable[Manifest]) -> Counter[Any]:
    return Counter((manifest.ref, manifest.text) for manifest in manifests)


def _essence(stream: str) -> list[str]:
    """Return the lines between separators, without those of documents that hold nothing and comments below the last."""
    lines: list[str] = []
    for text in f"\n{stream.lstrip(MARK)}".split("\n---"):
        first, _, rest = text.partition("\n")
        if not _EMPTY_LIST.search(text):
            lines += [*([] if first.strip().startswith("#") else [first.lstrip(" ")]), *rest.split("\n")]
    kept = [line for line in lines if not _NOTHING.match(line)]
    while kept and kept[-1].startswith("#"):
        kept.pop()
    return kept


def _without_texts(document: dict[str, Any]) -> Any:
    metadata = {key: value for key, value in document["metadata"].items() if key not in tuple(Place)}
    return document | {"metadata": metadata}


def _as_hashed(before: Manifest, after: Manifest, hashed: set[Ref]) -> dict[str, Any]:
    """Return a document as it was, with the hash that its pod template was given."""
    if before.ref not in hashed:
        return before.document
    document = copy.deepcopy(before.document)
    metadata = document["spec"]["template"]["metadata"]
    found = after.document["spec"]["template"]["metadata"]["annotations"][CONFIG_HASH]
    metadata["annotations"] = {**(metadata.get("annotations") or {}), CONFIG_HASH: found}
    return document


def _kept(case: Rendering) -> Iterable[tuple[Manifest, Manifest, list[Rule]]]:
    """Yield what went in and came out without being patched, with the rules that match it."""
    tests = [(placed.rule, matcher(placed.rule.match)) for placed in case.config.rules]
    matched = [(m, [rule for rule, fits in tests if fits(m)]) for m in case.rendered]
    kept = [(manifest, rules) for manifest, rules in matched if not any(rule.drop for rule in rules)]
    for (before, rules), after in zip(kept, case.arranged.manifests, strict=True):
        if not any(rule.patch for rule in rules):
            yield before, after, rules


def _ruled(annotations: Mapping[str, str], rules: list[Rule]) -> Mapping[str, str]:
    """Return the annotations that tiers see: where a rule makes a hook, Helm's are gone and their weight is a wave."""
    asking = [rule for rule in rules if rule.hook is not None]
    if not asking or (own_hook_types(annotations) and not asking[-1].override):
        return annotations
    left = {key: value for key, value in annotations.items() if key not in HELM_HOOK_KEYS}
    weight = {SYNC_WAVE: str(wave(annotations))} if wave(annotations) else {}
    return left | weight | {HOOK: ",".join(_many(asking[-1].hook or ()))}


def _tier(manifest: Manifest, annotations: Mapping[str, str], tiers: tuple[Tier, ...]) -> int | None:
    """Return the band of an object that its author left to the tiers; what no tier takes lies at 0, behind them all."""
    default = next((index for index, tier in enumerate(tiers) if tier.default), len(tiers))
    index = next((index for index, tier in enumerate(tiers) if matcher(tier.match)(manifest)), default)
    runs = HELM_HOOK not in annotations or phases(annotations)
    if index < len(tiers) and tiers[index].hook is not None and not own_hook_types(annotations) and runs:
        return index
    return index if phases(annotations) == ("Sync",) and own_wave(annotations) is None else None


def _many(words: str | Iterable[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _told(manifests: Iterable[Manifest], *, all_of_it: bool) -> list[Any]:
    """Return what is to be compared; whoever drops a document may drop the name of its neighbour's template."""
    return [(m.ref, m.head, m.text, m.origin) if all_of_it else (m.ref, m.head.replace(length=0)) for m in manifests]
