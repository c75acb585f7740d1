"""The Sphinx extension of the report: what Sphinx, myst-nb and the theme do not do by themselves."""

from nkdata.report.sphinx_ext import accessible, links, mathematics

VERSION = "1"


def setup(app):
    """Register the parts; Sphinx calls this."""
    app.add_config_value("nkdata_figures", {}, "env")
    mathematics.setup(app)
    links.setup(app)
    accessible.setup(app)
    return {"version": VERSION, "parallel_read_safe": True, "parallel_write_safe": True}
