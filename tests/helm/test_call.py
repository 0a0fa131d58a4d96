from pathlib import Path

from stage import staged

EVERYTHING = """
apiVersion: swell/v1
values: {from: swell.yaml}
helm: {skipCrds: false, skipTests: true, skipSchemaValidation: true}
"""


def test_helm_gets_its_arguments_in_argo_cds_order(tmp_path: Path) -> None:
    stage = staged(tmp_path, 'printf "%s\\n" "$@" > "$LOG"')
    (tmp_path / "chart/swell.yaml").write_text(EVERYTHING)
    for name in ("prod-values.yaml", "more.yaml", "notes.txt"):
        (tmp_path / "chart" / name).write_text("")

    stage.run(
        parameters=[
            {"name": "environment", "string": "prod"},
            {"name": "valueFiles", "array": ["more.yaml"]},
            {"name": "values", "string": "from: parameters"},
            {"name": "parameters", "map": {"b": "1,2", "a": "{1,2}"}},
            {"name": "fileParameters", "map": {"notes": "notes.txt"}},
        ],
        ARGOCD_APP_NAMESPACE="shop",
        KUBE_VERSION="1.34.2",
        KUBE_API_VERSIONS="v1,v1/Pod",
    )

    chart = tmp_path / "chart"
    told = stage.told()
    files = [argument for argument in told if argument.startswith("--values=/dev/fd/")]
    assert len(files) == 4
    assert told == [
        "template",
        "web",
        f"{chart}/",
        "--namespace=shop",
        "--kube-version=1.34.2",
        "--set=a={1,2}",
        "--set=b=1\\,2",
        *[argument for argument in told if argument.startswith("--set-file=notes=/dev/fd/")],
        *files,
        "--api-versions=v1",
        "--api-versions=v1/Pod",
        "--include-crds",
        "--skip-schema-validation",
        "--skip-tests",
    ]


def test_inline_values_reach_helm_without_touching_a_disk(tmp_path: Path) -> None:
    stage = staged(tmp_path, 'cat "${4#--values=}" > "$LOG"')

    stage.run(parameters=[{"name": "values", "string": "password: hunter2"}])

    assert stage.told() == ["password: hunter2"]


def test_helms_collector_is_tuned_unless_the_user_did_it(tmp_path: Path) -> None:
    stage = staged(tmp_path, 'echo "$GOGC $GOMEMLIMIT" >> "$LOG"')

    stage.run()
    stage.run(GOGC="75")
    stage.run(GOMEMLIMIT="2GiB")

    tuned, collector, limit = (line.split() for line in stage.told())
    assert all(tuned)
    assert (collector, limit) == (["75", tuned[1]], [tuned[0], "2GiB"])
