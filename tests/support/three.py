"""examples/backend as the three repositories that it stands for: be-deployments, be-sms and bank-configuration."""

import os
import shutil
import subprocess
from pathlib import Path

from programs import SWELL, TOP, helm
from served import Forge, git

BACKEND = TOP / "examples" / "backend"
APPS = sorted(path.name for path in (BACKEND / "apps").iterdir())
CONFIGURATION = """apiVersion: v1
kind: ConfigMap
metadata: {name: bank-configuration}
data: {LIMIT: "%s"}
"""


class Three:
    """A checkout of be-deployments whose other two repositories are at a forge."""

    def __init__(self, forge: Forge, folder: Path) -> None:
        """Make all three."""
        self.forge, self.folder, self.top = forge, folder, folder / "be-deployments"
        shutil.copytree(BACKEND, self.top, ignore=shutil.ignore_patterns("be-sms", "*.md"))
        git(folder, "init", "--quiet", str(self.top))
        (folder / "tmp").mkdir()
        self.area(2)
        self.configuration(10)
        text = (BACKEND / "swell.yaml").read_text()
        assert "  - /be-sms/charts/values.yaml" in text
        text = text.replace("/be-sms/charts/values.yaml", "$area/charts/values.yaml")
        sources = "".join(
            f"  {alias}: {{git: {forge.url(name)}, revision: master}}\n"
            for alias, name in (("area", "be-sms"), ("config", "bank-configuration"))
        )
        (self.top / "swell.yaml").write_text(f"{text}sources:\n{sources}manifests: [$config/bank/*.yaml]\n")

    def area(self, replicas: int) -> str:
        """Commit the area's values with a number of replicas."""
        values = (BACKEND / "be-sms/charts/values.yaml").read_text()
        assert "replicaCount: 2" in values
        text = values.replace("replicaCount: 2", f"replicaCount: {replicas}")
        return self.forge.commit("be-sms", {"charts/values.yaml": text, "charts/unused.yaml": "{}\n"})

    def configuration(self, limit: int) -> str:
        """Commit the configuration with a limit."""
        return self.forge.commit("bank-configuration", {"bank/limits.yaml": CONFIGURATION % limit})

    def environ(self, **more: str) -> dict[str, str]:
        """Return the variables of a person, or of a sidecar with more of them."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.forge.home),
            "TMPDIR": str(self.folder / "tmp"),
            "SWELL_HELM": str(helm()),
            "SWELL_STORE": str(self.folder / "store"),
            "SWELL_LOCAL_SOURCES": "true",
            **more,
        }

    def start(
        self, *arguments: str, app: str = "", before: tuple[str, ...] = (), **more: str
    ) -> "subprocess.Popen[str]":
        """Start `swell` in the folder of an application, or at the top."""
        return subprocess.Popen(
            [*before, str(SWELL), *arguments],
            cwd=self.top / "apps" / app if app else self.top,
            env=self.environ(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(
        self, *arguments: str, app: str = "", status: int = 0, before: tuple[str, ...] = (), **more: str
    ) -> tuple[str, str]:
        """Run it to its end, which must be as expected; no error may tell the password."""
        process = self.start(*arguments, app=app, before=before, **more)
        out, err = process.communicate()
        assert process.returncode == status, err + out
        assert "hunter2" not in out + err
        return out, err

    def render(self, app: str = "bank-bitso", environment: str = "prod", **more: str) -> str:
        """Return an application's manifests."""
        return self.run("generate", "-n", "backend", "-e", environment, app=app, **more)[0]
