"""Small repairs to what Sphinx, myst-nb and the theme write, each of them something that axe reports."""

REPAIRS = (
    # a label that hides the visible words "Show code"
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
)


def repair(app, pagename, templatename, context, doctree):
    """Apply the repairs to the body of a page."""
    if body := context.get("body"):
        for wrong, right in REPAIRS:
            body = body.replace(wrong, right)
        context["body"] = body


def setup(app):
    """Come after everything else that touches the page."""
    app.connect("html-page-context", repair, priority=900)
