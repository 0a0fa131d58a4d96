"""One comment for all: never longer than one may be, and first what matters."""

import pytest

from cmp.report.review_markdown import MOST
from cmp.report.reviews import DIFFERENT, SAME, Reviewed, written


def reviewed(number: int, size: int) -> Reviewed:
    return Reviewed(
        app=f"app-{number}",
        state=DIFFERENT,
        sync="CAN FINISH, as before",
        differs="1 danger, 1 changed",
        dangers=(("error", "it is refused"),),
        text="x" * size,
        brief=f"in brief {number}",
    )


@pytest.mark.parametrize(("many", "size"), [(3, 100), (3, 40_000), (200, 2_000), (2_000, 100_000)])
def test_a_comment_keeps_its_bound_whatever_there_is(many: int, size: int) -> None:
    quiet = tuple(Reviewed(app=f"quiet-{number}", state=SAME) for number in range(1_000))
    text = written((*quiet, *(reviewed(number, size) for number in range(many))), ("main", "working tree"), "markdown")
    assert len(text) <= MOST
    assert f"{1_000 + many} applications, {many} different, 1000 same inputs" in text
    assert "quiet-" not in text
    assert text.index("| app-0 | **error** |") < text.index("<details>")
    folds = text.count("<details>")
    assert folds == many or f"... and {many - folds} applications more: `swell diff` shows all." in text


def test_what_does_not_fit_as_a_whole_is_there_in_brief() -> None:
    text = written([reviewed(0, 50_000), reviewed(1, 50_000)], ("main", "working tree"), "markdown")
    assert "x" * 50_000 in text
    assert "in brief 0" not in text
    assert "in brief 1" in text
