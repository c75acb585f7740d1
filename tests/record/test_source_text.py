"""verify-source on copies of a text as readers save them; the text here is made up, so nothing of the source is stored."""

import hashlib
import re
import shutil

import pytest

import nkdata
from nkdata.record import codebook
from nkdata.record.source_text import marked, sentence_of

SENTENCES = {
    "p1s1": 'The "first" neighbour\'s help — as printed — grew in 1953-56, and it stayed.',
    "p1s2": "Little is known of the second neighbour.",
    "p2s1": "Data as of May 2001",
}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def normal(text):
    return text.replace("—", "-").replace("’", "'")


@pytest.fixture
def folder(tmp_path):
    """A data folder whose passages are the sentences above and whose other tables code them."""
    data = tmp_path / "data"
    shutil.copytree(codebook.folder(codebook.SHIPPED), data)
    lines = [(data / "passages.csv").read_text(encoding="utf-8").splitlines()[0]]
    for key, sentence in SENTENCES.items():
        text = normal(sentence)
        tokens = re.findall(r"[a-z0-9]+", text.lower())
        prints = [sha(" ".join(part)) for part in (tokens, tokens[:5], tokens[-5:])]
        paragraph, number = re.findall(r"\d+", key)
        lines.append(f"{key},{paragraph},{number},{len(text.split())},{sha(text)},{len(tokens)},{','.join(prints)},gist,yes,")
    (data / "passages.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for table in ("phases", "assistance", "drivers", "constraints", "events", "transfers"):
        path = data / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with open(data / "drivers.csv", "a", encoding="utf-8") as file:
        file.write("d01,key_event,t,1953,1953-01-01,1953-12-31,,p1s1,grew in 1953-56,loc_country_study_1994,B,2,\n")
        file.write("d02,key_event,t,1953,1953-01-01,1953-12-31,,p1s2,rather much,loc_country_study_1994,B,2,\n")
    return data


def verify(tmp_path, text, folder, name="copy.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return nkdata.verify_source(path, data=folder).set_index("passage")


def test_plain_copy_is_found_exactly(tmp_path, folder):
    result = verify(tmp_path, "\n".join(SENTENCES.values()), folder)
    assert result["result"].tolist() == ["found"] * 3
    assert result["exact"].all()
    assert result.loc["p1s1", "missing"] == ""
    assert result.loc["p1s2", "missing"] == "rather much"


def test_line_breaks_markup_and_quotation_marks_do_not_matter(tmp_path, folder):
    body = SENTENCES["p1s1"].replace(" ", "\n  ").replace("'", "&rsquo;").replace('"', "&ldquo;", 1).replace('"', "&rdquo;", 1)
    page = f"<html><head><style>p {{}}</style><script>var a = 'Data as of May 2001';</script></head><body><p>{body}</p><p>{SENTENCES['p1s2']}</p></body></html>"
    result = verify(tmp_path, page, folder, "page.html")
    assert result.loc["p1s1", "result"] == "found"
    assert result.loc["p1s1", "exact"]
    assert result.loc["p2s1", "result"] == "not found"


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "</p><p>", "</td><td>"])
def test_marks_part_words_and_inline_marks_do_not(tmp_path, folder, mark):
    body = SENTENCES["p1s2"].replace(" second ", f"{mark}sec<b>ond</b>{mark}")
    page = f"<html><body><h2>Title</h2><p>{body}</p><h3>Next</h3></body></html>"
    assert verify(tmp_path, page, folder, "page.html").loc["p1s2", "result"] == "found"


def test_a_text_that_stands_twice_is_counted(tmp_path, folder):
    text = " ".join(SENTENCES.values())
    assert verify(tmp_path, text + "\n\n" + text, folder)["times"].tolist() == [2, 2, 2]


def test_one_changed_word_is_told(tmp_path, folder):
    text = SENTENCES["p1s1"].replace("grew", "shrank") + SENTENCES["p1s2"]
    result = verify(tmp_path, text, folder)
    assert result["result"].tolist() == ["altered", "found", "not found"]
    assert result.loc["p1s1", "missing"] == "grew in 1953-56"


