"""The report in a real browser: nothing for axe to find, nothing from the network, the search works from the file system."""

from pathlib import Path

import axe_playwright_python
import pytest

from nkdata.report.content.records import TABLES

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without preload axe asks for the style sheets once more, which no page from the file system may.
RUN_AXE = """async ([rules, contrast]) => (await axe.run(document, {preload: false, resultTypes: ["violations"], runOnly: rules,
    rules: {"color-contrast": {enabled: contrast}}})).violations
    .map(found => `${found.id} x${found.nodes.length}: ${found.nodes[0].html.slice(0, 160)}`)"""
ALIKE = {f"rows-{table}" for table in TABLES if table not in ("passages", "phases")}  # made by the same few lines
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


def unlike(report):
    """Every page, but of those that the same lines make only a few."""
    return [file for file in sorted(report.glob("*.html")) if file.stem not in ALIKE]


@pytest.mark.parametrize(("scheme", "size"), [("light", "desktop"), ("dark", "desktop"), ("light", "phone")])
def test_axe_finds_nothing_and_nothing_is_fetched(browser, report, scheme, size):
    context = browser.new_context(color_scheme=scheme, viewport=SIZES[size], reduced_motion="reduce")
    contrast = size == "desktop"  # slow, and the size changes no colour
    faults, pages = [], unlike(report)
    context.on("request", lambda request: faults.append(request.url) if request.url.startswith("http") else None)
    context.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    for file in pages:
        page = context.new_page()
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('#rows > section:not(#rows-passages)').forEach(part => part.remove())")  # alike, too
        page.evaluate(AXE)
        faults.extend(f"{file.name}: {found}" for found in page.evaluate(RUN_AXE, [RULES, contrast]))
        page.close()
    context.close()
    assert len(pages) > 5
    assert faults == []


def test_search_works_from_the_file_system(browser, report):
    page = browser.new_page()
    page.goto(f"{(report / 'search.html').as_uri()}?q=Tiananmen")
    page.wait_for_selector("#search-results li p.context")
    assert "tiananmen" in page.inner_text("#search-results li p.context").lower()
    page.goto(f"{(report / 'search.html').as_uri()}?q=lean")
    page.wait_for_selector("#search-results li a")
    links = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.href)")
    page.close()
    assert any("04-alignment.html" in link for link in links)


def test_the_keyboard_opens_the_code_and_leads_from_page_to_page(browser, report):
    page = browser.new_page()
    page.goto((report / "00-start-here.html").as_uri())
    fold = page.locator("details.hide summary").first
    fold.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.hide").first.get_attribute("open") is not None
    after = page.locator("a.right-next")
    after.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/01-*.html")
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_no_page_scrolls_sideways(browser, report, size):
    page = browser.new_page(viewport=SIZES[size])
    for file in unlike(report):
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], file.name
    page.close()


def test_tables_fit_a_desktop_and_charts_scroll_on_a_phone(browser, report):
    wide = "all => all.filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.innerText.slice(0, 40))"
    page = browser.new_page(viewport=SIZES["desktop"])
    for file in (*sorted(report.glob("0*.html")), report / "nkdata-report.html"):
        page.goto(file.as_uri())
        assert page.eval_on_selector_all(".pst-scrollable-table-container, .scroll", wide) == [], file.name
    page.close()
    page = browser.new_page(viewport=SIZES["phone"])
    for name, box in (("index.html", ".nkdata-figure > a"), ("nkdata-report.html", ".scroll:has(img)")):
        page.goto((report / name).as_uri())
        chart = page.locator(box).first
        assert chart.locator("img").evaluate("img => img.clientWidth") >= 640
        chart.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("box => box.scrollLeft > 0", arg=chart.element_handle())
    page.close()


def test_a_source_is_named_and_its_key_is_the_title(browser, report):
    page = browser.new_page()
    page.goto((report / "06-do-the-phases-hold.html").as_uri())
    link = page.locator("td a[title='cia_1984_kim_visit']").first
    assert link.inner_text() == "CIA 1984"
    link.click()
    page.wait_for_url("**/bibliography.html#cia-1984-kim-visit")
    page.close()


def test_the_single_file_opens_its_folds_and_follows_a_key(browser, report):
    page = browser.new_page(viewport=SIZES["desktop"])
    page.goto((report / "nkdata-report.html").as_uri())
    fold = page.locator("details.hide summary").first
    assert fold.inner_text().strip() == "Show code"
    fold.click()
    assert page.locator("details.hide pre").first.is_visible()
    page.goto(f"{(report / 'nkdata-report.html').as_uri()}#passages-p2s7")
    page.wait_for_function("document.querySelector('#passages-p2s7').checkVisibility()")
    page.close()


def test_every_picture_is_drawn(browser, report):
    context = browser.new_context(viewport=SIZES["desktop"])
    page = context.new_page()
    drawn = 0
    for file in unlike(report):
        page.goto(file.as_uri())
        widths = page.eval_on_selector_all("img", "all => Promise.all(all.map(async i => {await i.decode(); return i.naturalWidth}))")
        assert all(width > 100 for width in widths), file.name
        drawn += len(widths)
    context.close()
    assert drawn
