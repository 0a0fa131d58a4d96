"""Make the pictures in docs: plan.png and order.png, from what `swell plan --format html` prints, and review.png.

That is the review of the change beside examples/backend, which stands in its README, as a forge shows it: the first
application is unfolded. A picture holds the hash of what it shows, so that a test can tell when it is out of date.
Needs Chromium and its driver: apt-get install chromium chromium-driver
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

TOP = Path(__file__).parent.parent
PLANS = {
    "plan": ("--app", "examples/eoapi/application.yaml"),
    "order": ("-", "--name", "shop"),
}
STREAM = "examples/order/phases.yaml"
REVIEWED = "examples/backend/README.md"
STYLE = """
body { margin: 0; font: 15px/1.5 system-ui, "Segoe UI", sans-serif; color: #17212b; background: #fff; }
main { padding: 1rem 1.5rem; max-width: 76rem; }
table { border-collapse: collapse; margin: .75rem 0; }
td, th { border: 1px solid #d9e0e7; padding: .35rem .75rem; text-align: left; }
pre { background: #f5f7f9; padding: .75rem 1rem; border-radius: 8px; overflow-x: auto; }
summary { font-weight: 600; margin: .5rem 0; }
details details { margin-left: 1rem; }
"""
WIDTH = 1280  # of the window
SCALE = 1100 / WIDTH  # the picture is 1,100 dots wide


def main() -> int:
    """Render, open, and photograph."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        print("chromium is missing: apt-get install chromium chromium-driver", file=sys.stderr)
        return 1
    for name, words in shown().items():
        page = plan(name, "html") if name in PLANS else review(words)
        picture = TOP / "docs" / f"{name}.png"
        picture.write_bytes(marked(photograph(page, chromium, driver), words))
        print(f"{picture.relative_to(TOP)}: {picture.stat().st_size // 1024} KB")
    return 0


def shown() -> dict[str, str]:
    """Return what each picture shows, in words."""
    _, _, block = (TOP / REVIEWED).read_text().partition("````markdown\n")
    return {**{name: plan(name, "json") for name in PLANS}, "review": block.partition("````\n")[0]}


def plan(name: str, form: str) -> str:
    """Return a plan in a format."""
    swell = [TOP / ".venv/bin/swell", "plan", *PLANS[name], "--format", form]
    stream = (TOP / STREAM).read_text()
    return subprocess.run(swell, cwd=TOP, input=stream, capture_output=True, text=True, check=True).stdout


def review(comment: str) -> str:
    """Return the review as a page."""
    unfolded = comment.replace("<details>", "<details open>", 2)
    body = MarkdownIt("commonmark", {"html": True}).enable("table").render(unfolded)
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><main>{body}</main>'


def photograph(page: str, chromium: str, driver: str) -> bytes:
    """Return a picture of a whole page."""
    options = ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(argument)
    with tempfile.TemporaryDirectory() as folder, Chrome(options=options, service=Service(driver)) as chrome:
        file = Path(folder) / "plan.html"
        file.write_text(page, encoding="utf-8")
        chrome.get(file.as_uri())
        resize(chrome, WIDTH, 400, 1)
        height = chrome.execute_script("return document.documentElement.scrollHeight")
        resize(chrome, WIDTH, height, SCALE)
        chrome.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        return bytes(chrome.get_screenshot_as_png())


def marked(png: bytes, words: str) -> bytes:
    """Return the same picture with its mark, compressed as well as can be; browsers rather are quick."""
    chunks = list(_chunks(png))
    pixels = zlib.compress(zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT")), 9)
    kept = [(b"IHDR", chunks[0][1]), (b"tEXt", mark(words)), (b"IDAT", pixels), (b"IEND", b"")]
    return png[:8] + b"".join(
        len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4) for name, body in kept
    )


def marks(png: bytes) -> list[bytes]:
    """Return the marks of a picture."""
    return [body for name, body in _chunks(png) if name == b"tEXt"]


def mark(words: str) -> bytes:
    """Return the mark of a picture that shows these words."""
    return b"Comment\0" + hashlib.sha256(words.encode()).hexdigest().encode()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8  # behind the signature
    while place < len(png):
        size = int.from_bytes(png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        place += size + 12


def resize(chrome: Chrome, width: int, height: int, scale: float) -> None:
    """Set the window's size and how many dots a pixel has."""
    screen = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


if __name__ == "__main__":
    sys.exit(main())
