"""The pages that are no notebooks (claim ledger, codebook, figures, how to cite, bibliography), as Markdown from the tables."""

import pandas as pd

import nkdata
from nkdata.measures.claims import sentence
from nkdata.record import codebook
from nkdata.record.tables import tables
from nkdata.report.content.chart_files import Chart
from nkdata.report.content.markdown import downloads, linked, plain, table
from nkdata.report.content.records import TABLES
from nkdata.report.content.source_labels import source_names

GENERATED = ("ledger", "codebook", "rows", "figures", "citing", "api", "bibliography")


def ledger_page() -> str:
    """Return the page of every headline number, with the cell that computes it."""
    rows = nkdata.load("claims")
    bounds = zip(rows["low"], rows["high"], strict=True)
    frame = pd.DataFrame(
        {
            "sentence": [sentence(row, row.dropna()) for _, row in rows.iterrows()],
            "value": rows["value"].map(_number),
            "interval": [f"{_number(low)} to {_number(high)}" if low == low else "" for low, high in bounds],
            "unit": rows["unit"],
            "rests on": rows["tables"].str.replace(";", ", "),
            "computed in": rows["notebook"] + "/" + rows["cell"],
        }
    )
    about = (
        "Every headline number of this report: the sentence, the value, its interval where it has one, the tables it rests on and "
        "the notebook and cell that compute it. A test computes each anew and compares."
    )
    return "\n".join(["# Claim ledger", "", about, "", table(frame, "claim-ledger", "Every headline sentence and its number")])


def _number(number: float) -> str:
    """Return a number to four digits, whole numbers whole.

    >>> _number(0.0580919), _number(16491.0), _number(1234.56)
    ('0.05809', '16,491', '1,235')
    """
    return f"{number:,.0f}" if float(number).is_integer() or abs(number) >= 1000 else f"{number:.4g}"


def codebook_page() -> str:
    """Return the page of every table and every column."""
    about = (
        "Every table of the package and what its columns mean. The PDF leaves the columns out; the site and the single HTML file have "
        "them, with the data as CSV and the rows of the coded tables one by one. *Made* says where a value comes from: as printed by the "
        "source, coded by us from it, computed, or ours alone."
    )
    package = downloads([("data/datapackage.json", "Data package (JSON)"), ("croissant.json", "Croissant (JSON)")], "nkdata")
    lines = ["# Codebook", "", about, "", package, ""]
    for row in tables().itertuples():
        resource, name = codebook.resource(row.table), row.table.replace("_", "-")
        files = [(f"data/{resource['path']}", "Data (CSV)")]
        files += [(f"rows-{row.table}.html", "Rows one by one")] * (row.table in TABLES)
        lines += [f"(table-{name})=", f"## {plain(row.table)}", ""]
        lines += [f"{plain(resource['title'])}: a row is {plain(row.row)}; {row.rows} rows.", ""]
        lines += [plain(resource.get("description", "")), "", f"Licence: {plain(nkdata.licence(row.table))}", ""]
        lines += [downloads(files, row.table), "", table(_columns(row.table), f"codebook-{name}", f"Columns of {row.table}")]
    return "\n".join(lines)


def _columns(name: str) -> pd.DataFrame:
    """Return the codebook of one table, a row for each column."""
    about = nkdata.describe(name)

    def after(mark: str, words: pd.Series) -> pd.Series:
        return words.map(lambda text: f"{mark}{text}" if text else "")

    return pd.DataFrame(
        {
            "column": about["column"],
            "meaning": (about["title"] + ". " + about["description"]).str.strip(),
            "type": about["type"] + after(", in ", about["unit"]) + after(": ", about["allowed"]),
            "made": about["processing"].str.replace("_", " "),
            "empty cells": about["missing"].astype(str) + after(": ", about["why_missing"]),
        }
    )


def figures_page(charts: dict[str, Chart]) -> str:
    """Return the page of every chart, its words and its files."""
    about = "Every chart, what it shows in words, and its files: the plotted data as a table, and the picture."
    lines = ["# Figures", "", about, ""]
    for chart in charts.values():
        lines += [f"## {plain(chart.caption.rstrip('.'))}", "", f"[Figure](#fig-{chart.name}). {plain(chart.alt)}", ""]
        lines += [chart.downloads(), ""]
    return "\n".join(lines)


CITING = """\
# How to cite, and licences

{citation}

```bibtex
{bibtex}
```

`nkdata.cite(table)` cites one table, `nkdata.cite(table, key)` the source of one row.

## Licences

The code is under the MIT licence. Where a table names two licences, the source of a row decides; \
`nkdata.load(table, open_only=True)` leaves out the rows that are not free to use.

{licences}"""


def citing_page() -> str:
    """Return the page that says how to cite the dataset, and the licence of each table."""
    licences = table(tables()[["table", "licence"]], "licences", "Licence of each table")
    return CITING.format(citation=plain(nkdata.cite()), bibtex=nkdata.cite(form="bibtex"), licences=licences)


def bibliography_page() -> str:
    """Return the page of every source."""
    about = (
        "Every source, with the letter that grades it (A, the record of the act itself, to F, cannot be judged) and the terms "
        "of its producer; at the end the name by which this report cites it and, in brackets, its key in the data."
    )
    files = downloads([("references.bib", "BibTeX"), ("data/sources.csv", "Data (CSV)")], "the sources")
    lines = ["# Bibliography", "", about, "", files, ""]
    sources = nkdata.load("sources").assign(line=lambda frame: frame["source"].map(lambda key: nkdata.cite("sources", key)))
    names = source_names()
    for row in sources.sort_values(["line", "source"]).itertuples():
        grade = f"Reliability {row.reliability}: {row.reliability_reason}".rstrip(". ")
        after = f"{plain(grade)}. Terms: {plain(row.licence).rstrip('.')}. Cited as {plain(names[row.source])} \\[{plain(row.source)}\\]"
        lines += [f"({row.source})=", f"{linked(row.line)} {after}", ""]
    return "\n".join(lines)
