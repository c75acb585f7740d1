"""Charts: the contract of every chart, the house style, and the figures on disk."""

import inspect
import itertools
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import nkdata
from nkdata import charts
from nkdata.charts import CATALOGUE, frame
from nkdata.charts.chart import Chart
from nkdata.charts.figure import Figure
from nkdata.charts.gallery import index, save_all
from nkdata.charts.phase_bands import BANDS, phase_spans, shared_years
from nkdata.charts.text import MATERIEL
from nkdata.errors import NkdataError
from nkdata.record.formatting import counted, runs, written_years

ROOT = Path(__file__).parents[2]
NAMES = list(CATALOGUE)
MINUS = "\N{MINUS SIGN}"


@pytest.fixture(scope="module")
def plotted():
    """Data and words of every chart, computed once."""
    found = {name: chart.data() for name, chart in CATALOGUE.items()}
    return {name: (data, CATALOGUE[name].words(data)) for name, data in found.items()}


@pytest.fixture(autouse=True)
def closed():
    """No test leaves a figure open."""
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def drawn(plotted):
    """Every chart drawn once, in a figure of its own."""
    axes = {}
    for name, (data, _) in plotted.items():
        axes[name] = CATALOGUE[name].draw(data=data.copy())
        plt.close(axes[name].figure)
        FigureCanvasAgg(axes[name].figure).draw()
    return axes


def texts(figure):
    """Every text of a figure that shows, with its box in pixels."""
    renderer = figure.canvas.get_renderer()
    hidden = set()
    for axes in figure.findobj(mpl.axes.Axes):
        for axis, place in ((axes.xaxis, 0), (axes.yaxis, 1)):
            low, high = sorted(axis.get_view_interval())
            off = [t for t in axis.get_ticklabels() if not axes.axison or not low <= t.get_position()[place] <= high]
            hidden.update(off)
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and text not in hidden:
            yield text, Text.get_window_extent(text, renderer)


@pytest.mark.parametrize("name", NAMES)
def test_draws_into_given_axes_and_returns_them(name, plotted):
    _, given = plt.subplots(figsize=(9, 9))
    drawn = CATALOGUE[name].draw(ax=given, data=plotted[name][0])
    assert drawn is given
    assert len(given.figure.axes) == 1, "a chart stays inside the axes that it was given"


@pytest.mark.parametrize("name", NAMES)
def test_public_name_and_description(name, plotted):
    chart = CATALOGUE[name]
    public = name.replace("-", "_")
    assert chart.name == name
    assert getattr(charts, public) is chart
    assert public in dir(charts)
    assert set(chart.columns) <= set(plotted[name][0].columns)
    lines = str(chart).splitlines()
    assert lines[:2] == [f"{name}: {chart.summary}", "Columns of the data:"]
    assert [line.split()[0] for line in lines[2:]] == list(chart.columns)
    assert all(chart.columns.values())
    assert repr(chart) == f"<Chart {name}: {chart.summary}>"


def test_public_functions_have_whole_docstrings():
    for function, parts in {
        Chart.draw: ("Parameters", "Returns", "Raises", "Examples"),
        charts.figure.Figure.save: ("Parameters", "Returns", "Raises", "Examples"),
        charts.figure.Figure.draw: ("Parameters", "Returns", "Raises", "Examples"),
        charts.figure.Figure.cite: ("Parameters", "Returns", "Raises", "Examples"),
        nkdata.figure: ("Parameters", "Returns", "Raises", "Examples"),
    }.items():
        for part in parts:
            assert f"\n{part}\n" in inspect.getdoc(function), f"{function} lacks {part}"


def test_an_unknown_chart_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'pie'; it has CATALOGUE, after_1989"):
        charts.pie  # noqa: B018


