import pytest
from scripts import program, run, said, waits

from cmp.waits.container import reading

LOOP = """
await () {
  selector="$1"; end=$(( $(date +%s) + ${LIMIT:-600} ))
  while :; do
    [ $(date +%s) -ge $end ] && { echo "$2 is late"; exit 1; }
    found=$(kubectl get job -l "$selector" -o name 2>/dev/null || true)
    if [ -z "$found" ]; then sleep 5; continue; fi
    done=true
    for one in $found; do
      state=$(kubectl get "$one" -o jsonpath='{.status.conditions[?(@.type=="Complete")].status}' || echo Unknown)
      if [ "$state" != "True" ]; then done=false; else echo "$one is done"; fi
    done
    [ "$done" = true ] && return 0
    sleep 10
  done
}
await app=migrate migration
await app=seed seeds
"""


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param(LOOP, ["job[app=migrate] ready fails at 600", "job[app=seed] ready fails at 600"], id="loop"),
        ("kubectl wait --for=condition=complete job/a --timeout=1m", ["job/a ready fails at 60"]),
        ("kubectl -n b wait jobs.batch a --for condition=Complete", ["b/job/a ready fails at 30"]),
        ("kubectl wait --for=delete pod -l app=x", ["pod[app=x] deleted fails at 30"]),
        ("kubectl wait --for=condition=established crd/a.b.c crd/d.b.c --timeout=9s", [
            "customresourcedefinition/a.b.c ready fails at 9", "customresourcedefinition/d.b.c ready fails at 9"]),
        ("kubectl rollout status sts/db --timeout=600s && load", ["statefulset/db ready fails at 600"]),
        ("kubectl rollout status deploy web", ["deployment/web ready for ever"]),
        ("kubectl get secret a >/dev/null 2>&1 || exit 3", ["secret/a exists fails at 0"]),
        ("until kubectl get cm a; do sleep 1; done", ["configmap/a exists for ever"]),
        ('while [ -z "$(kubectl get secret a -o jsonpath={.data.b} 2>/dev/null)" ]; do sleep 1; done',
         ["secret/a exists for ever"]),
        ("until kubectl get pods -l app=a | grep -q Running; do sleep 1; done", ["pod[app=a] ready for ever"]),
        ("until kubectl get ep db -o jsonpath='{.subsets[*].addresses[*].ip}' | grep .; do sleep 1; done",
         ["endpoints/db ready for ever"]),
        ("while kubectl get job a; do sleep 1; done", ["job/a deleted for ever"]),
        ("for job in a b; do kubectl wait --for=condition=complete job/$job || exit 1; done",
         ["job/a ready fails at 30", "job/b ready fails at 30"]),
        ("echo a b | xargs -n1 kubectl wait --for=condition=complete job --timeout=9s",
         ["job/a ready fails at 9", "job/b ready fails at 9"]),
        ("echo job/a | xargs -I{} kubectl wait --for=condition=complete {} --timeout=9s", ["job/a ready fails at 9"]),
        ("kubectl get $UNKNOWN | xargs kubectl wait --for=condition=complete job", []),
        ("until nc -z db 5432; do sleep 1; done & until nc -z web 80; do sleep 1; done & wait",
         ["db:5432 ready for ever", "web:80 ready for ever"]),
        ("until nc -z db 5432; do sleep 1; done & exec web", []),
        ("kubectl wait --for=condition=complete job/a & wait $!", ["job/a ready fails"]),
        ("kubectl wait --for=condition=complete job/a & wait", []),
        ("kubectl logs -f job/a", ["job/a exists fails at 0"]),
        ("kubectl logs -f web-0", []),
        ("until nc -z db 5432; do sleep 1; done; exec web", ["db:5432 ready for ever"]),
        ("until curl -sf http://api.b.svc/health && wget -q -O- cache:8080/; do sleep 1; done",
         ["api.b.svc: ready for ever", "cache:8080 ready for ever"]),
        ("n=0; until pg_isready -h db; do n=$((n+1)); [ $n -ge 20 ] && exit 1; sleep 3; done",
         ["db: ready fails at 117"]),
        ("for i in $(seq 1 30); do redis-cli -h redis ping | grep -q PONG && exit 0; sleep 2; done; exit 1",
         ["redis: ready fails at 60"]),
        ("timeout 90 sh -c 'until (echo >/dev/tcp/db/5432) 2>/dev/null; do sleep 1; done'",
         ["db:5432 ready fails at 90"]),
        ("until mysqladmin ping -hdb --silent; do sleep 1; done", ["db: ready for ever"]),
        ("until psql postgresql://u:p@db:5432/x -c 'select 1'; do sleep 1; done", ["db:5432 ready for ever"]),
        ("until psql 'host=db port=1' -c 'select 1'; do sleep 1; done", ["db:1 ready for ever"]),
        ("until mongosh --host m --eval x; do sleep 1; done", ["m: ready for ever"]),
        ("grpc_health_probe -addr=api:50051 || exit 1", ["api:50051 ready fails at 0"]),
        ("until nslookup db; do sleep 1; done", ["db: exists for ever"]),
        ("./wait-for-it.sh db:5432 -t 0 -- run", ["db:5432 ready for ever"]),
        ("wait-for-it db:5432 --strict -t 20 -- run", ["db:5432 ready fails at 20"]),
        ("wait4x tcp db:5432 -t 60s -- run", ["db:5432 ready fails at 60"]),
        ("dockerize -wait tcp://db:1 -wait http://api/x -timeout 5s run",
         ["db:1 ready fails at 5", "api: ready fails at 5"]),
        ("k8s-wait-for pod-wr -lapp=db -n b", ["b/pod[app=db] ready for ever"]),
        ('set -e; case "$1" in x) ;; *) kubectl wait --for=condition=ready pod/a;; esac; run', []),
        ("test=nc; until $test -z db 1; do sleep 1; done", ["db:1 ready for ever"]),
        ("hosts='a:1,b:2'; for h in ${hosts//,/ }; do until nc -z ${h%%:*} ${h##*:}; do sleep 1; done; done",
         ["a:1 ready for ever", "b:2 ready for ever"]),
        ("echo 'a 1\nb 2' | while read h p; do until nc -z $h $p; do sleep 1; done; done",
         ["a:1 ready for ever", "b:2 ready for ever"]),
        (". /lib.sh; until nc -z db 5432; do sleep 1; done", ["db:5432 ready for ever"]),
        ('set -- db 5432; until nc -z "$@"; do sleep 1; done', ["db:5432 ready for ever"]),
        ('set "" db; until nc -z $2 5432; do sleep 1; done', ["db:5432 ready for ever"]),
        ("H=db; P=5432; URL=http://$H:$P/health; until curl -sf $URL; do sleep 1; done", ["db:5432 ready for ever"]),
        ("H=db; P=5432; until (echo >/dev/tcp/$H/$P) 2>/dev/null; do sleep 1; done", ["db:5432 ready for ever"]),
        ("R=b; N=a; V=1; kubectl wait --for=condition=complete job/$R-$N-$V-x",
         ["job/b-a-1-x ready fails at 30"]),
        ("A=a; for job in $A-$A-x $A-y; do until kubectl get job $job; do :; done; done",
         ["job/a-a-x exists for ever", "job/a-y exists for ever"]),
        ("until kubectl get job a -o json | jq -e '.status.succeeded == 1'; do sleep 1; done",
         ["job/a exists for ever"]),
        ("until [[ $(kubectl get job a -o jsonpath={.status.succeeded}) =~ ^1$ ]]; do :; done",
         ["job/a ready for ever"]),
        ('until [ "$(kubectl get po -l a=b -o custom-columns=:.x)" = y ]; do :; done', ["pod[a=b] exists for ever"]),
        ("A=db:54; IFS=: read host port <<< $A; until nc -z $host $port; do :; done", ["db:54 ready for ever"]),
        ('IFS=, read -ra J <<< a,b; for j in "${J[@]}"; do until nc -z $j 1; do :; done; done',
         ["a:1 ready for ever", "b:1 ready for ever"]),
        ("while read -r j; do until nc -z $j 1; do :; done; done <<< db", ["db:1 ready for ever"]),
        ("N=$(</var/run/secrets/kubernetes.io/serviceaccount/namespace); until nc -z db.$N 1; do :; done",
         ["db.demo:1 ready for ever"]),
        ("J=$(echo mi-grate | tr -d -); until kubectl get job $J; do :; done", ["job/migrate exists for ever"]),
        ("gosu postgres nice -n 5 busybox nc -z db 1", ["db:1 ready fails at 0"]),
        ("{ cat; nc -z db 1; } < /dev/null", ["db:1 ready fails at 0"]),
        ('until kubectl -n "$UNSET" get job a; do sleep 1; done', ["job/a exists for ever"]),
        ("kubectl --namespace=${UNSET} wait --for=condition=complete job/a", ["job/a ready fails at 30"]),
        ("k8s-wait-for job a -n $UNSET", ["job/a ready for ever"]),
    ],
)  # fmt: skip
def test_a_script_waits_for_what_it_can_not_end_without(script: str, expected: list[str]) -> None:
    assert waits(script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('until curl -sf -H "Authorization: Bearer $TOKEN" $API/api/v1/namespaces/$NS/secrets/a; do sleep 1; done',
         ["demo/secret/a exists for ever"]),
        ("until [ $(curl -s -o /dev/null -w '%{http_code}' $API/api/v1/namespaces/b/configmaps/a) = 200 ]; do :; done",
         ["b/configmap/a exists for ever"]),
        ("while curl -s $API/api/v1/namespaces/b/secrets/a | grep -q NotFound; do sleep 1; done",
         ["b/secret/a exists for ever"]),
        ('until [ "$(curl -s $API/apis/batch/v1/namespaces/b/jobs/a | jq -r .status.succeeded)" = 1 ]; do :; done',
         ["b/job/a exists for ever"]),
        ("for i in $(seq 9); do wget -qO- $API/apis/a.io/v1/namespaces/b/tides/c && exit 0; sleep 2; done; exit 1",
         ["b/tide.a.io/c exists fails at 18"]),
        ("curl -f --retry 9 --retry-all-errors $API/apis/apiextensions.k8s.io/v1/customresourcedefinitions/a.b",
         ["customresourcedefinition/a.b exists fails at 9"]),
        ("until curl -f https://kubernetes.default/api/v1/namespaces/b/pods/a/; do sleep 1; done",
         ["b/pod/a exists for ever"]),
        ("until curl -s $API/api/v1/namespaces/b/secrets/a; do sleep 1; done", []),
        ("until curl -f $API/api/v1/namespaces/$UNSET/secrets/a; do sleep 1; done",
         ["kubernetes.default.svc:443 ready for ever"]),
        ("until curl -f -X DELETE $API/api/v1/namespaces/b/secrets/a; do sleep 1; done", []),
        ("until curl -f $API/api/v1/namespaces/b/secrets/a || true; do sleep 1; done", []),
    ],
)  # fmt: skip
def test_a_request_to_the_api_server_waits_for_the_object_that_it_names(script: str, expected: list[str]) -> None:
    api = "API=https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT; "
    assert waits(api + script, NS="demo", TOKEN=None) == expected


