"""Take the pictures of the explorer's pages: light beside dark, small, of a service that runs already.

    kg serve --data DIR --port 8000
    python docs/explorer/take.py http://127.0.0.1:8000 docs/explorer

Needs Chromium, ``playwright`` and ``pillow`` (``pip install 'demarche[test,pictures]'``).
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

WIDTH, HEIGHT, SMALLER = 1100, 880, 0.55
SEAM, COLOURS = 8, 160
PAGES = {
    "home": "/",
    "search": "/?q=Lavrov",
    "person": "/entities/sergey-lavrov",
    "neighbourhood": "/entities/russia/neighbourhood",
    "timeline": "/timeline",
    "issues": "/issues?about=iran",
    "names": "/entities",
    "places": "/places",
    "path": "/path?start=john-kerry&end=vladimir-putin",
    "articles": "/documents",
    "sparql": "/ask?example=offices",
}


def main(address: str, folder: Path) -> None:
    """Take them all; the meeting is the first that several articles tell of, the article the newest."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        found = {"meeting": r'"(/meetings/[^"]+)"', "article": r'"(/documents/[^"]+)"'}
        told = {name: re.findall(pattern, page.content()) for name, pattern in found.items()}
        for name, path in {**PAGES, **{name: links[0] for name, links in told.items() if links}}.items():
            both = [taken(browser, address + path, scheme) for scheme in ("light", "dark")]
            beside = Image.new("RGB", (2 * both[0].width + SEAM, both[0].height), "#808080")
            for place, picture in enumerate(both):
                beside.paste(picture, (place * (picture.width + SEAM), 0))
            beside.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
        browser.close()


def taken(browser: Browser, address: str, scheme: str) -> Image.Image:
    """What a window of one page shows, in one colour scheme."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SMALLER, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(address)
    page.locator("html[data-alive]").wait_for(state="attached")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
