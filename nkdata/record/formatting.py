"""Numbers, years, lists and text in the form that a reader sees."""

import re
from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
# 1953-56 and 1953-1956, but no day or month (1984-05, 1984-05-12), no key and no address
YEARS = re.compile(r"(?<![\w/.-])((?:1[89]|20)\d\d)-((?:1[89]|20)\d\d|1[3-9]|[2-9]\d)(?![\w/]|-\w)")
NEGATIVE = re.compile(r"(?<![\w.)\N{EN DASH}-])-(?=\.?\d)")
LIST = re.compile(r";(?=\S)")
WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
INLINE = re.compile(r"[\\`*_\[\]<>$|{}]")  # marks of Markdown, MyST or HTML within a line
BLOCK = re.compile(r"[\\`*_{}\[\]<>()#+.!|$~^@:&-]")  # and those that begin a list, a heading, a fence or a link


def signed(value: float, digits: int = 2) -> str:
    """Return a number with its sign and a true minus; a rounded zero has none.

    >>> signed(-0.187), signed(0.5), signed(0.001)
    ('−0.19', '+0.50', '0.00')
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", MINUS)


def amount(value: float) -> str:
    """Return a whole number with a comma before thousands and a true minus.

    >>> amount(16491.2), amount(-138)
    ('16,491', '−138')
    """
    return f"{value:,.0f}".replace("-", MINUS)


def counted(number: int) -> str:
    """Return a count up to twelve in words, a larger one in figures.

    >>> counted(6), counted(24)
    ('six', '24')
    """
    return WORDS[number] if 0 <= number < len(WORDS) else f"{number:,}"


def percent(share: float, short: bool = False) -> str:
    """Return a share in per cent, 0 or 100 only if it is exactly that; `short` for a cell.

    >>> percent(0.306), percent(0.9948), percent(1), percent(0.004, short=True)
    ('31%', 'more than 99%', '100%', '<1%')
    """
    if 0 < share < 0.01:
        return "<1%" if short else "less than 1%"
    if 0.99 < share < 1:
        return ">99%" if short else "more than 99%"
    return f"{share:.0%}"


def listing(items: Iterable[str]) -> str:
    """Join items with commas and a final "and"; no item gives an empty text.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    *others, last = list(items) or [""]
    return f"{', '.join(others)} and {last}" if others else last


def runs(years: Iterable[int]) -> list[list[int]]:
    """Group years into unbroken runs.

    >>> runs([1960, 1959, 1976])
    [[1959, 1960], [1976]]
    """
    groups: list[list[int]] = []
    for year in sorted(int(year) for year in years):
        if groups and year == groups[-1][-1] + 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return groups


def written_years(years: Iterable[int]) -> str:
    """Return years as they are written, unbroken runs as ranges.

    >>> written_years([1959, 1960, 1976, 1991, 1992])
    '1959–60, 1976 and 1991–92'
    """
    return listing(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1] % 100:02d}" for run in runs(years))


def typeset(text: str) -> str:
    """Set ranges of years with a dash and negative numbers with a minus sign; addresses stay as they are.

    >>> typeset("1953-56: -0.12; p. 3-4; https://a.org/1953-56")
    '1953–56: −0.12; p. 3-4; https://a.org/1953-56'
    """
    if text.strip() == "-":
        return text.replace("-", MINUS)
    text = text if "://" in text else LIST.sub("; ", text)
    return NEGATIVE.sub(MINUS, YEARS.sub("\\1\N{EN DASH}\\2", text))


def escape_markdown(text: str, block: bool = False) -> str:
    """Return text on one line with a backslash before every mark that Markdown, MyST or HTML would read.

    Parameters
    ----------
    text : str
        Plain text.
    block : bool, default False
        Escape also the marks that begin a list, a heading, a directive or a link, as a table cell needs it.

    Examples
    --------
    >>> print(escape_markdown("a_b  <i>"), escape_markdown("1. a", block=True))
    a\\_b \\<i\\> 1\\. a
    """
    marks = BLOCK if block else INLINE
    return marks.sub(r"\\\g<0>", re.sub(r"[ \t\r\n]+", " ", text.strip(" \t\r\n")))