def test_a_figure_prints_as_one_line_and_draws_into_given_axes(plotted):
    data, words = plotted["grades"]
    figure = Figure("grades", words.title, words.caption, words.alt, data, CATALOGUE["grades"])
    assert str(figure) == repr(figure) == f"Figure grades: {words.title}. .show() opens it; .save(folder) writes SVG, PNG and CSV."
    _, given = plt.subplots()
    assert figure.draw(given) is given
    with pytest.raises(NkdataError, match=r"^ax must be a matplotlib Axes or None; got 'left'\.$"):
        figure.draw("left")


def test_show_opens_a_window_in_a_script(monkeypatch):
    shown = []
    monkeypatch.setattr(plt, "get_backend", lambda: "TkAgg")
    monkeypatch.setattr(plt, "show", lambda: shown.append(plt.get_fignums()))
    nkdata.figure("grades").show()
    assert len(shown) == 1
    assert len(shown[0]) == 1


def test_show_warns_where_no_window_can_be_opened(monkeypatch):
    monkeypatch.setattr(plt, "get_backend", lambda: "agg")
    with pytest.warns(UserWarning, match=r"no window can be opened for the figure grades; save\(folder\) writes it to files"):
        nkdata.figure("grades").show()
    assert not plt.get_fignums()


def test_show_displays_the_figure_in_jupyter(monkeypatch):
    import IPython
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=True))
    monkeypatch.setattr(IPython.display, "display", shown.append)
    figure = nkdata.figure("grades")
    figure.show()
    assert shown == [figure]
    assert not plt.get_fignums()


@pytest.mark.parametrize("name", NAMES)
def test_bad_input_is_one_sentence(name, plotted):
    chart = CATALOGUE[name]
    with pytest.raises(NkdataError, match=r"^ax must be a matplotlib Axes or None; got 'left'.$"):
        chart.draw(ax="left", data=plotted[name][0])
    with pytest.raises(NkdataError, match=r"must be a pandas DataFrame; got \[1, 2\]\.$"):
        chart.draw(data=[1, 2])
    column = list(chart.columns)[-1]
    with pytest.raises(NkdataError, match=rf"must have the columns .*; got none named {column}\.$"):
        chart.draw(data=plotted[name][0].drop(columns=column))


