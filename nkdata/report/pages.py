"""The pages that are no notebooks (first page, claim ledger, codebook, figures, how to cite, bibliography), as Markdown from the tables."""

import json
import re
import string

import pandas as pd

import nkdata
from nkdata import codebook
from nkdata.croissant import croissant
from nkdata.ledger import sentence
from nkdata.loading import tables
from nkdata.report.execute import Executed
from nkdata.report.figures import Shown

TITLE = "North Korea between Moscow and Beijing, 1953–93"
FIRST_CHART = "pendulum"
GENERATED = ("ledger", "codebook", "figures", "citing", "bibliography")
FINDINGS = tuple(
    f"holds_{name}"
    for name in (
        "toward_beijing_1957_60",
        "soviet_return_1965_72",
        "toward_beijing_1973_84",
        "toward_moscow_1984_89",
        "chinese_decline_1984_89",
    )
)
CHANGE_OF_MIND = (
    "What would change our mind: deliveries by year from a Soviet or Chinese archive; a count of licensed production apart from "
    "what was shipped; a second coder who reads the same words differently; an independent report of Chinese supplies in 1984–89."
)
ADDRESS = re.compile(r"(https?://[^\s<>]*[^\s<>.,;)])")
SPECIAL = re.compile(f"([{re.escape(string.punctuation)}])")


def plain(text: object) -> str:
    r"""Text that Markdown must take as it stands.

    >>> print(plain("a|b <i>"))
    a\|b \<i\>
    """
    return _escaped(" ".join(str(text).split()))


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


def question_of(page: Executed) -> str:
    """The question that a notebook asks: its first bold sentence, else its heading, else its name."""
    text = "\n".join(cell.source for cell in page.notebook.cells if cell.cell_type == "markdown")
    for pattern in (r"\*\*(.+?\?)\*\*", r"^#\s+(.+)"):
        if found := re.search(pattern, text, re.DOTALL):
            return " ".join(found[1].split())
    return page.name


def answer_of(page: Executed) -> str:
    """The first prose that a notebook's code says: its answer."""
    for cell in page.notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/markdown" in data and "nkdata" not in output.get("metadata", {}):
                return data["text/markdown"].strip()
    return ""


def index(executed: list[Executed], charts: dict[str, Shown]) -> str:
    """The first page: the question, the answer, the pendulum, and what each page asks."""
    lines = [f"# {TITLE}", ""]
    if executed:
        lines += [answer_of(executed[0]), ""]
    if chart := charts.get(FIRST_CHART):
        kind = "svg" if "svg" in chart.files else "png"
        lines += [f"![{plain(chart.alt)}](figures/{chart.name}.{kind})", ""]
        lines += ["## Five findings, and how sure they are", "", nkdata.claim(*FINDINGS).text, "", CHANGE_OF_MIND, ""]
        lines += ["```{raw} html", _for_search_engines(), "```", ""]
    lines += ["## The pages", "", "Each page below asks one question and answers it first.", ""]
    for page in executed:
        lines += [f"**[{question_of(page)}]({page.name}.ipynb)**", "", answer_of(page).partition("\n\n")[0], ""]
    lines += ["```{toctree}", ":hidden:", "", *(page.name for page in executed), *GENERATED, "```", ""]
    return "\n".join(lines)


def _for_search_engines() -> str:
    """The dataset in schema.org's words, as a script that does nothing; the whole of it is in croissant.json."""
    about = {name: value for name, value in croissant().items() if name not in ("recordSet", "distribution")}
    inert = json.dumps(about).replace("</", "<\\/")
    return f'<script type="application/ld+json">{inert}</script>'


def ledger_page() -> str:
    """Every headline number, with the cell that computes it."""
    rows = nkdata.claims()
    frame = pd.DataFrame(
        {
            "sentence": [sentence(row, row.dropna()) for _, row in rows.iterrows()],
            "value": [f"{value:.6g}" for value in rows["value"]],
            "interval": [f"{low:.4g} to {high:.4g}" if low == low else "" for low, high in zip(rows["low"], rows["high"], strict=True)],
            "unit": rows["unit"],
            "rests on": rows["tables"].str.replace(";", ", "),
            "computed in": rows["notebook"] + ", cell " + rows["cell"],
        }
    )
    return "\n".join(
        [
            "# Claim ledger",
            "",
            "Every headline number of this report: the sentence, the value, its interval where it has one, the tables it rests on and "
            "the cell that computes it. A test computes each anew and compares.",
            "",
            _shown(frame, "claim-ledger", "Every headline sentence and its number"),
        ]
    )


