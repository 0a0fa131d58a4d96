"""The folder of an Application's source, below the roots that may contain it."""

from pathlib import Path

import pytest

from cmp.errors import RequestError
from cmp.request.application import environment, folder_of, roots_of
from cmp.text import Speller


def test_a_misspelt_folder_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "apps/web/stage").mkdir(parents=True)
    (tmp_path / "apps/api").mkdir()
    roots = [str(tmp_path / "gone"), str(tmp_path / "apps"), str(tmp_path)]
    with pytest.raises(RequestError) as told:
        folder_of({"path": "apps/wbe/stage"}, "web.yaml", roots)
    assert told.value.here == "nearest: apps/web/stage"
    for far in ("apps/wbe/prod", "other", "apps/web/stage/below"):
        with pytest.raises(RequestError) as told:
            folder_of({"path": far}, "web.yaml", roots)
        assert not told.value.here


def test_many_misspelt_folders_are_compared_in_so_many_steps_in_all(tmp_path: Path) -> None:
    (tmp_path / "apps/web").mkdir(parents=True)
    told, speller = [], Speller(39)
    for _ in range(5):
        with pytest.raises(RequestError, match="is not here") as refused:
            folder_of({"path": "apps/wbe"}, "web.yaml", [str(tmp_path)], speller=speller)
        told.append(refused.value.here)
    assert told == ["nearest: apps/web"] * 3 + [""] * 2


def test_argo_cd_fills_in_what_plugin_env_says(tmp_path: Path) -> None:
    env = [{"name": "SWELL_ENVIRONMENT", "value": "$ARGOCD_APP_NAME-${ARGOCD_APP_NAMESPACE}-$$1"}]
    parameters = [{"name": "cluster", "string": "$ARGOCD_APP_NAME"}]
    source = {"path": ".", "plugin": {"name": "swell", "env": env, "parameters": parameters}}
    application = {"metadata": {"name": "web"}, "spec": {"source": source, "destination": {"namespace": "shop"}}}
    words, _ = environment(application, str(tmp_path / "web.yaml"))
    assert words["ARGOCD_ENV_SWELL_ENVIRONMENT"] == "web-shop-$1"
    assert "$ARGOCD_APP_NAME" in words["ARGOCD_APP_PARAMETERS"]
    assert "ARGOCD_APP_REVISION" not in words


def test_a_path_begins_at_the_root_of_the_repository_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "apps/deep").mkdir(parents=True)
    file = str(tmp_path / "apps/deep/web.yaml")
    (tmp_path / ".git").mkdir()
    every = [str(tmp_path), str(tmp_path / "apps/deep"), str(tmp_path / "apps")]
    assert list(roots_of(file)) == every
    assert folder_of({"path": "."}, file, roots_of(file)) == str(tmp_path)
    (tmp_path / ".git").rmdir()
    assert next(roots_of(file)) == str(tmp_path / "apps/deep")
