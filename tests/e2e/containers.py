"""What a pod's containers run: command lines, variables and mounted files, as a kubelet makes them of a manifest."""

import base64
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from binaries import entrypoint, program_of

Object = dict[str, Any]
Found = Mapping[str, Mapping[str, Object]]

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
_REFERENCE = re.compile(r"\$\$|\$\(([\w.-]+)\)")


class Command(NamedTuple):
    """What a container runs: `mounts` has each volume with the path in it and the path in the container."""

    argv: tuple[str, ...]
    env: dict[str, str]
    mounts: tuple[tuple[str, str, str], ...]


def command(container: Object, pod: Object, found: Found) -> Command | None:
    """Return what a container runs, None if its program is one that only its image has."""
    env = variables(container, pod, found)
    given = [[_expanded(each, env) for each in container.get(part) or []] for part in ("command", "args")]
    argv = given[0] + given[1]
    own = entrypoint(container.get("image", ""))
    if not given[0] and own and not (argv and program_of(argv[0])):
        argv = [own, *argv]
    mounts = [(one["name"], one.get("subPath", ""), one["mountPath"]) for one in container.get("volumeMounts") or []]
    if argv and any(argv[0].startswith(f"{where}/") or argv[0] == where for _, _, where in mounts):
        return Command(tuple(argv), env, tuple(mounts))
    if not argv or not program_of(argv[0]):
        return None
    return Command((program_of(argv[0]), *argv[1:]), env, tuple(mounts))


def variables(container: Object, pod: Object, found: Found) -> dict[str, str]:
    """Return a container's variables; a key that is nowhere is an empty text."""
    env = {"HOME": "/root", "HOSTNAME": pod["metadata"]["name"], **_links(found)}
    for source in container.get("envFrom") or []:
        prefix = source.get("prefix", "")
        env |= {prefix + key: text.decode() for key, text in _data(source, found, "configMapRef", "secretRef").items()}
    for one in container.get("env") or []:
        source = one.get("valueFrom") or {}
        if keyed := source.get("configMapKeyRef") or source.get("secretKeyRef"):
            data = _data(source, found, "configMapKeyRef", "secretKeyRef")
            env[one["name"]] = data.get(keyed["key"], b"").decode()
        elif "fieldRef" in source:
            env[one["name"]] = _field(pod, source["fieldRef"]["fieldPath"])
        else:
            env[one["name"]] = _expanded(one.get("value") or "", env)
    return env


def files(volume: Object, found: Found) -> dict[str, bytes]:
    """Return the files of a volume by their paths in it; one that lasts or is empty has none."""
    made: dict[str, bytes] = {}
    for source in [volume, *((volume.get("projected") or {}).get("sources") or [])]:
        data = _data(source, found, "configMap", "secret")
        items = (source.get("configMap") or source.get("secret") or {}).get("items")
        chosen = {one["path"]: data.get(one["key"], b"") for one in items} if items else data
        made |= chosen
    return made


def _links(found: Found) -> dict[str, str]:
    """Return the variables that tell where the namespace's Services and the API server are."""
    env = {"KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443"}
    for name, one in found.get("services", {}).items():
        address, ports = one["spec"].get("clusterIP", "None"), one["spec"].get("ports")
        if address != "None" and ports:
            word = name.upper().replace("-", "_")
            env |= {f"{word}_SERVICE_HOST": address, f"{word}_SERVICE_PORT": str(ports[0]["port"])}
    return env


def _data(source: Object, found: Found, plain: str, secret: str) -> dict[str, bytes]:
    """Return what a ConfigMap or Secret holds that a source names."""
    named = source.get(plain) or source.get(secret) or {}
    name = named.get("name") or named.get("secretName") or ""
    if source.get(plain):
        one = found.get("configmaps", {}).get(name, {})
        made = {key: text.encode() for key, text in (one.get("data") or {}).items()}
        return made | {key: base64.b64decode(text) for key, text in (one.get("binaryData") or {}).items()}
    one = found.get("secrets", {}).get(name, {})
    return {key: base64.b64decode(text) for key, text in (one.get("data") or {}).items()}


def _field(pod: Object, path: str) -> str:
    metadata = pod["metadata"]
    plain = {"metadata.name": "name", "metadata.namespace": "namespace", "metadata.uid": "uid"}
    if path in plain:
        return str(metadata[plain[path]])
    if path == "spec.serviceAccountName":
        return str(pod["spec"].get("serviceAccountName", "default"))
    labelled = re.fullmatch(r"metadata\.(labels|annotations)\['(.+)'\]", path)
    return str((metadata.get(labelled[1]) or {}).get(labelled[2], "")) if labelled else ""


def _expanded(text: str, env: Mapping[str, str]) -> str:
    """Return a text with values for `$(NAME)`; a name without a variable stays as it is."""
    return _REFERENCE.sub(lambda hit: "$" if hit[0] == "$$" else env.get(hit[1], hit[0]), text)