def codebook_page() -> str:
    """Every table and every column."""
    lines = [
        "# Codebook",
        "",
        "Every table of the package and what its columns mean. It is made from `nkdata/data/datapackage.json`, as "
        '`nkdata.describe(table)` is; the PDF leaves the columns out. Made says where a value comes from: as printed by the source, coded by us from it, computed, or ours alone. For machines: <a href="croissant.json">Croissant file</a>.',
        "",
    ]
    for row in tables().itertuples():
        about = codebook.resource(row.table)
        lines += [f"## {plain(row.table)}", "", f"{plain(about['title'])}: a row is {plain(row.row)}; {row.rows} rows.", ""]
        lines += [plain(about.get("description", "")), "", f"Licence: {plain(nkdata.licence(row.table))}", ""]
        lines += [_columns(row.table)]
    return "\n".join(lines)


def _columns(name: str) -> str:
    """The columns of one table."""
    about = nkdata.describe(name)
    frame = pd.DataFrame(
        {
            "column": about["column"],
            "meaning": (about["title"] + ". " + about["description"]).str.strip(),
            "type": about["type"]
            + about["unit"].map(lambda unit: f", in {unit}" if unit else "")
            + about["allowed"].map(lambda allowed: f": {allowed}" if allowed else ""),
            "made": about["processing"].str.replace("_", " "),
            "empty cells": about["missing"].astype(str) + about["why_missing"].map(lambda why: f": {why}" if why else ""),
        }
    )
    return _shown(frame, f"codebook-{name.replace('_', '-')}", f"Columns of {name}")


def _shown(frame: pd.DataFrame, name: str, caption: str) -> str:
    """A table as Markdown, by the same way as in the notebooks."""
    return nkdata.table(frame, name, caption)._repr_mimebundle_()[0]["text/markdown"] + "\n"


def figures_page(charts: dict[str, Shown]) -> str:
    """Every chart, its words and its files."""
    about = "Every chart, what it shows in words, and its files: the plotted data as a table, and the picture."
    lines = ["# Figures", "", about, ""]
    for chart in charts.values():
        shown = "svg" if "svg" in chart.files else "png"
        links = [
            f'<a href="{"_images" if kind == shown else "figures"}/{chart.name}.{kind}">{kind.upper()} of {chart.name}</a>'
            for kind in chart.files
        ]
        lines += [f"## {plain(chart.name)}", "", f"{plain(chart.caption)} ([Figure](#fig-{chart.name}))", ""]
        lines += [plain(chart.alt), "", '<p class="downloads">' + " · ".join(links) + "</p>", ""]
    return "\n".join(lines)


def citing_page() -> str:
    """How to cite the dataset, and what may be done with each table."""
    licences = tables()[["table", "licence"]]
    return "\n".join(
        [
            "# How to cite, and licences",
            "",
            plain(nkdata.cite()),
            "",
            "```bibtex",
            nkdata.cite(form="bibtex"),
            "```",
            "",
            "`nkdata.cite(table)` cites one table, `nkdata.cite(table, key)` the source of one row.",
            "",
            "## Licences",
            "",
            "The code is under the MIT licence. Where a table names two licences, the source of a row decides; "
            "`nkdata.load(table, open_only=True)` leaves out the rows that are not free to use.",
            "",
            _shown(licences, "licences", "Licence of each table"),
        ]
    )


def bibliography_page() -> str:
    """Every source."""
    lines = [
        "# Bibliography",
        "",
        "Every source, with the letter that grades it (A, the record of the act itself, to F, cannot be judged) and the terms "
        'of its producer. <a href="references.bib">BibTeX file</a>.',
        "",
    ]
    sources = nkdata.load("sources").assign(line=lambda frame: frame["source"].map(lambda key: nkdata.cite("sources", key)))
    for row in sources.sort_values(["line", "source"]).itertuples():
        grade = f"Reliability {row.reliability}: {row.reliability_reason}".rstrip(". ")
        lines += [f"({row.source})=", f"{_linked(row.line)} {plain(grade)}. Terms: {plain(row.licence).rstrip('.')}.", ""]
    return "\n".join(lines)


def _linked(text: str) -> str:
    r"""Inert text, but for its web addresses, which become links.

    >>> print(_linked("Seen at https://a.org/b_c. Twice."))
    Seen at <https://a.org/b_c>\. Twice\.
    """
    parts = ADDRESS.split(text)
    return "".join(f"<{part}>" if number % 2 else _escaped(part) for number, part in enumerate(parts))
