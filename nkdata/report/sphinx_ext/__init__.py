"""The Sphinx extension of the report: what Sphinx, myst-nb and the theme do not do by themselves."""

from nkdata.report.sphinx_ext import accessible, columns, keys, links, mathematics, onepage, snippets

VERSION = "1"


def setup(app):
    """Register the parts; Sphinx calls this."""
    app.add_config_value("nkdata_charts", {}, "env")
    mathematics.setup(app)
    app.add_config_value("nkdata_links", {}, "env")
    links.setup(app)
    keys.setup(app)
    columns.setup(app)
    onepage.setup(app)
    accessible.setup(app)
    snippets.setup(app)
    return {"version": VERSION, "parallel_read_safe": True, "parallel_write_safe": True}
