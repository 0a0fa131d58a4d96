"""How `swell diff` shows a review, and for which one it exits with 1."""

from cmp.model import Severity
from cmp.report import review_formats, review_text
from cmp.review.model import Review
from cmp.value import Value


class Look(Value):
    """How a review is shown: in the format `form`, which may be `quiet` where it is text: the verdict alone.

    `fail_on` is what the exit code is 1 for: a danger, any change, or nothing.
    """

    form: str = "text"
    quiet: bool = False
    fail_on: str = ""

    def written(self, review: Review) -> str:
        """Return a review as it is to be shown."""
        return review_text.brief(review) if self.quiet else review_formats.written(review, self.form)

    def fails(self, review: Review) -> bool:
        """Tell whether a review is to end with exit code 1."""
        if self.fail_on == "danger":
            return any(danger.severity is not Severity.INFO for danger in review.dangers)
        return self.fail_on == "change" and review.differs