@pytest.mark.parametrize(
    "script",
    [
        "curl http://db/ || true",
        "kubectl wait --for=condition=complete job/a --timeout=60s; run",
        "kubectl wait --for=condition=complete job/a || echo 'no matter'",
        "for i in 1 2 3; do nc -z db 1 && break; sleep 1; done; run",
        "wait-for-it db:5432 -t 20 -- run",
        "nc -z a 1 || nc -z b 1",
        'until nc -z "$SOMEWHERE" 1; do sleep 1; done',
        "until check db 5432; do sleep 1; done",
        "name=a; . /lib.sh; kubectl wait --for=condition=complete job/$name",
        "nc -z db 1; exit 0",
        "trap 'exit 0' EXIT; nc -z db 1",
        "nc -l -p 80 db 1",
        "if kubectl get crd a.b.c; then kubectl apply -f x; fi",
        "kubectl delete job a --wait",
        "echo kubectl wait --for=condition=complete job/a",
        "# kubectl wait --for=condition=complete job/a",
        'kubectl get "$KIND" a || exit 1',
        "until nc -z db 1; do sleep 1",
        "(until nc -z db 1; do sleep 1; done) & run",
        "until kubectl get pod a 2>&1 | grep -q Running; do sleep 1; done",
    ],
)
def test_where_it_may_end_nevertheless_or_is_not_followed_there_is_no_wait(script: str) -> None:
    assert waits(script) == []


