"""``python -m benchmarks.mutation``: change one cell of the tables at a time and see which checks notice.

Twice: by the checksums of ``datapackage.json``, and by understanding alone, that is by ``nkdata.check`` and, for the
ledger, by computing its numbers anew. What neither form nor meaning can tell is listed, with the reason that
``survivors.csv`` gives for its column.
"""

import argparse
import csv
import hashlib
import io
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nkdata.measures.claims import compute
from nkdata.record import codebook
from nkdata.record.tables import load
from nkdata.record.validation import rules
from nkdata.record.validation.form import faults_of_reference, read_checked

SHIPPED = codebook.folder(codebook.SHIPPED)
ACTORS = ("supplier", "recipient", "partner", "patron", "parties", "actor", "successor")
GROUNDS = ("source", "locator", "passage")


@dataclass(frozen=True)
class Mutant:
    """One changed cell; `row` is the line of the file, the header being 1."""

    table: str
    row: int
    column: str
    kind: str
    old: str
    new: str


def _number(rng, value):
    return f"{float(value) * rng.choice([0.5, 1.1, 2, 10]) + rng.choice([0, 1]):.6g}"


def _digit(rng, value):
    at = rng.choice([m.start() for m in re.finditer(r"\d", value)])
    return value[:at] + rng.choice([d for d in "0123456789" if d != value[at]]) + value[at + 1 :]


def _year(rng, value):
    at = rng.choice(list(re.finditer(r"(?<!\d)\d{4}(?!\d)", value)))
    return value[: at.start()] + str(int(at[0]) + rng.choice([-10, -1, 1, 10])) + value[at.end() :]


def _actor(rng, value):
    codes = value.split(";")
    at = rng.randrange(len(codes))
    codes[at] = rng.choice([code for code in ("SUN", "RUS", "CHN", "USA", "KAZ") if code not in codes])
    return ";".join(codes)


def changes(rng, field, value, values):
    """Every kind of change that fits a cell, with the value that it would then hold."""
    name, numeric, limits = field["name"], field["type"] in ("number", "integer"), field.get("constraints", {})
    codes = ["yes", "no"] if field["type"] == "boolean" else list(map(str, limits.get("enum", [])))
    others = [other for other in values if other not in ("", value)]
    dated = field["type"] == "date" or name.endswith("year") or name in ("date", "period", "start", "end", "first_year", "last_year")
    if numeric and value:
        yield "another number", _number(rng, value)
    if (numeric or limits.get("unique")) and re.search(r"\d", value):
        yield "another digit", _digit(rng, value)
    if numeric and value and float(value):
        yield "another sign", value.removeprefix("-") if value.startswith("-") else f"-{value}"
    if numeric and not value:
        yield "0 for empty", "0"
    if codes and value:
        yield "another code", rng.choice([code for code in codes if code != value] or [value])
    if name in ACTORS and re.search("[A-Z]{3}", value):
        yield "another actor", _actor(rng, value)
    if re.search(r"\bPRK\b", value):
        yield "KOR for PRK", re.sub(r"\bPRK\b", "KOR", value)
    if dated and re.search(r"(?<!\d)\d{4}(?!\d)", value):
        yield "another year", _year(rng, value)
    if value:
        yield "emptied ground" if name in GROUNDS else "emptied", ""
    if others:
        yield "the value of another row", rng.choice(others)


def mutants(size, seed):
    """A seeded sample of mutants: every table as often as any other, and in it every column."""
    rng, made = random.Random(seed), {}
    tables = {name: _rows(name) for name in codebook.names(SHIPPED)}
    while len(made) < size:
        table = rng.choice(list(tables))
        field, (line, row) = rng.choice(codebook.resource(table, SHIPPED)["schema"]["fields"]), rng.choice(tables[table])
        column, old = field["name"], row[field["name"]]
        fit = [(kind, new) for kind, new in changes(rng, field, old, [row[column] for _, row in tables[table]]) if new != old]
        if fit:
            kind, new = rng.choice(fit)
            made.setdefault((table, line, column, new), Mutant(table, line, column, kind, old, new))
    return list(made.values())


def _rows(table):
    """Lines and rows of a shipped table as text; no cell runs over a line."""
    with open(SHIPPED / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file), start=2))


def _with_line(text, number, cells):
    """The text of a file with other cells in one line."""
    lines, written = text.splitlines(keepends=True), io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    lines[number - 1] = written.getvalue()
    return "".join(lines)


