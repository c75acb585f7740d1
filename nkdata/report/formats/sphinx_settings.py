"""Sphinx's settings, in place of a conf.py: one dictionary, the same for every format but for the theme."""

import html
from pathlib import Path
from typing import Any

import nkdata
from nkdata.report.content.edition import notice
from nkdata.report.content.sphinx_source import Layout

HERE = Path(__file__).resolve().parent
TITLE = "North Korea between Moscow and Beijing, 1953–93"
AUTHORS = "The nkdata authors"


def settings(layout: Layout) -> dict:
    """Return the settings that every format shares."""
    return {
        "project": TITLE,
        "author": AUTHORS,
        "project_copyright": AUTHORS,
        "version": nkdata.__version__,
        "release": nkdata.__version__,
        "language": "en",
        "extensions": ["myst_nb", "nkdata.report.sphinx_ext"],
        "suppress_warnings": ["myst.xref_missing"] if layout.partial else [],
        "nkdata_charts": layout.charts,
        "nkdata_links": layout.links,
        "nb_execution_mode": "off",
        "nb_render_plugin": "nkdata",  # an entry point, see pyproject.toml
        # A figure offers a PNG and HTML, a table Markdown and HTML: here the first of each is wanted.
        "nb_mime_priority_overrides": [("*", "image/png", 5), ("*", "text/markdown", 6)],
        "nb_merge_streams": True,
        "nb_render_markdown_format": "myst",
        "nb_code_prompt_show": "Show code",
        "nb_code_prompt_hide": "Hide code",
        "myst_enable_extensions": ["dollarmath", "colon_fence", "deflist", "attrs_inline"],
        "myst_heading_anchors": 3,
        "toc_object_entries_show_parents": "hide",
        "numfig": True,
        "numfig_format": {"figure": "Figure %s.", "table": "Table %s."},
        "numfig_secnum_depth": 0,
        "html_math_renderer": "mathml",
        "html_title": TITLE,
        "html_extra_path": [str(layout.extra)],
        "html_copy_source": False,
        "html_use_index": False,
        "html_show_sphinx": False,
        "html_context": {"author": AUTHORS, "nkdata_notebooks": layout.notebooks, "default_mode": "auto"},
        "templates_path": [str(HERE / "templates")],
    }


def site() -> dict:
    """Return the settings of the site; every page says whether the data are an edited copy."""
    return SITE | {"html_theme_options": SITE["html_theme_options"] | {"announcement": html.escape(notice())}}


SITE: dict[str, Any] = {
    "html_theme": "pydata_sphinx_theme",
    "html_static_path": [str(HERE / "style")],
    "html_css_files": ["site.css"],
    "html_sidebars": {"**": ["site-nav"]},
    "html_theme_options": {
        "logo": {"text": TITLE.partition(",")[0]},
        "navbar_center": [],
        "navbar_persistent": [],
        "navbar_end": ["search-button-field", "theme-switcher"],
        "secondary_sidebar_items": ["page-toc", "notebook-link"],
        "footer_start": ["copyright"],
        "footer_end": [],
        "show_toc_level": 2,
        "shorten_urls": False,
        "search_bar_text": "Search",
        "pygments_light_style": "a11y-high-contrast-light",
        "pygments_dark_style": "a11y-high-contrast-dark",
    },
}

PLAIN = {
    "html_theme": "plain",
    "html_theme_path": [str(HERE)],
    "html_theme_options": {},
}
