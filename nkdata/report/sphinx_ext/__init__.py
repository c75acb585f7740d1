"""The Sphinx extension of the report: additions to Sphinx, myst-nb and the theme."""

from sphinx.application import Sphinx

from nkdata.report.sphinx_ext import columns, keys, links, mathematics, onepage, snippets

# myst-nb's label hides the visible words "Show code" from a screen reader.
SUMMARY = '<summary aria-label="Toggle hidden content">', "<summary>"


def setup(app: Sphinx) -> dict[str, object]:
    """Register the parts; Sphinx calls this."""
    for name in ("nkdata_charts", "nkdata_links"):
        app.add_config_value(name, {}, "env")
    for part in (mathematics, links, keys, columns, onepage, snippets):
        part.setup(app)
    app.connect("html-page-context", show_summary, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def show_summary(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Remove the label that hides the words of a fold."""
    if body := context.get("body"):
        context["body"] = body.replace(*SUMMARY)
