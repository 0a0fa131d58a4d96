"""Links in a checkout."""

from pathlib import Path

import pytest

from cmp.errors import SourceError
from cmp.request.checkout import leads_out, read_within


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout beside another one, and beside a file."""
    for name in ("one", "other"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / "folder").mkdir()
        (tmp_path / name / "folder/a.yaml").write_text(name)
    (tmp_path / "a.yaml").write_text("outside")
    return tmp_path / "one"


@pytest.mark.parametrize(
    ("link", "target", "path"),
    [("b.yaml", "../a.yaml", "b.yaml"), ("link", "../other", "link/folder/a.yaml"), ("link", "..", "link/a.yaml"),
     ("folder/b.yaml", "../link.yaml", "folder/b.yaml"), ("link", "../other/folder", "link"),
     ("link", ".git", "link/config"), ("b.yaml", ".git/config", "b.yaml")],
)  # fmt: skip
def test_a_link_that_leads_out_is_not_followed_even_into_another_checkout(
    link: str, target: str, path: str, checkout: Path
) -> None:
    (checkout / "link.yaml").symlink_to("../a.yaml")
    (checkout / link).symlink_to(target)
    assert leads_out(str(checkout / path))
    with pytest.raises(SourceError, match=r"^x leads out of the repository"):
        read_within(str(checkout / path), shown="x")


def test_a_link_that_stays_inside_is_followed_and_so_is_one_above_the_checkout(checkout: Path, tmp_path: Path) -> None:
    (checkout / "b.yaml").symlink_to("folder/a.yaml")
    (tmp_path / "elsewhere").symlink_to(checkout)
    for path in (checkout / "b.yaml", tmp_path / "elsewhere/folder/a.yaml", tmp_path / "elsewhere/b.yaml"):
        assert read_within(str(path), shown="x") == "one"


def test_without_a_checkout_a_link_may_lead_anywhere(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.yaml").write_text("a")
    (tmp_path / "folder/b.yaml").symlink_to("../a.yaml")
    assert read_within(str(tmp_path / "folder/b.yaml"), shown="x") == "a"