def test_the_variables_of_the_container_are_put_in() -> None:
    script = 'until nc -z "$HOST" "${PORT:-80}"; do sleep 1; done'
    assert waits(script, HOST="db") == ["db:80 ready for ever"]
    assert waits(script, HOST="db", PORT=None) == ["db: ready for ever"]
    assert waits(script, HOST=None) == []


def test_kubernetes_puts_variables_into_the_command_line() -> None:
    command = ("kubectl", "wait", "--for=condition=complete", "job/$(NAME)-x", "$(GONE)", "$$(NAME)")
    assert [said(wait) for wait in reading(program(*command[:4], env={"NAME": "a"})).waits] == [
        "job/a-x ready fails at 30"
    ]
    assert reading(program(*command[:4], env={"NAME": None})).waits == ()


def test_a_script_may_be_a_file_that_is_mounted() -> None:
    files = {"/s/wait.sh": ". /s/lib.sh\nawait db", "/s/lib.sh": "await() { until nc -z $1 1; do sleep 1; done; }"}
    for command in (("/s/wait.sh",), ("bash", "-e", "/s/wait.sh"), ("sh", "-c", "exec /s/wait.sh")):
        assert [said(wait) for wait in reading(program(*command, files=files)).waits] == ["db:1 ready for ever"]


