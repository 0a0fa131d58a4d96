"""The variables and mounted files that the ConfigMaps and Secrets of a stream give to a container."""

import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cmp.manifests.fields import document, mapping, text, walk
from cmp.objects.given import Given
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.value import Value

LONGEST = 1 << 18
"""Characters of the longest object that is looked into."""
_REFERENCE = re.compile(r"\$\$|\$\(([\w.-]+)\)")


class Setting(Value):
    """The value of a variable or file, None if it is unknown, and the object that holds it, "" for the pod itself."""

    value: str | None
    source: str = ""


def entries(index: Index, kind: str, namespace: str, name: str) -> dict[str, Setting]:
    """Return what a ConfigMap or Secret holds by its keys; nothing where the stream does not have the object."""
    return index.made(lambda it: _entries(it, kind, namespace, name), key=(entries, kind, namespace, name))


def _entries(index: Index, kind: str, namespace: str, name: str) -> dict[str, Setting]:
    manifest = index.find("", kind, namespace, name)
    if manifest is None or len(manifest.text) > LONGEST:
        return {}
    data = mapping(document(manifest), "data")
    if kind == "Secret":
        decoded = {key: value for key, encoded in data.items() if (value := _decoded(encoded)) is not None}
        data = decoded | mapping(document(manifest), "stringData")
    return {key: Setting(value=value, source=f"{kind} {name}") for key, value in data.items()}


def _decoded(encoded: str) -> str | None:
    try:
        return binascii.a2b_base64("".join(encoded.split()), strict_mode=True).decode()
    except ValueError:
        return None


def variables(index: Index, pod: Pod, container: Any) -> dict[str, Setting]:
    """Return the variables of a container by name: those of `envFrom`, then its own, which win.

    Raises:
        ConfigError: all containers together have more than are looked at.
    """
    found: dict[str, Setting] = {}
    namespace, given = pod.ref.namespace, index.made(Given)
    for source in walk(container, "envFrom[]"):
        prefix = text(source, "prefix")
        for kind, field in (("ConfigMap", "configMapRef"), ("Secret", "secretRef")):
            name = text(source, f"{field}.name")
            held = entries(index, kind, namespace, name) if name else {}
            given.look(len(held))
            found |= {prefix + key: setting for key, setting in held.items()} if prefix else held
    for variable in walk(container, "env[]"):
        if name := text(variable, "name"):
            found[name] = _variable(index, namespace, variable, found)
    return found


def _variable(index: Index, namespace: str, variable: Any, before: Mapping[str, Setting]) -> Setting:
    for kind, field in (("ConfigMap", "configMapKeyRef"), ("Secret", "secretKeyRef")):
        if name := text(variable, f"valueFrom.{field}.name"):
            held = entries(index, kind, namespace, name)
            return held.get(text(variable, f"valueFrom.{field}.key"), Setting(value=None, source=f"{kind} {name}"))
    if text(variable, "valueFrom.fieldRef.fieldPath") == "metadata.namespace":
        return Setting(value=namespace)
    if walk(variable, "valueFrom"):
        return Setting(value=None)
    return Setting(value=_put_in(text(variable, "value"), before, index.made(Given)))


def _put_in(value: str, before: Mapping[str, Setting], given: Given) -> str | None:
    """Return a variable's value with earlier variables inserted for `$(NAME)`, None if one of them is unknown."""
    unknown = False
    length = sum(len(before[name].value or "") for name in _REFERENCE.findall(value) if name in before)
    if length > LONGEST:
        return None
    given.look(characters=length)

    def put(found: re.Match[str]) -> str:
        nonlocal unknown
        setting = before.get(found[1]) if found[1] else None
        unknown = unknown or (setting is not None and setting.value is None)
        return found[0] if setting is None else setting.value or ""

    done = _REFERENCE.sub(put, value) if "$" in value else value
    return None if unknown else done


def files(index: Index, pod: Pod, container: Any) -> dict[str, Setting]:
    """Return the files that are mounted into a container, by path.

    Raises:
        ConfigError: all containers together have more than are looked at.
    """
    found: dict[str, Setting] = {}
    for mount in walk(container, "volumeMounts[]"):
        volume, path, part = pod.volumes.get(text(mount, "name")), text(mount, "mountPath"), text(mount, "subPath")
        for key, setting in _mounted(index, pod.ref.namespace, volume) if path else ():
            if not part:
                found[f"{path.rstrip('/')}/{key}"] = setting
            elif part == key:
                found[path] = setting
            elif key.startswith(f"{part.rstrip('/')}/"):
                found[f"{path.rstrip('/')}/{key[len(part.rstrip('/')) + 1 :]}"] = setting
    return found


def _mounted(index: Index, namespace: str, volume: Any) -> Iterator[tuple[str, Setting]]:
    """Yield the files of a volume by their paths in it; `items` select keys and name the paths."""
    given = index.made(Given)
    for source in [volume, *walk(volume, "projected.sources[]")]:
        for kind, field, name in (("ConfigMap", "configMap", "name"), ("Secret", "secret", "secretName")):
            for holder in walk(source, field):
                held = entries(index, kind, namespace, text(holder, name) or text(holder, "name"))
                items = walk(holder, "items[]")
                given.look(1 + len(held) + len(items))
                paths = {text(item, "key"): text(item, "path") for item in items}
                for key, setting in held.items():
                    if not paths or key in paths:
                        yield paths.get(key, key), setting
