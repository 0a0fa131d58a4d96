#!/usr/bin/env bash
# Argo CD 3.4.13, 3.5.7 and 3.6.1 delete an Application without its PostDelete hook if its source does not render any more.
#
# Input: an Application with the finalizer resources-finalizer.argocd.argoproj.io, whose plugin renders a ConfigMap and a
# Job with `argocd.argoproj.io/hook: PostDelete`. It is synced; then a commit makes the template fail, and once
# Argo CD shows that as ComparisonError the Application is deleted.
# Behaviour: Argo CD remembers that there is such a hook by two finalizers of the Application, which it sets and removes
# after each comparison by what was rendered, at the end of
# processAppRefreshQueueItem in controller/appcontroller.go (`compareResult.hasPostDeleteHooks`). A comparison that failed
# rendered nothing, so the finalizers go, and the deletion neither runs the hook nor says that it did not. Up to three minutes
# after the failing commit (--repo-error-grace-period-seconds) the old answer counts, and the hook runs.
# Output seen, once with each version:
#   3.6.1  .  [100%]        3.5.7  .  [100%]        3.4.13  .  [100%]
# which says that the Application was gone, and that of its objects the API server had been asked for the ConfigMap alone.
#
# usage: findings/argo-cd-forgets-....sh [--argocd 3.5], as root; the first time it builds Argo CD and Kubernetes
set -euo pipefail
cd "$(dirname "$0")/.."
make .venv/ready
.venv/bin/pytest tests/e2e/test_deletion.py "$@"
