"""Which words are hosts, and what is behind them."""

import pytest
from edge_objects import DB, DB_SERVICE, HOOK, Document, behind, found, runs, says, thing, waits

from cmp.model import Reason

WEB_DB = "StatefulSet/db Deployment/web ready should"


@pytest.mark.parametrize(
    "container",
    [
        *(
            pytest.param(says(A=value), id=f"a variable holds {value}")
            for value in (
                "http://db",
                "http://db:80/x",
                "postgres://user:secret@db/app",
                "amqp://u:p@db:5672",
                "db:5432",
                "a:1,db:5432",
                "db.app",
                "db.app.svc",
                "db.app.svc.cluster.local:5432",
                "db-0.db.app.svc",
                "user:secret@tcp(db:3306)/app",
            )
        ),
        *(
            pytest.param({"command": ["sh", "-c", line]}, id=line)
            for line in (
                "until nc -z db 5432; do sleep 1; done",
                "pg_isready -h db",
                "serve --db-host=db",
                "curl -f http://db/x",
                "(echo > /dev/tcp/db/5432)",
                "wait-for-it.sh db:5432 -- run",
            )
        ),
        pytest.param(says(PGHOST="db"), id="a variable for a host holds the name"),
    ],
)
def test_who_names_a_service_as_a_host_talks_to_what_is_behind(container: Document) -> None:
    assert behind([DB, DB_SERVICE, runs("Deployment/web", container=container)]) == [WEB_DB]


@pytest.mark.parametrize(
    "container",
    [
        *(
            pytest.param(says(A=value), id=f"a variable holds {value}")
            for value in (
                "db",
                "http://db2",
                "http://my-db",
                "http://x/db",
                "a.db.example.com",
                "db.example.com",
                "http://db:pw@x",
                "/var/db",
                "db.other.svc",
                "run the db",
                "db:latest",
                "mydb:5432",
            )
        ),
        *(
            pytest.param({"command": ["sh", "-c", line]}, id=line)
            for line in ("manage db migrate", "cd db", "certgen --host=db,db.app.svc", "openssl -subj /CN=db.app.svc")
        ),
        pytest.param({"env": [{"name": "DB_HOST", "value": 5}], "args": "db:5432"}, id="nothing that makes sense"),
    ],
)
def test_not_every_word_is_a_host(container: Document) -> None:
    assert found([DB, DB_SERVICE, runs("Deployment/web", container=container)]) == []


URL = says(URL="http://db")


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [runs("Job/a", container=URL, **HOOK)], ["StatefulSet/db Job/a ready must"], id="a hook has to have it"
        ),
        pytest.param(
            [runs("Job/a", container=URL)], ["StatefulSet/db Job/a ready should"], id="a plain Job tries again"
        ),
        pytest.param(
            [runs("Job/a", container=URL, namespace="b", **HOOK)], [], id="elsewhere the short name is another Service"
        ),
        pytest.param(
            [runs("StatefulSet/db", container=URL, pod={"app": "db"})], [], id="a pod does not wait for itself"
        ),
    ],
)
def test_addresses(objects: list[Document], expected: list[str]) -> None:
    assert behind([DB, DB_SERVICE, *objects]) == expected


def test_a_variable_that_is_common_to_a_release_is_no_need() -> None:
    db = runs("StatefulSet/db", container=URL, pod={"app": "db"})
    assert behind([db, DB_SERVICE, runs("Job/a", container=URL, **HOOK)]) == ["StatefulSet/db Job/a ready should"]


def test_a_hook_can_not_wait_for_who_waits_for_it() -> None:
    web = runs("Deployment/web", waits("kubectl wait job/a"), pod={"app": "web"})
    service = thing("Service/web", spec={"selector": {"app": "web"}})
    job = runs("Job/a", container=says(URL="http://web"), **HOOK)
    assert behind([web, service, job]) == ["Deployment/web Job/a ready should"]


def test_a_job_serves_nobody() -> None:
    job = runs("Job/db", pod={"app": "db"})
    assert behind([job, DB_SERVICE, runs("Deployment/web", container=URL)]) == []


@pytest.mark.parametrize("service", [DB_SERVICE, thing("Service/db", spec={"type": "ExternalName"})])
def test_who_names_a_host_needs_the_service_too(service: Document) -> None:
    hook = runs("Job/a", container=says(DB_HOST="db"), hook="Sync")
    assert found([service, hook], Reason.ADDRESS) == ["Service/db Job/a exists must"]


def waiting(command: str) -> Document:
    return runs("Deployment/a", {"initContainers": [{"name": "w", "command": ["sh", "-c", command]}]})


@pytest.mark.parametrize(
    ("spec", "blocks"),
    [
        pytest.param({"clusterIP": "None"}, True, id="a headless Service has no address but those of its ready pods"),
        pytest.param({"clusterIP": "None", "publishNotReadyAddresses": True}, False, id="or of all that there are"),
        pytest.param({}, False, id="any other has one of its own"),
    ],
)
@pytest.mark.parametrize("command", ["until nslookup db; do sleep 1; done", "until getent hosts db-0.db; do :; done"])
def test_a_name_that_only_ready_pods_give_is_waited_for_as_they_are(
    command: str, spec: Document, *, blocks: bool
) -> None:
    service = thing("Service/db", spec={"selector": {"app": "db"}, **spec})
    expected = f"StatefulSet/db Deployment/a ready should{' blocks' * blocks}"
    assert behind([DB, service, runs("Deployment/a", waits(command))]) == [expected]


@pytest.mark.parametrize(
    ("command", "blocks"),
    [
        ("until pg_isready -h db; do sleep 1; done", True),
        ("while ! nc -z db 5432; do sleep 1; done", True),
        ("curl http://db:80/migrate", True),
        ("curl http://db:80/migrate || true", False),
    ],
)
def test_an_init_container_that_waits_for_a_service_blocks(command: str, *, blocks: bool) -> None:
    expected = f"StatefulSet/db Deployment/a ready should{' blocks' * blocks}"
    assert behind([DB, DB_SERVICE, waiting(command)]) == [expected]
