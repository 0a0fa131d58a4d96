"""The variables that Helm gets: those that it needs, since a chart may read what Helm knows."""

from pathlib import Path

from stage import staged

NEEDED = {"PATH", "HOME", "TMPDIR", "GOGC", "GOMEMLIMIT", "KUBECONFIG", "HELM_NO_PLUGINS"}
OURS = {
    "ARGOCD_APP_REVISION": "4f1c2e9",
    "ARGOCD_ENV_SWELL_ENVIRONMENT": "prod",
    "ARGOCD_GIT_ASKPASS_NONCE": "hunter2",
    "AWS_SECRET_ACCESS_KEY": "hunter2",
    "GIT_ASKPASS": "/usr/local/bin/argocd",
    "HELM_KUBETOKEN": "hunter2",
    "HELM_PLUGINS": "/plugins",
    "HTTPS_PROXY": "http://me:hunter2@proxy.example.com",
    "KUBERNETES_SERVICE_HOST": "10.0.0.1",
    "SWELL_CREDENTIALS": "/credentials",
}
THEIRS = {"HTTP_PROXY": "http://proxy.example.com", "NO_PROXY": "example.com", "TZ": "UTC", "SSL_CERT_FILE": "/ca.crt"}
OF_A_SHELL = {"LOG", "OLDPWD", "PWD", "SHLVL", "_"}


def test_helm_gets_what_it_needs_and_nothing_else(tmp_path: Path) -> None:
    stage = staged(tmp_path, 'env > "$LOG"')
    (tmp_path / "chart/prod-values.yaml").write_text("")

    stage.run(**OURS, **THEIRS)

    told = dict(line.split("=", 1) for line in stage.told())
    assert told.keys() - OF_A_SHELL == NEEDED | THEIRS.keys()
    assert told.items() >= THEIRS.items()


def test_no_cluster_that_is_known_here_has_a_say(tmp_path: Path) -> None:
    stage = staged(tmp_path, 'echo "$KUBECONFIG" > "$LOG"')

    stage.run(KUBECONFIG=str(tmp_path / "config"))

    assert stage.told() == ["/dev/null"]
