"""verify-source on copies of a text as readers save them; the text here is made up, so nothing of the source is stored."""

import hashlib
import re
import shutil

import pytest

import nkdata
from nkdata.record import codebook

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
