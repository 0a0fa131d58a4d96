"""What hangs in any order: no object is the worse for the order that Swell finds."""

from edge_objects import Document, secret, stream, thing, waits

from cmp.config.model import Config
from cmp.config.read import from_text
from cmp.objects.objects import Objects
from cmp.order.annotations import preferred
from cmp.order.harmless import harmless
from cmp.order.intent.preference import Preference
from cmp.sources.paths import PathResolver

PRE, POST = {"helm.sh/hook": "pre-install"}, {"helm.sh/hook": "post-install"}
NEVER = thing("Secret/never", annotations={"helm.sh/hook": "test"})
TEMPLATE = {"metadata": {"labels": {"app": "api"}}}


def moved(*documents: Document, config: Config = Config()) -> list[str]:  # noqa: B008  (frozen)
    """Return the objects whose annotations the order changes."""
    given = Objects(stream(documents), config)
    found = harmless(given, [Preference() for _ in given], config)
    pairs = zip(given, preferred(given, found.preferences), strict=True)
    return [str(before.ref) for before, after in pairs if before.head != after.head]


def job(name: str, container: Document | None = None, **more: object) -> Document:
    spec = {"containers": [container or {}], **more.pop("spec", {})}  # type: ignore[dict-item]
    return thing(f"Job/{name}", spec={"template": {"spec": spec}}, **more)


def api(command: str) -> Document:
    spec = {"containers": [{}], **waits(command)}
    return thing("Deployment/api", spec={"template": {**TEMPLATE, "spec": spec}})


WAITING = api("kubectl wait --for=condition=complete job/migrate")


def test_a_job_that_is_waited_for_comes_before_its_waiter() -> None:
    assert moved(WAITING, job("migrate", annotations=POST)) == ["Job/migrate"]


def test_a_job_that_hangs_itself_is_not_put_before_all_others() -> None:
    assert moved(WAITING, job("migrate", secret("never"), annotations=POST), NEVER, thing("ConfigMap/other")) == []


def test_no_object_comes_behind_a_wave_that_hangs_in_any_order() -> None:
    early = job("early", secret("late"), hook="Sync")
    pinned = {"argocd.argoproj.io/sync-wave": "3"}
    late = [thing("Secret/late", annotations=pinned), thing("Service/late", annotations=pinned)]
    calling = {"env": [{"name": "LATE_HOST", "value": "late"}]}
    config = from_text(
        "apiVersion: swell/v1\norder: {infer: all}", PathResolver(folder="/", root="/"), shown="swell.yaml"
    )
    called = thing("Deployment/api", spec={"template": {**TEMPLATE, "spec": {"containers": [calling]}}})
    assert moved(called, late[1], config=config) == ["Deployment/api"]
    assert moved(early, called, *late, config=config) == []


def test_no_helper_leaves_a_phase_that_hangs_in_any_order() -> None:
    helper, calls = thing("ConfigMap/conf", annotations=PRE), thing("Secret/plain")
    reads = {"envFrom": [{"configMapRef": {"name": "conf"}}]}
    lasting = thing("Deployment/web", spec={"template": {"spec": {"containers": [reads]}}})
    assert moved(helper, lasting, calls) == ["ConfigMap/conf"]
    assert moved(helper, lasting, calls, job("own", secret("plain"), hook="PreSync")) == []


def test_a_helper_that_an_authors_hook_needs_as_well_stays_before_it() -> None:
    helper = thing("ServiceAccount/run", annotations=PRE)
    stuck = job("stuck", secret("plain"), annotations=PRE, spec={"serviceAccountName": "run"})
    assert moved(helper, stuck, thing("Secret/plain")) == ["ServiceAccount/run", "Job/stuck"]
    own = job("own", hook="PreSync", spec={"serviceAccountName": "run"})
    assert moved(helper, stuck, thing("Secret/plain"), own) == ["Job/stuck"]
