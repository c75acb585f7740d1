"""A frame with a caption as a reader sees it: text, HTML, Markdown and LaTeX from the same cells."""

import html
import re
from dataclasses import dataclass

import pandas as pd

from nkdata.record import labels


@dataclass
class Table:
    """A frame with its caption, as a reader sees it."""

    frame: pd.DataFrame
    name: str
    caption: str
    digits: int

    def _cells(self):
        columns = [labels.texts(column, self.digits) for _, column in self.frame.items()]
        return [labels.heading(name) for name in self.frame], [list(row) for row in zip(*columns, strict=True)]

    def _sides(self):
        return ["right" if pd.api.types.is_numeric_dtype(dtype) else "left" for dtype in self.frame.dtypes]

    def __str__(self) -> str:
        head, rows = self._cells()
        return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in [head, *rows])

    def to_html(self) -> str:
        """Return an HTML table with its caption; pasted into Word it stays a table."""
        head, rows = self._cells()
        align = [f'style="text-align:{side}"' for side in self._sides()]

        def cell(tag, text, i, scope=""):
            return f"<{tag}{scope} {align[i]}>{html.escape(text)}</{tag}>"

        top = "".join(cell("th", text, i, ' scope="col"') for i, text in enumerate(head))
        body = "".join(
            "<tr>" + "".join(cell("td", t, i) if i else cell("th", t, i, ' scope="row"') for i, t in enumerate(row)) + "</tr>"
            for row in rows
        )
        return f"<table><caption>{html.escape(self.caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"

    def to_markdown(self) -> str:
        """Return a pipe table in Markdown, its caption in the line above."""
        return "\n".join([f"Table: {_escape(self.caption)}", "", *self._pipes()])

    def to_latex(self) -> str:
        r"""Return a LaTeX table with caption and label, for a document that loads ``booktabs``.

        >>> import nkdata
        >>> print(nkdata.table(nkdata.load("phases")[["phase", "name"]].head(1), "one", "50% & more").to_latex())
        \begin{table}
        \centering
        \caption{50\% \& more}
        \label{tab:one}
        \begin{tabular}{rl}
        \toprule
        phase & name \\
        \midrule
        1 & Moscow alone \\
        \bottomrule
        \end{tabular}
        \end{table}
        """
        head, rows = ([[_latex(cell) for cell in row] for row in part] for part in ([self._cells()[0]], self._cells()[1]))
        sides = "".join(side[0] for side in self._sides())
        lines = [" & ".join(row) + r" \\" for row in [*head, *rows]]
        return "\n".join(
            [
                r"\begin{table}",
                r"\centering",
                rf"\caption{{{_latex(self.caption)}}}",
                rf"\label{{tab:{self.name}}}",
                rf"\begin{{tabular}}{{{sides}}}",
                r"\toprule",
                lines[0],
                r"\midrule",
                *lines[1:],
                r"\bottomrule",
                r"\end{tabular}",
                r"\end{table}",
            ]
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        about = {"kind": "table", "name": self.name, "caption": self.caption}
        myst = [f":::{{table}} {_escape(self.caption.rstrip('.'))}\\.", f":name: {self.name}", "", *self._pipes(), ":::"]
        return {"text/html": self.to_html(), "text/markdown": "\n".join(myst), "text/plain": str(self)}, {"nkdata": about}

    def _pipes(self):
        head, rows = self._cells()
        rule = "|" + "|".join("---:" if side == "right" else ":---" for side in self._sides()) + "|"
        first, *rest = ("| " + " | ".join(_escape(cell) for cell in row) + " |" for row in [head, *rows])
        return [first, rule, *rest]


def _latex(text):
    """Escape the characters that LaTeX reads as commands.

    >>> _latex("50% of A_1 & B")
    '50\\\\% of A\\\\_1 \\\\& B'
    """
    text = " ".join(text.split()).replace("\\", r"\textbackslash ")
    text = re.sub(r"([&%$#_{}])", r"\\\1", text)
    return text.replace("~", r"\textasciitilde ").replace("^", r"\textasciicircum ").replace("\N{MINUS SIGN}", "$-$")


def _escape(text):
    """Text that Markdown shows as it is: every mark with a meaning gets a backslash."""
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|$~^@:&-])", r"\\\1", " ".join(text.split()))
