"""One broken rule, said as file, row, column, value and what is allowed."""

import pandas as pd


def faults(table, frame, wrong, column, allowed):
    """A fault for each row in which `wrong` is true; `allowed` is a text or one for each row."""
    rows = frame.index[wrong.fillna(False).astype(bool)]
    for i in rows:
        text = allowed if isinstance(allowed, str) else str(allowed[i])
        value = frame.at[i, column]
        yield f"{table}.csv", int(i) + 2, column, "" if pd.isna(value) else str(value), text
