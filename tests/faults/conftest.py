"""The runs of `generate` in which everything goes wrong once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from cases import CHARTS
from faults import Setting
from programs import helm
from resident import served
from three import Three
from umbrella import Umbrella


@pytest.fixture
def plain(tmp_path: Path) -> Setting:
    """A chart by itself."""
    shutil.copytree(CHARTS / "shop", tmp_path / "shop")
    (tmp_path / "tmp").mkdir()
    (tmp_path / "shop/swell.yaml").write_text("apiVersion: swell/v1\nvalueFiles: [more.yaml]\norder: {infer: all}\n")
    (tmp_path / "shop/more.yaml").write_text("replicas: 3\n")
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path / "tmp"),
        "SWELL_HELM": str(helm()),
        "ARGOCD_APP_NAME": "web",
        "ARGOCD_APP_SOURCE_PATH": "shop",
    }
    return Setting(tmp_path / "shop", env)


@pytest.fixture
def known(plain: Setting, tmp_path: Path) -> Setting:
    """The same, whose answer is known."""
    setting = Setting(plain.folder, plain.env | {"SWELL_STORE": str(tmp_path / "store")})
    setting.again()
    return setting


def asked(three: Three) -> dict[str, str]:
    """Return the variables with which Argo CD asks for an application in three repositories."""
    three.run("lock")
    said = {"ARGOCD_APP_NAME": "bank-bitso", "ARGOCD_APP_NAMESPACE": "backend", "ARGOCD_ENV_SWELL_ENVIRONMENT": "prod"}
    return three.environ(**said, ARGOCD_APP_SOURCE_PATH="apps/bank-bitso")


@pytest.fixture
def warm(three: Three) -> Setting:
    """An application in three repositories, all of which are in the store."""
    setting = Setting(three.top / "apps/bank-bitso", asked(three))
    setting.again()
    return setting


@pytest.fixture
def cold(three: Three) -> Setting:
    """The same with an empty store."""
    env = asked(three)
    return Setting(three.top / "apps/bank-bitso", env, cold=Path(env["SWELL_STORE"]))


@pytest.fixture
def floating(cold: Setting) -> Setting:
    """The same without a lock, so that git is asked where each branch is."""
    (cold.folder.parents[1] / "swell.lock").unlink()
    return cold


@pytest.fixture
def resident(plain: Setting, tmp_path: Path) -> Iterator[Setting]:
    """A chart by itself, which the client has a server render."""
    with served(tmp_path) as server:
        yield Setting(plain.folder, plain.env | {"SWELL_SERVER": str(server.socket)}, program=server.client)


@pytest.fixture(params=["helm", "oci"])
def chart_from_elsewhere(request: pytest.FixtureRequest, umbrella: Umbrella) -> Setting:
    """A chart from a Helm repository or a registry, with an empty store."""
    umbrella.publish("web", "1.0.0")
    umbrella.push("web", "1.0.0")
    umbrella.app.mkdir(exist_ok=True)
    oci = {"oci": f"oci://{umbrella.host}/charts/web", "revision": "1.0.0"}
    source = oci if request.param == "oci" else {"helm": umbrella.site.url, "chart": "web", "version": "1.0.0"}
    said = {"apiVersion": "swell/v1", "sources": {"web": source}, "chart": "$web"}
    (umbrella.app / "swell.yaml").write_text(yaml.safe_dump(said))
    env = umbrella.environ(ARGOCD_APP_NAME="web", ARGOCD_APP_SOURCE_PATH="app")
    return Setting(umbrella.app, env, cold=Path(env["SWELL_STORE"]))
