"""A stand-in of what of GitHub's and GitLab's API writes comments: it has them in pages, and knows one token."""

import json
import re
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-token"  # noqa: S105
OURS = {"login": "github-actions[bot]", "id": 7}
_HUB = re.compile(r"/repos/shop/deploy/issues/(?:(?P<number>12)/comments|comments/(?P<one>\d+))")
_LAB = re.compile(r"/projects/34/merge_requests/12/notes(?:/(?P<one>\d+))?")
_MOST = {"hub": 65_536, "lab": 1_000_000}
"""The characters that a comment may have."""


class ForgeApi(BaseHTTPRequestHandler):
    """One pull request with its `comments`; what is written wrong gets the code that the forge answers with."""

    comments: list[dict[str, Any]]

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Return the user, or a page of comments."""
        address = urlsplit(self.path)
        if not self._known():
            self._answer(401, {"message": "Bad credentials"})
        elif address.path == "/user":
            self._answer(200, OURS)
        elif self._which(address.path):
            asked = {name: int(values[0]) for name, values in parse_qs(address.query).items()}
            first = (asked["page"] - 1) * asked["per_page"]
            self._answer(200, self.comments[first : first + asked["per_page"]])
        else:
            self._answer(404, {"message": "Not Found"})

    def do_POST(self) -> None:
        """Write a new comment."""
        self._write(None)

    def do_PATCH(self) -> None:
        """Change one, as GitHub has it."""
        self._write("hub")

    def do_PUT(self) -> None:
        """Change one, as GitLab has it."""
        self._write("lab")

    def _write(self, changes: str | None) -> None:
        which = self._which(self.path)
        if not self._known() or not which or (changes and changes != which[0]):
            self._answer(404, {"message": "Not Found"})
            return
        if which[0] == "lab" and self.headers["Content-Type"] != "application/json":
            self._answer(415, {"error": "The provided content-type is not supported"})
            return
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        if len(body) > _MOST[which[0]]:
            self._answer(422, {"message": "Validation Failed"})
        elif changes:
            (one,) = (comment for comment in self.comments if str(comment["id"]) == which[1])
            one["body"] = body
            self._answer(200, one)
        else:
            self.comments.append({"id": 1000 + len(self.comments), "user": OURS, "author": OURS, "body": body})
            self._answer(201, self.comments[-1])

    def _which(self, path: str) -> tuple[str, str | None] | None:
        """Return the forge whose comments a path names, and the number of one; None if it names none."""
        for name, pattern in (("hub", _HUB), ("lab", _LAB)):
            if found := pattern.fullmatch(urlsplit(path).path):
                return name, found["one"]
        return None

    def _known(self) -> bool:
        return TOKEN in (
            self.headers.get("PRIVATE-TOKEN"),
            self.headers.get("Authorization", "").removeprefix("Bearer "),
        )

    def _answer(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