class Judge:
    """A copy of the data folder in which one mutant at a time is written, judged and undone."""

    def __init__(self, folder):
        self.folder = Path(shutil.copytree(SHIPPED, folder))
        self.rows = {name: _rows(name) for name in codebook.names(SHIPPED)}
        self.tables = {name: load(name, data=SHIPPED) for name in self.rows}
        reads = {rule: _tables_read_by(rule, self.tables) for rule in rules.RULES}
        self.reads = dict(sorted(reads.items(), key=lambda pair: len(pair[1])))  # rules on few tables first: they are quicker

    def verdict(self, mutant):
        """Whether the checksum notices the mutant, and the check that understands it; empty if there is none."""
        path, rows = self.folder / f"{mutant.table}.csv", self.rows[mutant.table]
        sound, (line, row) = path.read_text(encoding="utf-8"), rows[mutant.row - 2]
        rows[mutant.row - 2] = line, row | {mutant.column: mutant.new}
        try:
            path.write_text(_with_line(sound, line, rows[line - 2][1].values()), encoding="utf-8", newline="")
            return not same_checksum(mutant.table, self.folder), self._understood(mutant)
        finally:
            path.write_text(sound, encoding="utf-8", newline="")
            rows[mutant.row - 2] = line, row

    def _understood(self, mutant):
        """The first check that understands the mutant; rules that do not read its table are left out."""
        if read_checked(mutant.table, self.folder)[1]:
            return "form"
        if faults_of_reference(_linked(mutant.table), self.rows):
            return "reference"
        tables = self.tables | {mutant.table: load(mutant.table, data=self.folder)}
        for rule, read in self.reads.items():
            if mutant.table in read and any(True for _ in rule(tables)):
                return rule.__name__
        if mutant.table == "claims" and not _computed(tables["claims"].loc[mutant.row - 2]):
            return "ledger"
        return ""


def same_checksum(table, folder):
    """Whether a file of the folder is the one whose checksum its codebook holds."""
    resource = codebook.resource(table, folder)
    return resource["hash"] == "sha256:" + hashlib.sha256((folder / resource["path"]).read_bytes()).hexdigest()


class _Watched(dict):
    """Tables that remember which of them were looked at."""

    def __init__(self, tables):
        super().__init__(tables)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)

    def items(self):
        self.read.update(self)
        return super().items()


def _tables_read_by(rule, tables):
    watched = _Watched(tables)
    if found := list(rule(watched)):
        raise SystemExit(f"the shipped tables break {rule.__name__}: {found[0]}; mend that first")
    return watched.read


def _linked(table):
    """The tables with a reference from this one or to it."""
    resources = codebook.package(SHIPPED)["resources"]
    links = {r["name"]: {link["reference"]["resource"] or r["name"] for link in r["schema"].get("foreignKeys", [])} for r in resources}
    return [r for r in resources if r["name"] == table or table in links[r["name"]]]


def _computed(row):
    """Whether a row of the ledger holds what its measure gives."""
    try:
        found = compute(row, SHIPPED)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return False
    return all(
        pd.isna(row[name]) if number is None else abs(row[name] - number) <= 1e-6 + 1e-5 * abs(number) for name, number in found.items()
    )


def reasons():
    """Why nothing can tell a change: by (table, column); `*` stands for every table that has the column."""
    with open(Path(__file__).with_name("survivors.csv"), encoding="utf-8", newline="") as file:
        return {(row["table"], row["column"]): row["reason"] for row in csv.DictReader(file)}


def reason(mutant, known):
    """The reason why a survivor cannot be told, or None."""
    return known.get((mutant.table, mutant.column)) or known.get(("*", mutant.column))


def judge(sample):
    """Every mutant of the sample with its verdict: (mutant, caught by the checksum, understood by)."""
    with tempfile.TemporaryDirectory() as name:
        bench = Judge(Path(name) / "data")
        return [(mutant, *bench.verdict(mutant)) for mutant in sample]


def main(arguments=None) -> int:
    """Print both rates by table, and the survivors of the second; exit code 1 if one is not explained."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=2000, help="mutants to make (default 2000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample (default 1)")
    asked = parser.parse_args(arguments)
    judged = judge(mutants(asked.size, asked.seed))
    print(f"{'table':<16}{'mutants':>8}{'checksum':>10}{'understood':>12}")
    for table in [*codebook.names(SHIPPED), "all"]:
        rows = [row for row in judged if table in (row[0].table, "all")]
        if rows:
            print(
                f"{table:<16}{len(rows):>8}{sum(r[1] for r in rows) / len(rows):>10.1%}{sum(bool(r[2]) for r in rows) / len(rows):>12.1%}"
            )
    known = reasons()
    left = Counter((m.table, m.column, m.kind, reason(m, known) or "NOT EXPLAINED") for m, _, by in judged if not by)
    print(f"\n{sum(left.values())} understood by no check:")
    for (table, column, kind, why), count in sorted(left.items()):
        print(f"{count:>4}  {table}.{column}, {kind}: {why}")
    missed = any(not seen for _, seen, _ in judged)
    return int(missed or any(why == "NOT EXPLAINED" for *_, why in left))


if __name__ == "__main__":
    sys.exit(main())