def test_an_image_may_say_the_program() -> None:
    for image, args in (
        ("x/k8s-wait-for:v2", ("job-wr", "a")),
        ("x/kubectl:1", ("wait", "--for=condition=x", "job/a")),
    ):
        found = reading(program(image=image, args=args))
        assert [wait.target for wait in found.waits] == [run("kubectl get job a").waits[0].target]
    variables = {"DEPENDENCY_JOBS": "a,b", "DEPENDENCY_SERVICE": "n:db", "COMMAND": "echo"}
    found = reading(program(image="x/kubernetes-entrypoint", args=("kubernetes-entrypoint",), env=variables))
    assert [said(wait) for wait in found.waits] == [
        "job/a ready for ever",
        "job/b ready for ever",
        "n/service/db ready for ever",
    ]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("kubectl create secret generic a --from-literal=x=y", ["secret/a"]),
        ("kubectl -n b create configmap a --from-file=/x", ["b/configmap/a"]),
        ("setup && kubectl create secret generic a --from-literal=x=$S --dry-run=client -o yaml | kubectl apply -f -",
         ["secret/a"]),
        ('kubectl apply -f - <<END\nkind: Secret\nmetadata: {name: "$N-a"}\ndata: {x: $X}\nEND', ["secret/b-a"]),
        ("cat <<END >/tmp/x\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: c\nEND\nkubectl apply -f /tmp/x",
         ["c/configmap/a"]),
        ("kubectl create secret generic a --dry-run=client -o yaml", []),
        ("kubectl create secret generic $UNKNOWN", []),
        ("kube-webhook-certgen create --host=a --namespace=demo --secret-name=a", ["secret/a"]),
        (("BODY='{\"kind\": \"Secret\", \"metadata\": {\"name\": \"a\"}}'; "
         'curl -d "$BODY" https://kubernetes.default.svc/api/v1/namespaces/demo/secrets'), ["secret/a"]),
        (("cat <<END >/tmp/x\nkind: Secret\nmetadata:\n  name: a\nEND\n"
         "curl --data-binary @/tmp/x https://$KUBERNETES_SERVICE_HOST/api/v1/namespaces/c/secrets"), ["c/secret/a"]),
        ("curl -X PATCH -d $B https://kubernetes.default.svc/api/v1/namespaces/demo/configmaps/a", ["configmap/a"]),
    ],
)  # fmt: skip
def test_what_a_script_makes(script: str, expected: list[str]) -> None:
    made = run(script, N="b").made
    assert [f"{each.namespace}/{each.resource}/{each.name}".strip("/") for each in made] == expected
