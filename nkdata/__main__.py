"""The command line: ``python -m nkdata COMMAND``. Each command imports what it needs and nothing else."""

import argparse
import atexit
import gc
import sys
from importlib.util import find_spec
from pathlib import Path

from nkdata.errors import NkdataError

# The modules of the extra "report": looked for first, as a build would miss some of them only after minutes.
REPORT = (
    "ipykernel nbclient nbformat sphinx myst_nb pydata_sphinx_theme latex2mathml lxml typst ziamath fontpkg_source_sans_3 fontpkg_source_serif_4 ruptures"
).split()


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command with its options."""
    top = argparse.ArgumentParser(prog="python -m nkdata", description="Tables, charts and report of nkdata.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    report = commands.add_parser("report", help="execute the notebooks and build the report")
    report.add_argument("--out", default="reports", metavar="DIR", help="folder to write; replaced as a whole (default: reports)")
    report.add_argument("--only", metavar="NN", help='only notebooks whose names begin with this, for example "04"')
    report.add_argument("--format", default="html", metavar="LIST", help="any of html,single,pdf (default: html)")
    report.add_argument("--notebooks", metavar="DIR", help="folder of the notebooks (default: notebooks)")
    report.set_defaults(run=_report)

    figures = commands.add_parser("figures", help="draw every chart as SVG and PNG, with its data as CSV")
    figures.add_argument("--out", default="figures", metavar="DIR", help="folder to write (default: figures)")
    figures.set_defaults(run=_figures)

    notebooks = commands.add_parser("notebooks", help="execute the notebooks and store their outputs in them")
    notebooks.add_argument("--notebooks", metavar="DIR", help="folder of the notebooks (default: notebooks)")
    notebooks.add_argument("--only", metavar="NN", help='only notebooks whose names begin with this, for example "04"')
    notebooks.set_defaults(run=_notebooks)

    verify = commands.add_parser("verify-source", help="compare your own copy of the source text with the record")
    verify.add_argument("file", metavar="FILE", help="the text, plain or as a saved HTML page")
    verify.set_defaults(run=_verify_source)

    check = commands.add_parser("check", help="validate the tables, or an edited copy of them")
    check.add_argument("folder", nargs="?", metavar="DIR", help="a data folder (default: the installed one)")
    check.set_defaults(run=_check)

    update = commands.add_parser("update", help="after an edit: compute claims, checksums and references.bib, print changelog entries")
    update.add_argument("folder", nargs="?", metavar="DIR", help="a data folder (default: the installed one)")
    update.set_defaults(run=_update)
    return top


def _report(options: argparse.Namespace) -> int:
    if missing := [name for name in REPORT if not find_spec(name)]:
        raise ModuleNotFoundError(name=missing[0])
    from nkdata.report import build

    formats = tuple(name.strip() for name in options.format.split(",") if name.strip())
    for file in build(options.out, options.only, formats, options.notebooks):
        print(f"open {file}")
    return 0


def _figures(options: argparse.Namespace) -> int:
    from nkdata.charts import save_all

    save_all(Path(options.out))
    return 0


def _notebooks(options: argparse.Namespace) -> int:
    from nkdata.report.execution.inputs import choose_notebooks, find_notebooks
    from nkdata.report.execution.store import store_outputs

    store_outputs(choose_notebooks(find_notebooks(options.notebooks), options.only))
    return 0


def _verify_source(options: argparse.Namespace) -> int:
    from nkdata.record.source_text import verify_source

    found = verify_source(options.file)
    print(found.to_string(index=False))
    return 0 if found["result"].eq("found").all() else 1


def _check(options: argparse.Namespace) -> int:
    from nkdata.record.validation.check import main

    return main(options.folder)


def _update(options: argparse.Namespace) -> int:
    from nkdata.release import update

    for entry in update(options.folder):
        print(entry)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; an error is one sentence and 1, Ctrl-C one word and 130."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except (NkdataError, OSError) as error:
        print(f"nkdata: {error}", file=sys.stderr)
        return 1
    except ImportError as error:
        wanted = f"'nkdata{'[report]' * (options.run in (_report, _notebooks))}'"
        module = error.name or "its libraries"  # pandas does not name the library that it lacks
        print(f"nkdata: {options.command} cannot import {module}: pip install {wanted}, or in a clone make setup", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nkdata: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    # A command keeps its objects until its process ends, so garbage collection frees nothing. It would take two fifths of Sphinx's
    # time, which makes millions of small objects, and a second more at the end.
    gc.disable()
    atexit.register(gc.freeze)
    sys.exit(main())
