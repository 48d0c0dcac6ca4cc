"""axe's rules of WCAG 2.2 levels A and AA, on a page in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Half a page, colours on their way and letters that are not there yet are measured as nobody sees
#: them.
STILL = """async () => {
  const whole = new Promise(done => addEventListener("load", done, { once: true }));
  if (document.readyState !== "complete") await whole;
  await document.fonts.ready;
  const moving = document.getAnimations().filter(each => each.effect.getTiming().iterations < 99);
  await Promise.allSettled(moving.map(each => each.finished));
}"""
AXE = Axe().axe_script
RUN = "async ([within, options]) => (await axe.run(within ?? document, options)).violations"
#: Whether nothing has to be scrolled sideways, and text twice as large as the browser's own.
FITS = "document.documentElement.scrollWidth <= innerWidth"
LARGE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":root { font-size: 200% !important }");
  document.adoptedStyleSheets = [sheet];
}"""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
#: The rules that colours and width decide: all that can differ where the markup is the same.
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")


def violations(page: Page, within: str | None = None, only: tuple[str, ...] = ()) -> list[str]:
    """One line per violated rule: its name, what it asks, and where on the page it is broken.

    ``within`` is the selector of a part of the page; by itself the whole page is looked at.
    ``only`` names rules; by themselves all are looked at.
    """
    page.evaluate(STILL)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # on a large page most of the time goes into telling of what is right
    wanted = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    options = {"runOnly": wanted, "resultTypes": ["violations"]}
    found = page.evaluate(RUN, [within, options])
    return [
        f"{rule['id']}: {rule['help']}: {', '.join(str(node['target']) for node in rule['nodes'])}"
        for rule in found
    ]
