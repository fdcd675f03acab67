"""Takes the README's pictures from a running demo: `python docs/take_screenshots.py http://127.0.0.1:8000`.

Needs the packages of `make test`, and Chromium (its path in CHROMIUM, /usr/bin/chromium by default).
"""

import os
import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

OUT = Path(__file__).parent / "img"
# name: (page, width, height, theme); an article is found by the words of its headline
SHOTS = {
    "front": ("/", 1280, 1300, "light"),
    "front-dark": ("/", 1280, 900, "dark"),
    "front-phone": ("/", 390, 844, "light"),
    "article": ("a-local-paper-should-be-late", 1280, 1400, "light"),
    "article-phone": ("after-nine-winters", 390, 844, "dark"),
}


def shoot(browser: Browser, site: str, name: str) -> None:
    """One picture, as a JPEG small enough for a repository."""
    page_name, width, height, theme = SHOTS[name]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    page.goto(site + "/")
    if page_name != "/":
        feed = page.request.get(f"{site}/feed/").text()
        links = re.findall(r"https?://[^/<]+(/\d{4}/\d\d/\d\d/[^<]+?)<", feed)
        page.goto(site + next(link for link in links if page_name in link))
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"{name}.jpg", type="jpeg", quality=60)
    page.close()


def main() -> None:
    """All of them."""
    site = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name in SHOTS:
            shoot(browser, site, name)
        browser.close()


if __name__ == "__main__":
    main()