def test_other_punctuation_is_found_but_not_exact(tmp_path, folder):
    result = verify(tmp_path, SENTENCES["p1s2"].replace("Little is", "Little, is"), folder)
    assert result.loc["p1s2", "result"] == "found"
    assert not result.loc["p1s2", "exact"]


def test_latin1_copies_are_read(tmp_path, folder):
    result = verify(tmp_path, SENTENCES["p1s2"] + " caf\xe9", folder, encoding="latin-1")
    assert result.loc["p1s2", "result"] == "found"


@pytest.mark.parametrize("make", [lambda p: p / "none.txt", lambda p: p, lambda p: 3])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, folder, make):
    with pytest.raises(nkdata.NkdataError, match=r"^path must be a text file or a saved HTML page; "):
        nkdata.verify_source(make(tmp_path), data=folder)


def test_an_empty_file_is_one_sentence(tmp_path, folder):
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(nkdata.NkdataError, match="holds no text"):
        nkdata.verify_source(tmp_path / "empty.txt", data=folder)


@pytest.fixture
def copy(tmp_path):
    """A reader's copy of the made-up text, without its last sentence."""
    path = tmp_path / "copy.html"
    path.write_text(
        "<html><body><p>Before. "
        + SENTENCES["p1s1"].replace(" ", "\n ")
        + "</p><p>(Little is known of\n the second neighbour.) After.</p></body></html>",
        encoding="utf-8",
    )
    return path


def test_the_sentence_of_a_passage_is_read_with_its_marks_and_without_its_neighbours(copy, folder):
    assert sentence_of("p1s1", copy, folder) == normal(SENTENCES["p1s1"])
    assert sentence_of("p1s2", copy, folder) == "(Little is known of the second neighbour.)"
    assert sentence_of("p2s1", copy, folder) is None
    assert sentence_of("p9s9", copy, folder) is None


def test_a_copy_that_changes_is_read_again(copy, folder):
    assert sentence_of("p2s1", copy, folder) is None
    copy.write_text("Data as of May 2001")
    assert sentence_of("p2s1", copy, folder) == "Data as of May 2001"
    assert sentence_of("p1s1", copy, folder) is None


@pytest.mark.parametrize(("wordings", "parts"), [
    (["GREW; in 1953"], [("It ", False), ("grew in 1953", True), ("-56, it grew.", False)]),
    (["grew"], [("It ", False), ("grew", True), (" in 1953-56, it ", False), ("grew", True), (".", False)]),
    (["it grew", "grew in"], [("It grew in", True), (" 1953-56, ", False), ("it grew", True), (".", False)]),
    (["shrank", "", "..."], [("It grew in 1953-56, it grew.", False)]),
    (["row", "953"], [("It grew in 1953-56, it grew.", False)]),  # parts of words
])  # fmt: skip
def test_deciding_words_are_marked_wherever_they_stand(wordings, parts):
    assert marked("It grew in 1953-56, it grew.", wordings) == parts


def test_a_trace_shows_the_sentence_with_its_deciding_words_marked(copy, folder):
    traced = nkdata.trace("drivers", "d01", source=copy, data=folder)
    assert traced.sentence == normal(SENTENCES["p1s1"])
    assert 'Sentence: The "first" neighbour\'s help - as printed - **grew in 1953-56**, and it stayed.' in str(traced)
    assert "Passage p1s1: gist" in str(traced)
    assert (
        "<dt>Sentence</dt><dd>The &quot;first&quot; neighbour&#x27;s help - as printed - <mark>grew in 1953-56</mark>, and"
        in traced._repr_html_()
    )


def test_a_traced_passage_shows_every_wording_that_rests_on_it(copy, folder):
    assert "- **grew in 1953-56**, and it stayed." in str(nkdata.trace("passages", "p1s1", source=copy, data=folder))


def test_the_copy_can_be_named_once_in_the_environment(copy, folder, monkeypatch):
    without = str(nkdata.trace("drivers", "d01", data=folder))
    assert "Sentence" not in without
    monkeypatch.setenv("NKDATA_SOURCE", str(copy))
    assert "**grew in 1953-56**" in str(nkdata.trace("drivers", "d01", data=folder))
    monkeypatch.setenv("NKDATA_SOURCE", "")
    assert str(nkdata.trace("drivers", "d01", data=folder)) == without


