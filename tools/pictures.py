"""Make the pictures in docs: plan.png, from what `swell plan --format html` prints for examples/eoapi, and review.png.

That is the review of the change beside examples/backend, which stands in its README, as a forge shows it: the first
application is unfolded. Needs Chromium and its driver: apt-get install chromium chromium-driver
"""

import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from markdown_it import MarkdownIt
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

TOP = Path(__file__).parent.parent
EXAMPLE = "examples/eoapi/application.yaml"
REVIEWED = "examples/backend/README.md"
STYLE = """
body { margin: 0; font: 15px/1.5 system-ui, "Segoe UI", sans-serif; color: #17212b; background: #fff; }
main { padding: 1rem 1.5rem; max-width: 60rem; }
table { border-collapse: collapse; margin: .75rem 0; }
td, th { border: 1px solid #d9e0e7; padding: .35rem .75rem; text-align: left; }
pre { background: #f5f7f9; padding: .75rem 1rem; border-radius: 8px; overflow-x: auto; }
summary { font-weight: 600; margin: .5rem 0; }
details details { margin-left: 1rem; }
"""
WIDTH = 1100  # of the picture; a page that is wider is shown smaller


def main() -> int:
    """Render, open, and photograph."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        print("chromium is missing: apt-get install chromium chromium-driver", file=sys.stderr)
        return 1
    for name, page in (("plan", plan()), ("review", review())):
        picture = TOP / "docs" / f"{name}.png"
        picture.write_bytes(photograph(page, chromium, driver))
        print(f"{picture.relative_to(TOP)}: {picture.stat().st_size // 1024} KB")
    return 0


def plan() -> str:
    """Return the page of a plan."""
    swell = [TOP / ".venv/bin/swell", "plan", "--app", EXAMPLE, "--format", "html"]
    return subprocess.run(swell, cwd=TOP, capture_output=True, text=True, check=True).stdout


def review() -> str:
    """Return the review as a page."""
    _, _, block = (TOP / REVIEWED).read_text().partition("````markdown\n")
    comment = block.partition("````\n")[0].replace("<details>", "<details open>", 2)
    body = MarkdownIt("commonmark", {"html": True}).enable("table").render(comment)
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><main id="waves">{body}</main>'


def photograph(page: str, chromium: str, driver: str) -> bytes:
    """Return a picture of a whole page, as wide as its columns need."""
    options = ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(argument)
    with tempfile.TemporaryDirectory() as folder, Chrome(options=options, service=Service(driver)) as chrome:
        file = Path(folder) / "plan.html"
        file.write_text(page, encoding="utf-8")
        chrome.get(file.as_uri())
        resize(chrome, WIDTH, 400, 1)
        width = max(WIDTH, chrome.execute_script("return document.getElementById('waves').scrollWidth"))
        resize(chrome, width, 400, 1)
        height = chrome.execute_script("return document.documentElement.scrollHeight")
        resize(chrome, width, height, WIDTH / width)
        chrome.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        return squeezed(chrome.get_screenshot_as_png())


def squeezed(png: bytes) -> bytes:
    """Return the same picture compressed as well as can be; browsers rather are quick."""
    chunks, place = [], 8  # behind the signature
    while place < len(png):
        size = int.from_bytes(png[place : place + 4])
        chunks.append((png[place + 4 : place + 8], png[place + 8 : place + 8 + size]))
        place += size + 12
    pixels = zlib.compress(zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT")), 9)
    kept = [(b"IHDR", chunks[0][1]), (b"IDAT", pixels), (b"IEND", b"")]
    return png[:8] + b"".join(
        len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4) for name, body in kept
    )


def resize(chrome: Chrome, width: int, height: int, scale: float) -> None:
    """Set the window's size and how many dots a pixel has."""
    screen = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


if __name__ == "__main__":
    sys.exit(main())
