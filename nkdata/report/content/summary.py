"""The first page, a summary for people in a hurry: question, answer, the main chart, findings, and what each page asks."""

import json
import re

import nkdata
from nkdata.record.croissant import croissant
from nkdata.report.content.chart_files import Shown, downloads
from nkdata.report.content.pages import GENERATED, plain
from nkdata.report.execution.notebooks import Executed

QUESTION = "How did North Korea’s alignment shift between Moscow and Beijing from 1953 to 1993, and how sure can anyone be?"
FIRST_CHART = "pendulum"
ANSWER = ("answer_volume", "answer_shifts", "answer_open")
FINDINGS = (
    "holds_toward_beijing_1957_60",
    "tie_and_balance_1965_72",
    "holds_toward_beijing_1973_84",
    "holds_toward_moscow_1984_89",
    "both_ties_1984_89",
)
WAYS = (
    "A way to count: one combination of defensible choices, such as the release of SIPRI, or deliveries, orders, events or words. "
    "A share of the ways is not a probability: nearly all of them re-read one register, SIPRI’s, and none covers what SIPRI never found."
)
UNITS = (
    "Lean, or balance: +1 all from Moscow, −1 all from Beijing. TIV: SIPRI’s trend-indicator value, an index of military value, not "
    "of money ([SIPRI 2026](#sipri_2026)). A plausible record: SIPRI’s, with what it marks as uncertain drawn anew. The country study: [Savada 1994](#loc_country_study_1994)."
)
CHANGE_OF_MIND = (
    "What would change our mind: deliveries by year from a Soviet or Chinese archive; a count of licensed production apart from "
    "what was shipped; a second coder who reads the same words differently; an independent report of Chinese supplies in 1984–89."
)
SENTENCE = re.compile(r"(?:- )?(.+?[.?!])(?=\s|$)")


def question_of(page: Executed) -> str:
    """The question that a notebook asks: its first bold sentence, else its heading, else its name."""
    text = "\n".join(cell.source for cell in page.notebook.cells if cell.cell_type == "markdown")
    for pattern in (r"\*\*(.+?\?)\*\*", r"^#\s+(.+)"):
        if found := re.search(pattern, text, re.DOTALL):
            return " ".join(found[1].split())
    return page.name


def answer_of(page: Executed) -> str:
    """The first sentence that a notebook's code says: its answer."""
    for cell in page.notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/markdown" in data and "nkdata" not in output.get("metadata", {}):
                found = SENTENCE.match(data["text/markdown"].strip())
                return found[1] if found else ""
    return ""


def found() -> tuple[str, str]:
    """The answer and the findings, as Markdown."""
    return " ".join(nkdata.claim(key).text for key in ANSWER), nkdata.claim(*FINDINGS).text


def index(executed: list[Executed], charts: dict[str, Shown], answer: str, findings: str) -> str:
    """The first page, as Markdown."""
    lines = [f"# {QUESTION}", ""]
    if chart := charts.get(FIRST_CHART):
        lines += [answer, "", WAYS, "", *_figure(chart), "", UNITS, ""]
        lines += ["## Five findings, and the ways to count that bear them out", "", findings, "", CHANGE_OF_MIND, ""]
        lines += ["```{raw} html", _for_search_engines(), "```", ""]
    lines += ["## The pages", "", "Each page below asks one question and answers it first.", ""]
    for page in executed:
        said = answer_of(page)
        lines += [f"**[{question_of(page)}]({page.name}.ipynb)** {'' if said in answer else said}", ""]
    lines += ["```{toctree}", ":hidden:", "", *(page.name for page in executed), *GENERATED, "```", ""]
    return "\n".join(lines)


def _figure(chart: Shown) -> list[str]:
    """A numbered figure with its caption and the links to its files, as the notebooks have them."""
    return [
        f":::{{figure}} figures/{chart.name}.{chart.shown}",
        f":name: fig-{chart.name}",
        ":figclass: nkdata-figure",
        ":align: center",
        f":alt: {json.dumps(chart.alt, ensure_ascii=False)}",
        f":target: _images/{chart.name}.{chart.shown}",
        "",
        plain(f"{chart.caption.rstrip('.')}."),
        "",
        downloads(chart.name, chart.files),
        ":::",
    ]


def _for_search_engines() -> str:
    """The dataset in schema.org's words, as a script that does nothing; the whole of it is in croissant.json."""
    about = {name: value for name, value in croissant().items() if name not in ("recordSet", "distribution")}
    inert = json.dumps(about).replace("</", "<\\/")
    return f'<script type="application/ld+json">{inert}</script>'
