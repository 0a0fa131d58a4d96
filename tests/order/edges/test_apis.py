"""An API waits for the pods that serve it."""

from edge_objects import DB, DB_SERVICE, found, thing


def test_an_api_is_available_when_the_pods_behind_it_run() -> None:
    api = thing("APIService/v1.example.com", spec={"service": {"name": "db", "namespace": "app"}})
    assert found([api, DB, DB_SERVICE]) == [
        "Service/db APIService/v1.example.com exists should blocks",
        "StatefulSet/db APIService/v1.example.com ready should blocks",
    ]