def test_a_row_without_a_passage_is_traced_as_without_a_copy(copy, folder):
    row = "sources", "loc_country_study_1994"
    assert str(nkdata.trace(*row, source=copy, data=folder)) == str(nkdata.trace(*row, data=folder))


def test_a_sentence_that_differs_in_the_copy_is_not_shown(copy, folder):
    copy.write_text(SENTENCES["p1s1"] + SENTENCES["p1s2"].replace("Little", "Much"))
    traced = nkdata.trace("drivers", "d02", source=copy, data=folder)
    assert traced.sentence is None
    assert "Sentence: copy.html does not hold it as it was coded; nkdata.verify_source compares the two." in str(traced)
    assert "Much" not in str(traced)


def test_marks_of_a_page_in_the_sentence_are_escaped(tmp_path, folder):
    sentence = "The <mark> & grew & stayed."
    line = (folder / "passages.csv").read_text(encoding="utf-8").splitlines()
    tokens = re.findall(r"[a-z0-9]+", sentence.lower())
    prints = ",".join(sha(" ".join(part)) for part in (tokens, tokens[:5], tokens[-5:]))
    line[1] = f"p1s1,1,1,{len(sentence.split())},{sha(sentence)},{len(tokens)},{prints},gist,yes,"
    (folder / "passages.csv").write_text("\n".join(line) + "\n", encoding="utf-8")
    drivers = folder / "drivers.csv"
    drivers.write_text(drivers.read_text(encoding="utf-8").replace("grew in 1953-56", "grew"), encoding="utf-8")
    (tmp_path / "copy.txt").write_text(sentence)
    page = nkdata.trace("drivers", "d01", source=tmp_path / "copy.txt", data=folder)._repr_html_()
    assert "<dd>The &lt;mark&gt; &amp; <mark>grew</mark> &amp; stayed.</dd>" in page


NOT_THE_TEXT = {
    "other.txt": "Another text altogether, of many words and no passage.",
    "altered.txt": SENTENCES["p1s1"].replace("grew", "shrank"),
    "empty.txt": "",
    "page.html": "<html><body></body></html>",
    "binary.dat": "\0\1\2",
}


@pytest.mark.parametrize("name", NOT_THE_TEXT)
@pytest.mark.parametrize("row", [("drivers", "d01"), ("sources", "loc_country_study_1994")])
def test_a_file_that_is_not_the_text_is_one_sentence(tmp_path, folder, monkeypatch, name, row):
    (tmp_path / name).write_text(NOT_THE_TEXT[name])
    said = re.escape(f"must be a copy of the source text, plain or HTML; {name!r} holds none of its passages.")
    with pytest.raises(nkdata.NkdataError, match=f"^source {said}$"):
        nkdata.trace(*row, source=tmp_path / name, data=folder)
    monkeypatch.setenv("NKDATA_SOURCE", str(tmp_path / name))
    with pytest.raises(nkdata.NkdataError, match=f"^NKDATA_SOURCE {said}$"):
        nkdata.trace(*row, data=folder)


def test_a_missing_copy_is_one_sentence_with_its_name(tmp_path, folder, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = r" must be a text file or a saved HTML page; 'none\.txt' cannot be read \(.*\)\.$"
    with pytest.raises(nkdata.NkdataError, match=f"^source{said}"):
        nkdata.trace("drivers", "d01", source="none.txt", data=folder)
    monkeypatch.setenv("NKDATA_SOURCE", "none.txt")
    with pytest.raises(nkdata.NkdataError, match=f"^NKDATA_SOURCE{said}"):
        nkdata.trace("drivers", "d01", data=folder)
    monkeypatch.setenv("NKDATA_SOURCE", str(tmp_path))
    with pytest.raises(nkdata.NkdataError, match=r"^NKDATA_SOURCE must be a text file or a saved HTML page; "):
        nkdata.trace("drivers", "d01", data=folder)
