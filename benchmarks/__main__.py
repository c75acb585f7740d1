"""``python -m benchmarks`` (or ``make bench``): run every benchmark and print its ratios."""

import sys

from benchmarks import package, report


def main() -> int:
    """Run them all; exit code 1 if one is above its price."""
    rows = package.measure() + report.measure()
    print(f"{'what':<38} {'against':<46} {'ratio':>6} {'price':>6}")
    for what, against, ratio, price in rows:
        print(f"{what:<38} {against:<46} {ratio:>6.2f} {price:>6.2f}{'' if ratio <= price else '  above'}")
    return int(any(ratio > price for *_, ratio, price in rows))


if __name__ == "__main__":
    sys.exit(main())
