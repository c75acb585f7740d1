"""The pages that are no notebooks (claim ledger, codebook, figures, how to cite, bibliography), as Markdown from the tables."""

import html
import re
import string
import urllib.parse

import pandas as pd

import nkdata
from nkdata.measures.claims import sentence
from nkdata.record import codebook
from nkdata.record.tables import tables
from nkdata.report.content.chart_files import Shown, downloads
from nkdata.report.content.records import TABLES
from nkdata.report.content.source_labels import source_names

TITLE = "North Korea between Moscow and Beijing, 1953–93"
GENERATED = ("ledger", "codebook", "rows", "figures", "citing", "bibliography")
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


def ledger_page() -> str:
    """Every headline number, with the cell that computes it."""
    rows = nkdata.load("claims")
    frame = pd.DataFrame(
        {
            "sentence": [sentence(row, row.dropna()) for _, row in rows.iterrows()],
            "value": [_figure(value) for value in rows["value"]],
            "interval": [
                f"{_figure(low)} to {_figure(high)}" if low == low else "" for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "unit": rows["unit"],
            "rests on": rows["tables"].str.replace(";", ", "),
            "computed in": rows["notebook"] + "/" + rows["cell"],
        }
    )
    return "\n".join(
        [
            "# Claim ledger",
            "",
            "Every headline number of this report: the sentence, the value, its interval where it has one, the tables it rests on and "
            "the notebook and cell that compute it. A test computes each anew and compares.",
            "",
            _shown(frame, "claim-ledger", "Every headline sentence and its number"),
        ]
    )


def _figure(number: float) -> str:
    """A number to four digits, whole numbers whole.

    >>> _figure(0.0580919), _figure(16491.0), _figure(1234.56)
    ('0.05809', '16,491', '1,235')
    """
    return f"{number:,.0f}" if float(number).is_integer() or abs(number) >= 1000 else f"{number:.4g}"


def codebook_page() -> str:
    """Every table and every column."""
    lines = [
        "# Codebook",
        "",
        "Every table of the package and what its columns mean. The PDF leaves the columns out; the site and the single HTML file have "
        "them, with the data as CSV and the rows of the coded tables one by one. *Made* says where a value comes from: as printed by the "
        "source, coded by us from it, computed, or ours alone.",
        "",
        _files(("data/datapackage.json", "Data package (JSON)"), ("croissant.json", "Croissant (JSON)")),
        "",
    ]
    for row in tables().itertuples():
        about = codebook.resource(row.table)
        lines += [f"(table-{row.table.replace('_', '-')})=", f"## {plain(row.table)}", ""]
        lines += [f"{plain(about['title'])}: a row is {plain(row.row)}; {row.rows} rows.", ""]
        lines += [plain(about.get("description", "")), "", f"Licence: {plain(nkdata.licence(row.table))}", ""]
        rows = [(f"rows-{row.table}.html", "Rows one by one")] if row.table in TABLES else []
        lines += [_files((f"data/{about['path']}", "Data (CSV)"), *rows, of=row.table), "", _columns(row.table)]
    return "\n".join(lines)


def _files(*files: tuple[str, str], of: str = "nkdata") -> str:
    """A line of links to files."""
    return (
        '<p class="downloads">'
        + " · ".join(f'<a href="{html.escape(file)}" aria-label="{text} of {html.escape(of)}">{text}</a>' for file, text in files)
        + "</p>"
    )


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
        lines += [f"## {plain(chart.caption.rstrip('.'))}", "", f"[Figure](#fig-{chart.name}). {plain(chart.alt)}", ""]
        lines += [downloads(chart.name, chart.files), ""]
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
        "of its producer; at the end the name by which this report cites it and, in brackets, its key in the data.",
        "",
        _files(("references.bib", "BibTeX"), ("data/sources.csv", "Data (CSV)"), of="the sources"),
        "",
    ]
    sources = nkdata.load("sources").assign(line=lambda frame: frame["source"].map(lambda key: nkdata.cite("sources", key)))
    names = source_names()
    for row in sources.sort_values(["line", "source"]).itertuples():
        grade = f"Reliability {row.reliability}: {row.reliability_reason}".rstrip(". ")
        lines += [
            f"({row.source})=",
            f"{_linked(row.line)} {plain(grade)}. Terms: {plain(row.licence).rstrip('.')}. "
            f"Cited as {plain(names[row.source])} \\[{plain(row.source)}\\]",
            "",
        ]
    return "\n".join(lines)


def _linked(text: str) -> str:
    r"""Inert text, but for its web addresses, which become links; letters that not every font has are percent-encoded in them.

    >>> print(_linked("Seen at https://a.org/b_가. Twice."))
    Seen at [https\:\/\/a\.org\/b\_\%EA\%B0\%80](<https://a.org/b_%EA%B0%80>)\. Twice\.
    """
    parts = [urllib.parse.quote(part, safe=string.punctuation) if number % 2 else part for number, part in enumerate(ADDRESS.split(text))]
    return "".join(f"[{_escaped(part)}](<{part}>)" if number % 2 else _escaped(part) for number, part in enumerate(parts))
