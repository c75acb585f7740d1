"""The page of the public names, from their numpydoc docstrings."""

import inspect
from textwrap import indent

from sphinx.ext.napoleon import Config, NumpyDocstring

import nkdata

ABOUT = (
    "The public names of `nkdata`, by purpose. In Python, `help(nkdata.lean)` prints the same. Wherever an argument or a table is "
    "wrong, the error is `nkdata.errors.NkdataError`, a `ValueError`."
)
STYLE = Config(napoleon_use_rtype=False, napoleon_use_param=True)


def api_page() -> str:
    """Return the page: for each name signature, summary, parameters, result, suggested default and example."""
    lines = ["# API", "", ABOUT, ""]
    for group, names in nkdata.GROUPS.items():
        lines += [f"## {group.capitalize()}", "", "```{eval-rst}", *map(entry, names), "```", ""]
    return "\n".join(lines)


def entry(name: str) -> str:
    """Return one public name as a directive of Sphinx.

    >>> entry("tables").splitlines()[0]
    '.. py:function:: nkdata.tables(data=None)'
    """
    value = getattr(nkdata, name)
    text, kind, signature = inspect.getdoc(value), "data", ""
    if callable(value):
        kind = "function"
        bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in inspect.signature(value).parameters.values()]
        signature = str(inspect.Signature(bare))  # the section on parameters has the types
    body = NumpyDocstring(text, STYLE, what="function", name=name)
    return f".. py:{kind}:: nkdata.{name}{signature}\n\n{indent(str(body), '   ')}\n"
