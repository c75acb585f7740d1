"""One broken rule, said as file, row, column, value and what is allowed."""

import pandas as pd


def faults(table, frame, wrong, column, allowed):
    """A fault for each row in which `wrong` is true; `allowed` is a text or one for each row."""
    rows = frame.index[pd.Series(wrong, index=frame.index).fillna(False).astype(bool)]
    for i in rows:
        text = allowed if isinstance(allowed, str) else str(allowed[i])
        value = frame.at[i, column]
        yield f"{table}.csv", int(i) + 2, column, "" if pd.isna(value) else str(value), text


def differ(left, right):
    """Where two columns differ; two empty cells are alike."""
    return left.ne(right).fillna(True) & ~(left.isna() & right.isna())


def usual(frame, given, column):
    """What most of the rows that are alike in `given` say in `column`; the first of them where none is in the majority."""
    text = frame[column].astype(object).where(frame[column].notna(), "")
    most = text.groupby([frame[name] for name in given]).agg(lambda values: values.mode()[0] if len(values) > 2 else values.iloc[0])
    key = pd.MultiIndex.from_frame(frame[given]) if len(given) > 1 else frame[given[0]]
    return pd.Series(most.reindex(key).to_numpy(), index=frame.index), text
