"""What is rendered in the image: the example of eoAPI, as Argo CD asks for it."""

import json

import yaml
from programs import TOP

EOAPI = TOP / "examples/eoapi"

SERVED = """#!/bin/sh
tries=0
until [ -e "$SWELL_SERVER" ] || [ $tries = 600 ]; do sleep 0.1; tries=$((tries + 1)); done
swell generate >/tmp/served && env -u SWELL_SERVER swell generate >/tmp/alone && cmp /tmp/served /tmp/alone || exit 1
ls -ld "${SWELL_SERVER%/*}" | cut -c 1-10
wc -c </tmp/served
exit 3
"""
"""In the place of argocd-cmp-server: renders with the server and without it, and then ends with 3."""


def argocd(path: str = "eoapi") -> dict[str, str]:
    """What argocd-cmp-server sets for the Application of the example, or for another folder."""
    source = yaml.safe_load((EOAPI / "application.yaml").read_text())["spec"]["source"]
    return {
        "ARGOCD_APP_NAME": "eoapi",
        "ARGOCD_APP_NAMESPACE": "eoapi",
        "ARGOCD_APP_PROJECT_NAME": "default",
        "ARGOCD_APP_REVISION": "4f1c2e9d4f1c2e9d4f1c2e9d4f1c2e9d4f1c2e9d",
        "ARGOCD_APP_SOURCE_PATH": path,
        "ARGOCD_APP_PARAMETERS": json.dumps(source["plugin"]["parameters"] if path == "eoapi" else []),
        "KUBE_VERSION": "1.34.2",
        "KUBE_API_VERSIONS": "v1,v1/ConfigMap,apps/v1,apps/v1/Deployment,batch/v1,batch/v1/Job",
    }
