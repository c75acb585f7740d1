"""The first page, a summary: question, answer, the main chart, findings, and the question of each page."""

import json
import re

from nkdata.record.croissant import croissant
from nkdata.report.content.chart_files import Chart
from nkdata.report.content.markdown import hidden_contents
from nkdata.report.content.pages import GENERATED
from nkdata.report.execution.notebooks import Executed

QUESTION = "How did North Korea’s alignment shift between Moscow and Beijing from 1953 to 1993, and how sure can anyone be?"
FIRST_CHART = "three-lines"
ANSWER = ("answer_lines", "lines_part", "answer_volume", "answer_shifts", "answer_open")
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
    """Return the question that a notebook asks: its first bold sentence, else its heading, else its name."""
    text = "\n".join(cell.source for cell in page.notebook.cells if cell.cell_type == "markdown")
    for pattern in (r"\*\*(.+?\?)\*\*", r"^#\s+(.+)"):
        if found := re.search(pattern, text, re.DOTALL):
            return " ".join(found[1].split())
    return page.name


def answer_of(page: Executed) -> str:
    """Return the first sentence among a notebook's outputs, which is its answer."""
    for cell in page.notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/markdown" in data and "nkdata" not in output.get("metadata", {}):
                found = SENTENCE.match(data["text/markdown"].strip())
                return found[1] if found else ""
    return ""


def first_page(executed: list[Executed], chart: Chart | None, answer: str, findings: str) -> str:
    """Return the first page as Markdown; answer and findings need the first chart."""
    lines = [f"# {QUESTION}", ""]
    if chart:
        lines += [answer, "", WAYS, "", chart.markdown(), "", UNITS, ""]
        lines += ["## Five findings, and the ways to count that bear them out", "", findings, "", CHANGE_OF_MIND, ""]
        lines += ["```{raw} html", _structured_data(), "```", ""]
    lines += ["## The pages", "", "Each page below asks one question and answers it first.", ""]
    for page in executed:
        first = answer_of(page)
        lines += [f"**[{question_of(page)}]({page.name}.ipynb)** {'' if first in answer else first}", ""]
    return "\n".join([*lines, *hidden_contents([*(page.name for page in executed), *GENERATED])])


def _structured_data() -> str:
    """Return the description of the dataset for search engines, in schema.org's terms; the whole of it is in croissant.json."""
    about = {name: value for name, value in croissant().items() if name not in ("recordSet", "distribution")}
    inert = json.dumps(about).replace("</", "<\\/")
    return f'<script type="application/ld+json">{inert}</script>'
