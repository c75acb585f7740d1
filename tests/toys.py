"""Small notebooks to build reports from, where the real ones would take too long, and what a build has left."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

IMPORTS = "import pandas as pd\nfrom nkdata import figure, prose, table"


def contents(folder, pattern="**/*"):
    """Every file of a folder, by name."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.glob(pattern)) if file.is_file()}


def notebook(path, *cells):
    """Write a notebook: strings that begin with a hash are Markdown, the others are code."""
    made = [new_markdown_cell(text) if text.startswith("#") else new_code_cell(text) for text in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": kernel}), path)


def pair(folder):
    """Two notebooks that link to each other, with a table, a chart and a formula."""
    notebook(
        folder / "notebooks" / "00-first.ipynb",
        "# First\n\n**What is first?** See [the second](01-second.ipynb) and [Figure](#fig-tie-plane).",
        IMPORTS,
        'prose("One and [Table](#toy).")',
        'table(pd.DataFrame({"name": ["a|b", "<i>"], "value": [1, 2.5]}), "toy", "A toy | table")',
    )
    notebook(
        folder / "notebooks" / "01-second.ipynb",
        "# Second\n\n**What is second?** $T_M > T_B$, says [the country study](#loc_country_study_1994).",
        IMPORTS,
        'prose("Two.")',
        'figure("tie-plane")',
    )
    return folder / "notebooks"


def failing(folder):
    """A third notebook that fails in its third cell."""
    notebook(folder / "02-third.ipynb", "# Third", "x = 0", "1 / x")
