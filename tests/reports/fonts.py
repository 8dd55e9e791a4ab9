"""Pages laid out in one font, whatever fonts the machine has: the one asked for must be in use."""

import base64
from pathlib import Path

import matplotlib
from playwright.sync_api import Page

from tests.support.machine import lacking

# The first travels with matplotlib, so it is everywhere; it is also the widest of the three.
SHIPPED = {"DejaVu Sans": {"400": "DejaVuSans.ttf", "700": "DejaVuSans-Bold.ttf"}}
DEBIAN = {"Liberation Sans": "fonts-liberation", "Noto Sans": "fonts-noto-core"}
FONTS = [*SHIPPED, *DEBIAN]

# A sheet and a face that a script makes are not fetched: no policy of the page stands in the way.
_SET = """
async ([family, faces]) => {
  for (const [weight, data] of faces) {
    const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
    document.fonts.add(await new FontFace(family, bytes, { weight }).load());
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { font-family: "${family}" !important }`);
  document.adoptedStyleSheets = [sheet];
  await document.fonts.ready;
}
"""


def set_in(page: Page, family: str) -> None:
    """Lay the page out in this font alone; a machine that does not have it is said to lack it."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    faces = [
        [weight, base64.b64encode((folder / name).read_bytes()).decode("ascii")]
        for weight, name in SHIPPED.get(family, {}).items()
    ]
    page.evaluate(_SET, [family, faces])
    used = _used(page)
    if used != {family}:
        assert family in DEBIAN, f"{family} is shipped, and the page shows {used}"
        lacking(f"the font {family} (apt-get install {DEBIAN[family]})")


def _used(page: Page) -> set[str]:
    """Give the families in which the browser really drew the title."""
    tools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        tools.send(f"{domain}.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    title = tools.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})
    fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": title["nodeId"]})["fonts"]
    return {str(font["familyName"]) for font in fonts}
