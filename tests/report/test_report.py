"""The report: built whole or not at all, the same bytes anywhere, every link alive, nothing from the network."""

import html
import inspect
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from toys import contents, failing, notebook, pair

import nkdata
from nkdata.__main__ import main
from nkdata.errors import NkdataError
from nkdata.report import build, staging
from nkdata.report.content.records import TABLES
from nkdata.report.content.summary import ANSWER, FINDINGS
from nkdata.report.execution import kernels
from nkdata.report.execution.notebooks import execute
from nkdata.report.execution.store import store_outputs
from nkdata.report.staging import MARK, STAMP, staged, write_stamp

WORDS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)
ALL = ("html", "single", "pdf")
LOADED = {"img": "src", "script": "src", "link": "href", "source": "src", "iframe": "src", "object": "data", "embed": "src"}


class Page(HTMLParser):
    """The ids, links and loaded files of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loaded, self.images = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        if tag in LOADED and given.get("rel") not in ("next", "prev", "search", "index") and given.get(LOADED[tag]):
            self.loaded.append(given[LOADED[tag]])
        if tag == "img":
            self.images.append(given)


def pages(folder):
    """Every page of a built site."""
    return {file.name: Page(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.html"))}


def text_of(file):
    """The words of a page, without its marks."""
    return " ".join(html.unescape(WORDS.sub("", file.read_text(encoding="utf-8"))).split())


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """A report of the toy notebooks, in a folder with spaces and Korean letters in its name, by a script without any guard."""
    folder = tmp_path_factory.mktemp("first") / "a folder 조선"
    pair(folder)
    (folder / "script.py").write_text(f"from nkdata.report import build\nbuild(formats={ALL}, quiet=True)\n", encoding="utf-8")
    subprocess.run([sys.executable, "script.py"], cwd=folder, check=True)
    return folder


def test_every_notebook_and_every_generated_page_is_there(report, root):
    names = {path.stem for path in (root / "notebooks").glob("*.ipynb")}
    made = set(pages(report))
    assert {f"{name}.html" for name in names} <= made
    assert {"index.html", "codebook.html", "figures.html", "citing.html", "bibliography.html", "search.html"} <= made


def test_every_link_and_every_loaded_file_exists(report):
    site = pages(report)
    for name, page in site.items():
        for link in page.links + page.loaded:
            target, _, place = urllib.parse.unquote(link.partition("?")[0]).partition("#")
            if target.startswith(("http:", "https:", "mailto:", "data:")):
                continue
            assert not target or (report / target).is_file(), f"{name} links to {link}"
            if place and (not target or target in site):
                assert place in site[target or name].ids, f"{name} links to {link}"


def test_nothing_is_loaded_from_the_network(report):
    for name, page in pages(report).items():
        for address in page.loaded:
            assert not re.match(r"(https?:)?//", address), f"{name} loads {address}"
    for sheet in report.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name
    single = Page((report / "nkdata-report.html").read_text(encoding="utf-8"))
    assert all(address.startswith("data:") for address in single.loaded)


def test_every_picture_has_alt_text_and_every_chart_its_data(report):
    for name, page in pages(report).items():
        for image in page.images:
            assert image.get("alt", "").strip(), f"{name}: {image.get('src', '')[:60]}"
    shown = {link for page in pages(report).values() for link in page.links if link.startswith(("figures/", "_images/"))}
    charts = {re.sub(r".*/|\.\w+$", "", link) for link in shown}
    assert charts
    for chart in charts:
        assert f"figures/{chart}.csv" in shown


def test_ids_are_unique_and_the_language_is_set(report):
    for file in report.glob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert re.search(r'<html[^>]* lang="en"', text), file.name
        assert re.search(r"<title>\S", text), file.name
        found = Page(text).ids
        assert len(found) == len(set(found)), file.name


def test_no_path_of_this_machine_stands_in_the_report(report, root):
    for name, content in contents(report).items():
        assert str(root).encode() not in content, name
        assert str(report.parent).encode() not in content, name


def test_links_say_the_number_of_the_figure(toy):
    text = (toy / "reports" / "00-first.html").read_text(encoding="utf-8")
    assert ">Figure 1</" in text or "Figure 1</span>" in text
    assert re.search(r"Table 1\b", text)


def test_nothing_is_done_again_when_nothing_changed(toy, capsys):
    index = toy / "reports" / "index.html"
    before = index.stat().st_mtime_ns
    build(toy / "reports", formats=ALL, notebooks=toy / "notebooks")
    assert "nothing has changed" in capsys.readouterr().err
    assert index.stat().st_mtime_ns == before


def test_only_the_changed_notebook_is_executed_again(toy, tmp_path, capsys):
    folder = tmp_path / "copy"
    shutil.copytree(toy, folder)
    notebook(folder / "notebooks" / "01-second.ipynb", "# Second", "from nkdata import figure", 'figure("tie-plane")')
    build(folder / "reports", notebooks=folder / "notebooks")
    said = capsys.readouterr().err
    assert "00-first (unchanged)" in said
    assert "01-second (unchanged)" not in said


def test_a_failing_notebook_is_named_and_the_last_report_stays(toy, tmp_path, capsys):
    folder = tmp_path / "copy"
    shutil.copytree(toy, folder)
    before = contents(folder / "reports")
    failing(folder / "notebooks")
    code = main(["report", "--out", str(folder / "reports"), "--notebooks", str(folder / "notebooks")])
    said = capsys.readouterr().err
    assert code == 1
    assert "02-third.ipynb, cell 3" in said
    assert "ZeroDivisionError" in said
    assert contents(folder / "reports") == before
    assert [f.name for f in folder.iterdir() if f.name.startswith(".reports") and f.is_dir()] == []


def test_warnings_are_errors(tmp_path):
    notebook(tmp_path / "notebooks" / "00-bad.ipynb", "# Bad\n\nSee [nothing](#fig-nothing).")
    with pytest.raises(NkdataError, match="fig-nothing"):
        build(tmp_path / "reports", notebooks=tmp_path / "notebooks", quiet=True)
    assert not (tmp_path / "reports").exists()


def test_only_some_notebooks(toy, tmp_path):
    build(tmp_path / "out", only="01", notebooks=toy / "notebooks", quiet=True)
    assert (tmp_path / "out" / "01-second.html").exists()
    assert not (tmp_path / "out" / "00-first.html").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"only": "77"}, "only must begin the name of a notebook, one of '00-first', '01-second'; got '77'"),
        ({"formats": ("doc",)}, "format must be one of 'html', 'single', 'pdf'; got 'doc'"),
        ({"formats": "html"}, "formats must be a list of any of 'html', 'single', 'pdf'; got 'html'"),
    ],
)
def test_wrong_options_are_one_sentence(toy, options, message):
    with pytest.raises(NkdataError, match=message):
        build(toy / "other", notebooks=toy / "notebooks", **options)


def test_a_folder_that_is_no_report_is_left_alone(toy, tmp_path):
    (tmp_path / "thesis.doc").write_text("dear to me")
    with pytest.raises(NkdataError, match="out must be an nkdata report, or an empty or new folder; got "):
        build(tmp_path, notebooks=toy / "notebooks", quiet=True)
    assert (tmp_path / "thesis.doc").exists()


def test_two_builds_at_once_are_told_apart(toy):
    with staged(toy / "busy"), pytest.raises(NkdataError, match="another build"):
        build(toy / "busy", notebooks=toy / "notebooks", quiet=True)


def test_a_build_killed_between_the_renames_is_mended(tmp_path):
    old = tmp_path / ".out.killed" / "old"
    old.mkdir(parents=True)
    (old.parent / MARK).write_text("an unfinished nkdata report for out\n")
    (old / "index.html").write_text("the last good one")
    write_stamp(old)
    with pytest.raises(RuntimeError), staged(tmp_path / "out"):
        raise RuntimeError
    assert (tmp_path / "out" / "index.html").read_text() == "the last good one"


def test_the_order_of_the_formats_does_not_matter(toy, monkeypatch):
    monkeypatch.setattr(staging, "staged", lambda out: pytest.fail("it was built again"))
    for formats in (ALL, ALL[::-1], set(ALL)):
        assert len(build(toy / "reports", formats=formats, notebooks=toy / "notebooks", quiet=True)) == 3


def test_a_report_that_cannot_be_put_in_its_place_leaves_the_last_one(tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("the last good one")
    write_stamp(tmp_path / "out")
    before = contents(tmp_path / "out")
    rename = Path.rename

    def refused(self, target):
        return rename(self, target) if self.name != "report" else (_ for _ in ()).throw(PermissionError("no"))

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError), staged(tmp_path / "out"):
        pass
    assert contents(tmp_path / "out") == before
    assert [f.name for f in tmp_path.iterdir() if f.is_dir()] == ["out"]


def pipe(path):
    os.mkfifo(path)


def listening(path):
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)  # a long path would not fit into the address of a socket


def link(path):
    (path.parent / "elsewhere").mkdir()
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("stand", [pipe, listening, link, Path.touch])
def test_anything_but_a_folder_is_refused_and_stays(tmp_path, monkeypatch, stand):
    monkeypatch.chdir(tmp_path)
    stand(tmp_path / "out")
    kind, names = (tmp_path / "out").lstat(), set(tmp_path.iterdir())
    with pytest.raises(NkdataError, match="out must be an nkdata report, or an empty or new folder; got "), staged(tmp_path / "out"):
        pytest.fail("it was not refused")
    assert (tmp_path / "out").lstat().st_ino == kind.st_ino
    assert set(tmp_path.iterdir()) == names


@pytest.mark.parametrize("kind", [stat.S_IFCHR, stat.S_IFBLK])
def test_a_device_is_refused(tmp_path, monkeypatch, kind):
    look = os.lstat
    fields = (kind | 0o666, *[0] * 9)
    monkeypatch.setattr(os, "lstat", lambda path, **more: os.stat_result(fields) if path == tmp_path / "out" else look(path, **more))
    with pytest.raises(NkdataError, match="out must be an nkdata report, or an empty or new folder; got "), staged(tmp_path / "out"):
        pytest.fail("it was not refused")
    assert list(tmp_path.iterdir()) == []


def test_a_mount_point_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    (tmp_path / "out").mkdir()
    with pytest.raises(NkdataError, match=r"out must be a folder that can be replaced; .* a mount point"), staged(tmp_path / "out"):
        pytest.fail("it was not refused")


@pytest.mark.parametrize("name", [".out.old", ".out.work", ".out.lock", ".out.killed"])
def test_neighbours_without_our_mark_stay_as_they_are(tmp_path, name):
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.doc").write_text("dear to me")
    (tmp_path / name / MARK).write_text("an unfinished nkdata report for another\n")
    (tmp_path / ".out.lock.txt").write_text("dear to me too")
    before = contents(tmp_path)
    with staged(tmp_path / "out"):
        pass
    staging.tidy(tmp_path / "out")
    assert contents(tmp_path) == before


def test_a_file_named_like_the_earlier_lock_is_not_emptied(tmp_path):
    (tmp_path / ".out.lock").write_text("dear to me")
    with staged(tmp_path / "out"):
        pass
    assert (tmp_path / ".out.lock").read_text() == "dear to me"


def finished(out):
    """Write a report of one page into a folder, as a build does."""
    with staged(out) as work:
        (work / "report" / "index.html").touch()
        write_stamp(work / "report")


@pytest.mark.parametrize("name", ["thesis.doc", "figures/mine.svg", "empty"])
def test_additions_of_a_reader_to_a_report_are_named_and_stay(tmp_path, name):
    finished(tmp_path / "out")
    finished(tmp_path / "out")
    added = tmp_path / "out" / name
    added.parent.mkdir(exist_ok=True)
    added.write_text("dear to me") if added.suffix else added.mkdir()
    first = name.partition("/")[0]
    with pytest.raises(NkdataError, match=f"out must hold only files that its .* lists; .* with '{first}'"), staged(tmp_path / "out"):
        pytest.fail("it was not refused before the build")
    assert added.exists()
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_an_addition_of_a_reader_during_a_build_stays(tmp_path):
    finished(tmp_path / "out")
    with pytest.raises(NkdataError, match=r"with 'thesis.doc'"), staged(tmp_path / "out"):
        (tmp_path / "out" / "thesis.doc").write_text("dear to me")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"thesis.doc", "index.html", STAMP}
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("words", ["[]", "{}", '{"files": 3}', "no JSON"])
def test_a_stamp_that_names_no_files_covers_none(tmp_path, words):
    (tmp_path / STAMP).write_text(words)
    (tmp_path / "thesis.doc").write_text("dear to me")
    with pytest.raises(NkdataError, match=r"with 'thesis.doc'"), staged(tmp_path):
        pytest.fail("it was not refused")


@pytest.mark.parametrize("out", [".", "..", "../empty", "/"])
def test_the_folder_that_one_is_in_is_not_replaced(tmp_path, monkeypatch, out):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    with (
        pytest.raises(NkdataError, match=r"out must not hold the working directory; got |out must be an nkdata report, "),
        staged(Path(out)),
    ):
        pytest.fail("it was not refused")
    assert [f.name for f in tmp_path.rglob("*")] == ["empty"]


def test_outputs_are_stored_with_the_same_bytes_on_every_run(tmp_path):
    folder = pair(tmp_path)
    files = sorted(folder.glob("*.ipynb"))
    assert store_outputs(files, quiet=True) == files
    assert store_outputs(files, quiet=True) == []
    stored = nbformat.read(files[0], as_version=4)
    assert [cell.execution_count for cell in stored.cells if cell.cell_type == "code"] == [1, 2, 3]


@pytest.mark.skipif(not kernels.AVAILABLE, reason="kernels start as copies on Linux only")
def test_a_kernel_starts_with_the_libraries_in_its_own_folder_and_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("NKDATA_TEST", "조선")
    say = "import os, sys\nprint('matplotlib.pyplot' in sys.modules, os.environ['NKDATA_TEST'], os.getcwd())"
    notebook(tmp_path / "00-first.ipynb", say)
    (ran,) = execute([tmp_path / "00-first.ipynb"], tmp_path)
    assert ran.notebook.cells[0].outputs[0]["text"] == f"True 조선 {tmp_path}\n"


def test_keys_lead_to_the_bibliography_and_to_the_rows(report):
    site = pages(report)
    for page, link in [
        ("01-the-record", "bibliography.html#hankyung-1992-samsonov"),
        ("01-the-record", "rows-passages.html#passages-p2s7"),
        ("ledger", "codebook.html#table-transfers"),
        ("ledger", "04-alignment.html#cell-04-c02"),
        ("rows-events", "rows-passages.html#passages-p2s2"),
        ("codebook", "data/transfers.csv"),
        ("codebook", "rows-transfers.html"),
    ]:
        assert link in site[f"{page}.html"].links
    assert "[hankyung_1992_samsonov]" in text_of(report / "bibliography.html")


def test_every_public_name_has_its_entry_in_the_api_of_the_site_and_only_there(report):
    text = (report / "api.html").read_text(encoding="utf-8")
    parts = {part.partition('"')[0]: part for part in text.split(' id="nkdata.')[1:]}
    assert list(parts) == [name for names in nkdata.GROUPS.values() for name in names]
    for name, part in parts.items():
        value = getattr(nkdata, name)
        words = html.unescape(WORDS.sub("", part))
        assert " ".join(inspect.getdoc(value).split()[:4]) in " ".join(words.split()).replace("’", "'"), name
        for parameter in inspect.signature(value).parameters if callable(value) else ():
            assert f'<span class="pre">{parameter}</span>' in part, f"{name} without {parameter}"
        assert ">>>" in words or not callable(value), f"{name} without an example"
    assert "Suggested default" in html.unescape(WORDS.sub("", parts["register"]))
    assert all("api.html" in page.links or name == "api.html" for name, page in pages(report).items() if name != "nkdata-report.html")
    assert 'id="nkdata.register"' not in (report / "nkdata-report.html").read_text(encoding="utf-8")


def test_the_tables_are_shipped_as_they_are(report, root):
    for file in [*(root / "nkdata" / "data").glob("*.csv"), root / "nkdata" / "data" / "datapackage.json"]:
        assert (report / "data" / file.name).read_bytes() == file.read_bytes()


def test_every_row_of_a_coded_table_has_its_anchor(report):
    for table in TABLES:
        page = Page((report / f"rows-{table}.html").read_text(encoding="utf-8"))
        assert {f"{table}-{key}" for key in nkdata.load(table).iloc[:, 0]} <= set(page.ids)


def test_the_summary_says_each_thing_once(report):
    text = text_of(report / "index.html")
    for key in (*ANSWER, *FINDINGS):
        said = re.sub(r"[*\[\]]", "", nkdata.claim(key).text)
        assert text.count(said) == 1, said
    assert text.count("Figure 1.") == 1
    assert "Data (CSV)" in text
    assert text.index("Figure 1.") < text.index("Five findings") < text.index("The pages")


def test_the_single_file_has_contents_and_every_link_in_it_lives(report):
    text = (report / "nkdata-report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    dead = [link for link in page.links if not link.startswith(("http:", "https:", "data:")) and link[1:] not in page.ids]
    assert dead == []
    assert 'id="contents"' in text
    assert '<caption><span class="caption-text">' not in text, "a table lost its number"
    assert "The pages" not in text_of(report / "nkdata-report.html")
    chapters = re.findall(r"<h2>(.*?)<", text)
    assert {"Start here", "The record", "Bibliography", "Rows"} <= set(chapters)
    assert text.count("Back to the contents") >= len(chapters) - 3


def test_the_stamp_names_what_the_report_was_built_from(report):
    assert re.fullmatch("[0-9a-f]{64}", json.loads((report / ".nkdata-report.json").read_text())["built_from"])
