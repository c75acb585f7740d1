"""One broken rule, said as file, row, column, value and what is allowed."""

from collections import Counter, defaultdict

import pandas as pd


def faults(table, frame, wrong, column, allowed):
    """A fault for each row in which `wrong` is true; `allowed` is a text or one for each row."""
    if isinstance(wrong, list):
        wrong = pd.Series(wrong, index=frame.index)
    for i in frame.index[wrong.fillna(False).astype(bool)]:
        text = allowed if isinstance(allowed, str) else str(allowed[i])
        value = frame.at[i, column]
        yield f"{table}.csv", int(i) + 2, column, "" if pd.isna(value) else str(value), text


def differ(left, right):
    """Where two columns differ; two empty cells are alike."""
    return left.ne(right).fillna(True) & ~(left.isna() & right.isna())


def looked_up(keys, values):
    """What another table holds for each of `keys`, missing where it has no such row, and of the same type where it has none at all."""
    return pd.Series(values.reindex(keys).array, index=keys.index)


def usual(frame, given, column):
    """What most of the rows that are alike in `given` say in `column`, and what each says, as text; the first of two rivals leads."""
    keys = list(zip(*(frame[name].tolist() for name in given), strict=True))
    text = frame[column].astype(object).where(frame[column].notna(), "").map(str).tolist()
    said = defaultdict(Counter)
    for key, value in zip(keys, text, strict=True):
        said[key][value] += 1
    most = [said[key].most_common(1)[0][0] for key in keys]
    return pd.Series(most, index=frame.index, dtype=object), pd.Series(text, index=frame.index, dtype=object)
