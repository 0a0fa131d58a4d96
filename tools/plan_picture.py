"""Make docs/plan.png, the README's picture of a plan, from what `swell plan --format html` prints for examples/eoapi.

Needs Chromium and its driver: apt-get install chromium chromium-driver
"""

import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

TOP = Path(__file__).parent.parent
EXAMPLE = "examples/eoapi/application.yaml"
WIDTH = 1100  # of the picture; a page that is wider is shown smaller


def main() -> int:
    """Render, open, and photograph."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        print("chromium is missing: apt-get install chromium chromium-driver", file=sys.stderr)
        return 1
    swell = [TOP / ".venv/bin/swell", "plan", "--app", EXAMPLE, "--format", "html"]
    page = subprocess.run(swell, cwd=TOP, capture_output=True, text=True, check=True).stdout
    picture = TOP / "docs" / "plan.png"
    picture.write_bytes(photograph(page, chromium, driver))
    print(f"{picture.relative_to(TOP)}: {picture.stat().st_size // 1024} KB")
    return 0


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