@pytest.mark.parametrize("name", NAMES)
def test_empty_and_partial_data_do_not_crash(name, plotted):
    data = plotted[name][0]
    for some in (data.iloc[:0], data.iloc[:1], data.iloc[-1:], data.iloc[::3]):
        assert CATALOGUE[name].draw(data=some.copy()) is not None
        plt.close("all")
    for some in (data.iloc[-2:], data.iloc[: len(data) // 2]):
        assert CATALOGUE[name].words(some.copy()).alt


def changed(data):
    """The same rows with other numbers: the order of the values of every measured column is turned round."""
    keys = {"year", "phase", "start_year", "end_year", "release", "credibility"}
    other = data.copy()
    for column in other.select_dtypes("number").columns.difference(list(keys)):
        values = other[column].to_numpy(dtype=float, na_value=np.nan)
        other[column] = np.where(np.isnan(values), np.nan, np.roll(values, max(len(values) // 3, 1)))
    return other


@pytest.mark.parametrize("name", NAMES)
def test_alt_text_follows_the_data(name, plotted):
    data, words = plotted[name]
    assert CATALOGUE[name].words(data.copy()) == words, "the same data give the same words"
    others = [data.iloc[: len(data) // 2], data.iloc[len(data) // 3 :], changed(data)]
    alts = [CATALOGUE[name].words(other.copy()).alt for other in others]
    assert sum(alt != words.alt for alt in alts) >= 2
    assert len(set(alts)) > 1


def test_titles_follow_the_data(plotted):
    """Each title is a finding: data that say something else get another title."""
    swap = {"SUN": "CHN", "RUS": "CHN", "CHN": "SUN", "moscow": "beijing", "beijing": "moscow"}
    for name, column in {"deliveries": "supplier", "systems": "supplier", "cooperation": "side", "revision": "side"}.items():
        data, words = plotted[name]
        other = CATALOGUE[name].words(data.assign(**{column: data[column].map(swap)}))
        assert other.title != words.title, name
    lean = plotted["pendulum"][0]
    turned = lean.assign(lean=-lean["lean"], lean_low=-lean["lean_high"], lean_high=-lean["lean_low"])
    assert "Beijing’s side" in CATALOGUE["pendulum"].words(turned).title
    assert "Moscow’s side" in plotted["pendulum"][1].title
    grades = plotted["grades"][0]
    all_on = grades.assign(rows=np.where(grades["reliability"].map("ABCDEF".index) + 1 == grades["credibility"], 10, 0))
    assert "collapsed" in CATALOGUE["grades"].words(all_on).title
    plane = plotted["tie-plane"][0]
    assert "Beijing outweighed Moscow in" in CATALOGUE["tie-plane"].words(plane.assign(ahead=1.0)).title
    flux = plotted["after-1989"][0]
    other = flux.assign(actor=flux["actor"].map({"CHN": "RUS", "RUS": "CHN", "SUN": "CHN", "USA": "USA"}))
    assert "trade with China was larger" in plotted["after-1989"][1].title
    assert "trade with China was smaller" in CATALOGUE["after-1989"].words(other).title
    votes = flux["panel"].eq("votes")
    assert CATALOGUE["after-1989"].words(flux[~votes]).title == plotted["after-1989"][1].title, "votes have no year before to compare"
    matrix = plotted["phase-matrix"][0]
    assert "in 0 of 14 cells" in CATALOGUE["phase-matrix"].words(matrix.assign(direction="unstated")).title


def numbers(text):
    """Numbers of a sentence, commas before thousands and true minus read as a machine does."""
    found = re.findall(rf"(?<![\w–])[+{MINUS}]?\d+(?:,\d{{3}})*(?:\.\d+)?", text)
    return [float(n.replace(",", "").replace(MINUS, "-")) for n in found]


def test_alt_numbers_equal_the_plotted_numbers(plotted):
    data, words = plotted["pendulum"]
    lean = data.set_index("year")["lean"]
    low, step = lean.idxmin(), lean.diff()
    expected = [lean.iloc[0], lean[low], low, lean[step.idxmax()], step.idxmax(), lean[step.idxmin()], step.idxmin(), lean.iloc[-1],
                data["lean_direct"].min(), data["intensity"].max()]  # fmt: skip
    said = numbers(words.alt)
    for value in expected:
        assert any(abs(value - s) <= 0.5 if abs(value) > 3 else abs(value - s) <= 0.005 for s in said), (value, words.alt)

    data, words = plotted["deliveries"]
    sums = data.groupby(data["supplier"].eq("CHN"))["total"].agg(["sum", "max"]).to_numpy().ravel()
    assert {round(v) for v in sums} <= set(numbers(words.alt))

    data, words = plotted["tie-plane"]
    phases = data[data["kind"].eq("phase")]
    assert {round(v) for v in phases[["moscow", "beijing"]].to_numpy().ravel()} <= set(numbers(words.alt))

    data, words = plotted["grades"]
    assert {float(data["rows"].sum()), float(data["rows"].max())} <= set(numbers(words.alt))

    data, words = plotted["revision"]
    wide = data.pivot(index=["side", "year"], columns="release", values="tiv")
    change = (wide[2026] - wide[2022]).abs()
    assert round(change.max()) in {abs(n) for n in numbers(words.alt)}
    assert str(change.idxmax()[1]) in words.alt

    data, words = plotted["after-1989"]
    votes = data[data["panel"].eq("votes") & data["actor"].eq("CHN")].sort_values("year")["value"]
    assert {round(votes.iloc[0]), round(votes.iloc[-1])} <= set(numbers(words.alt))

    data, words = plotted["cooperation"]
    assert float(len(data)) in numbers(words.alt)
    data, words = plotted["systems"]
    assert float(data["tiv"].notna().sum()) in numbers(words.title), "what SIPRI does not list did not come"
    data, words = plotted["phase-matrix"]
    main = data[data["form"].isin(MATERIEL)].drop_duplicates(["phase", "side"])
    sizes = main["level"].isin(["sole", "little", "none"])
    assert {len(main), int(sizes.sum())} <= set(numbers(words.alt)), "commercial is a term, not a size"


def test_intervals_hold_what_is_plotted(plotted):
    for name, value in (("pendulum", "lean"),):
        data = plotted[name][0]
        inside = (data[f"{value}_low"] - 1e-9 <= data[value]) & (data[value] <= data[f"{value}_high"] + 1e-9)
        assert inside[data[value].notna()].all(), name
    data = plotted["tie-plane"][0]
    for tie in ("moscow", "beijing"):
        assert (data[f"{tie}_low"] <= data[tie] + 1e-9).all()
        assert (data[tie] <= data[f"{tie}_high"] + 1e-9).all()
    data = plotted["deliveries"][0]
    assert np.allclose(data["direct"] + data["licensed"], data["total"])
    assert ((data["low"] <= data["total"] + 1e-6) & (data["total"] <= data["high"] + 1e-6)).all()


def test_years_without_deliveries_stay_open(plotted):
    data = plotted["pendulum"][0].copy()
    data.loc[data["year"].between(1962, 1964), ["lean", "lean_low", "lean_high", "lean_direct"]] = np.nan
    axes = charts.pendulum.draw(data=data)
    lines = [line.get_xydata() for line in axes.lines if len(line.get_xydata()) == len(data)]
    assert lines
    assert all(np.isnan(line[(line[:, 1] > 1961.5) & (line[:, 1] < 1964.5), 0]).all() for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_overlaps_and_none_is_clipped(name, drawn):
    figure = drawn[name].figure
    found = list(texts(figure))
    page = figure.bbox
    for text, box in found:
        inside = box.x0 >= page.x0 - 0.5 and box.x1 <= page.x1 + 0.5 and box.y0 >= page.y0 - 0.5 and box.y1 <= page.y1 + 0.5
        assert inside, f"{name}: {text.get_text()!r} leaves the figure"
    for (a, box_a), (b, box_b) in itertools.combinations(found, 2):
        wide = min(box_a.x1, box_b.x1) - max(box_a.x0, box_b.x0)
        high = min(box_a.y1, box_b.y1) - max(box_a.y0, box_b.y0)
        assert not (wide > 1 and high > 1.5), f"{name}: {a.get_text()!r} lies on {b.get_text()!r}"


@pytest.mark.parametrize("name", NAMES)
def test_size_and_type_are_legible_at_page_width(name, drawn):
    axes = drawn[name]
    assert axes.figure.get_size_inches()[0] == pytest.approx(frame.WIDTH)
    assert axes.figure.get_size_inches()[1] <= 9.3, "fits on a page"
    small = {text.get_text(): text.get_fontsize() for text, _ in texts(axes.figure) if text.get_fontsize() < 8.5}
    assert not small


@pytest.mark.parametrize("name", NAMES)
def test_words_are_whole(name, plotted):
    words = plotted[name][1]
    assert all([words.title, words.subtitle, words.caption, words.alt, words.source])
    assert words.source.startswith("Source: ")
    assert words.subtitle.endswith(".")
    assert not words.title.endswith(".")
    assert not words.caption.endswith(".")
    for text in (words.title, words.subtitle, words.alt, words.caption):
        assert not re.search(r"(?<![\w–])-\d", text), "a minus is a minus sign"
        assert "nan" not in text.lower().split()


@pytest.mark.parametrize("name", NAMES)
def test_words_keep_to_one_form(name, plotted):
    words = plotted[name][1]
    assert words.alt.startswith(words.title), "the message comes first"
    assert 250 <= len(words.alt) <= 500
    for text in (words.title, words.subtitle, words.alt, words.caption, words.source):
        strays = re.findall(r"\u00a0\d{3}\b|\d{4,}%|\d %|\d-\d|\bper ?cent\b|\bthe text\b|'|TIV million|\b\d{5,}\b", text)
        assert not strays, text


@pytest.mark.parametrize("name", NAMES)
def test_no_legend_and_white_ground(name, drawn):
    axes = drawn[name]
    for each in [axes, *axes.child_axes]:
        assert each.get_legend() is None
    assert mpl.colors.to_hex(axes.figure.get_facecolor()) == "#ffffff"


@pytest.mark.parametrize("name", ["pendulum", "specification"])
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_reader_s_own_settings_make_no_difference(name, kind, plotted):
    data, words = plotted[name]
    shown = Figure(name, words.title, words.caption, words.alt, data, CATALOGUE[name])
    first = shown._bytes(kind)
    with plt.style.context("dark_background"):
        assert shown._bytes(kind) == first


def luminance(colour):
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return np.dot([0.2126, 0.7152, 0.0722], channels)


def contrast(a, b):
    high, low = sorted([luminance(a), luminance(b)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def drawn_actors():
    rows = nkdata.load("actors").dropna(subset=["colour"])
    return rows.set_index("actor")


def test_colours_of_actors_stand_out_on_white_and_on_the_bands():
    for code, row in drawn_actors().iterrows():
        for ground in BANDS:
            assert contrast(row["colour"], ground) >= 4.5, f"{code} on {ground}"
    for ink in (frame.INK, frame.QUIET):
        assert min(contrast(ink, ground) for ground in BANDS) >= 4.5


def test_actors_can_be_told_apart_by_colour_blind_readers():
    """Moscow and Beijing by colour alone in every deficiency; any pair by colour or by both marker and line."""
    colorspacious = pytest.importorskip("colorspacious", reason="test dependency colorspacious is not installed")
    actors = drawn_actors()

    def seen(colour, kind):
        rgb = np.array(mpl.colors.to_rgb(colour))
        space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        return np.clip(colorspacious.cspace_convert(rgb, space, "sRGB1"), 0, 1)

    for kind in ("deuteranomaly", "protanomaly", "tritanomaly"):
        for a, b in itertools.combinations(actors.index, 2):
            one, other = (seen(actors.at[code, "colour"], kind) for code in (a, b))
            distance = colorspacious.deltaE(one, other, input_space="sRGB1")
            if "CHN" in (a, b):
                assert distance >= 20, f"{a} and {b} with {kind}: {distance:.0f}"
            assert actors.at[a, "marker"] != actors.at[b, "marker"]
            assert actors.at[a, "line"] != actors.at[b, "line"]


@pytest.mark.parametrize("name", NAMES)
def test_no_range_of_years_is_broken_over_two_lines(name, drawn):
    assert not [text.get_text() for text, _ in texts(drawn[name].figure) if re.search(r"–\s|\s–\d", text.get_text())]


def test_names_in_the_tie_plane_hide_no_point(drawn, plotted):
    axes, data = drawn["tie-plane"], plotted["tie-plane"][0]
    names = [box for text, box in texts(axes.figure) if re.match(r"\d{4}–\d\d  ", text.get_text())]
    points = pd.concat([data[["moscow", "beijing"]], data[["moscow_direct", "beijing_direct"]].set_axis(["moscow", "beijing"], axis=1)])
    assert len(names) == 7
    for x, y in axes.transData.transform(points.dropna()):
        assert not [box for box in names if box.x0 < x < box.x1 and box.y0 < y < box.y1]


def test_shared_year_belongs_to_both_phases():
    spans = phase_spans().set_index("phase")
    assert spans.loc[5, "high"] - spans.loc[6, "low"] == 1
    assert shared_years(phase_spans()) == [1984]
    assert spans.loc[7, "high"] == pytest.approx(1993.0), "June 1993, on a scale where a year is centred"


def test_words_of_the_matrix_stay_in_their_cells(drawn):
    figure = drawn["phase-matrix"].figure
    cells = [patch.get_window_extent() for patch in drawn["phase-matrix"].patches]
    for text, box in texts(figure):
        inside = [cell for cell in cells if cell.x0 <= box.x0 <= cell.x1 and cell.y0 <= box.y1 <= cell.y1]
        if inside:
            assert any(cell.y0 <= box.y0 + 1 and box.x1 <= cell.x1 + 1 for cell in inside), text.get_text()


def test_moments_stand_in_the_events():
    from nkdata.charts.plots.pendulum_margin import moments

    listed = pd.read_csv(ROOT / "nkdata" / "charts" / "plots" / "moments.csv")
    events = nkdata.load("events")
    assert set(listed["event_group"]) <= set(events["event_group"].fillna(events["event"]))
    assert len(list(moments())) == len(listed)


def test_the_title_of_the_breaks_holds_for_every_year_that_it_names(plotted):
    data, words = plotted["break-years"]
    title = CATALOGUE["break-years"].words
    text = data.loc[data["row"].eq("text"), "year"]
    for shift in (0, 1, 2):
        moved = data.assign(year=data["year"] + shift * data["row"].eq("posterior"))
        chance = moved[moved["row"].eq("posterior")].set_index("year")["value"]
        named = [run for run in runs(chance.index[chance >= 0.3]) if chance[run].sum() >= 0.5]
        far = max(np.abs(text - year).min() for run in named for year in run)
        said = "a year" if far <= 1 else f"{counted(far)} years"
        assert f"within {said} of the country study" in title(moved).title
    authors = nkdata.compare_periodisations()["author"]
    assert set(data.loc[data["row"].eq("author"), "name"]) == set(authors), "the chart and the table show the same authors"
    assert f"{len(authors)} other authors" in words.alt


def test_single_years_show_on_the_pendulum(drawn, plotted):
    data = plotted["pendulum"][0]
    points = {tuple(line.get_xydata()[0].round(6)) for line in drawn["pendulum"].lines if len(line.get_xydata()) == 1}
    for row in data.dropna(subset=["lean_year"]).itertuples():
        assert (round(row.lean_year, 6), row.year) in points
    assert written_years(data.loc[data["lean_year"] < 0, "year"]) in plotted["pendulum"][1].alt


def test_an_interval_without_an_end_runs_to_the_edge():
    data = CATALOGUE["cooperation"].data().iloc[:1]
    open_ = data.assign(kind="treaty", side="beijing", start=1961.2, end=np.nan, effect="warmer", text=False)
    axes = charts.cooperation.draw(data=open_)
    bar = next(patch for patch in axes.patches if patch.get_height() == pytest.approx(0.2))
    assert bar.get_x() == pytest.approx(1961.2)
    assert bar.get_x() + bar.get_width() == pytest.approx(axes.get_xlim()[1])


def test_marks_of_a_lane_that_are_close_stand_at_different_heights():
    from nkdata.charts.plots.cooperation import NEAR, _spread

    placed = _spread([(at, "cooler") for at in (1990.0, 1990.1, 1990.2, 1991.7, 1991.8)])
    for (a, _, level), (b, _, other) in itertools.combinations(placed, 2):
        assert level != other or b - a >= NEAR


def test_importing_the_package_loads_no_matplotlib():
    code = "import sys, nkdata; nkdata.lean(); print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_index_names_every_chart(plotted):
    page = index([Figure(name, w.title, w.caption, w.alt, data, CATALOGUE[name]) for name, (data, w) in plotted.items()])
    for name, (_, words) in plotted.items():
        assert f"## {words.title}\n" in page
        assert f"]({name}.svg)" in page
        assert words.alt in page


def test_save_all_refuses_a_file(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(NkdataError, match="must be a folder to write the figures to; got a file"):
        save_all(tmp_path / "taken")


def test_the_folder_of_figures_holds_the_files_of_the_catalogue():
    """That they are what the charts draw is seen in tests/report/test_elsewhere.py."""
    expected = {f"{name}.{kind}" for name in NAMES for kind in ("svg", "png", "csv")} | {"README.md"}
    assert {path.name for path in (ROOT / "figures").iterdir()} == expected, "run `make figures`"
