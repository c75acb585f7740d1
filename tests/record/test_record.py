"""The coding of the source text and of the SIPRI register, checked against sums and rules worked out by hand."""

import pytest

import nkdata
from nkdata.record import codebook

CODED = ("phases", "assistance", "drivers", "constraints", "events", "transfers")


def passages_in(table):
    return set(nkdata.load(table)["passage"].dropna())


def test_every_passage_is_coded_or_says_why_not():
    passages = nkdata.load("passages")
    assert len(passages) == 25
    used = set().union(*map(passages_in, CODED))
    coded = set(passages.query("coded")["passage"])
    assert coded == used
    assert passages[~passages["coded"].astype(bool)]["reason"].notna().all()


def test_passages_are_counted_from_one_without_gaps():
    for _, group in nkdata.load("passages").groupby("paragraph"):
        assert group["sentence"].tolist() == list(range(1, len(group) + 1))


def test_phases_are_as_printed_and_share_1984():
    phases = nkdata.load("phases").set_index("phase")
    assert phases[["start_year", "end_year"]].to_numpy().tolist() == [
        [1953, 1956], [1957, 1960], [1961, 1964], [1965, 1972], [1973, 1984], [1984, 1989], [1990, 1993],
    ]  # fmt: skip
    assert phases["shares_1984"].tolist() == [False, False, False, False, True, True, False]
    assert phases["origin"].tolist() == ["text"] * 6 + ["ours"]


@pytest.mark.parametrize(
    ("phase", "patron", "form", "level", "direction"),
    [
        (1, "SUN", "assistance", "sole", "unstated"),
        (1, "CHN", "troops", "present", "unstated"),
        (2, "SUN", "relations", "strained", "down"),
        (2, "CHN", "troops", "withdrawn", "down"),
        (2, "CHN", "assistance", "unstated", "up"),
        (3, "SUN", "assistance", "little", "unstated"),
        (3, "CHN", "assistance", "little", "unstated"),
        (4, "SUN", "assistance", "unstated", "renewed"),
        (4, "CHN", "assistance", "unstated", "down"),
        (5, "CHN", "support", "unstated", "up"),
        (5, "SUN", "major_equipment", "unstated", "down"),
        (6, "SUN", "assistance", "unstated", "up"),
        (6, "CHN", "assistance", "unstated", "down"),
    ],
)
def test_assistance_says_what_the_text_says(phase, patron, form, level, direction):
    rows = nkdata.load("assistance").query("phase == @phase and patron == @patron and form == @form")
    assert rows[["level", "direction"]].to_numpy().tolist() == [[level, direction]]


def test_each_phase_says_something_of_each_patron_or_that_it_is_silent():
    said = nkdata.load("assistance").assign(moscow=lambda a: a["patron"].isin(["SUN", "RUS"])).groupby(["phase", "moscow"]).size()
    assert len(said) == 14


def test_cooperation_of_1984_to_1989_stands_in_events():
    kinds = nkdata.load("events").query("passage in ['p2s11', 'p2s12']")["kind"]
    assert set(kinds) == {"exercise", "exchange", "air_visit", "ship_visit", "intelligence", "overflight", "port_access"}


def test_constraints_agree_with_the_directions_of_assistance():
    """A rise or fall that the text states has a strict inequality that says the same."""
    strict = nkdata.load("constraints").query("reading == 'strict' and greater_tie == lesser_tie")
    stated = {(row.greater_tie, row.greater_phase, row.lesser_phase) for row in strict.itertuples()}
    rows = nkdata.load("assistance").query("direction in ['up', 'down', 'renewed'] and phase < 7")
    rows = rows[rows["form"].isin(["assistance", "support", "major_equipment"])]
    for row in rows.itertuples():
        tie = "beijing" if row.patron == "CHN" else "moscow"
        now, before = row.phase, row.phase - 1
        pair = (tie, before, now) if row.direction == "down" else (tie, now, before)
        assert pair in stated, row.assistance


def test_register_has_159_lines_and_the_text_five_systems():
    assert nkdata.load("transfers")["basis"].value_counts().to_dict() == {"register": 159, "text": 5}
    text = nkdata.load("transfers").query("basis == 'text'")
    assert {"SA-2D", "SA-3", "SA-5"} == set(text["designation"].dropna())
    assert text["number_best"].isna().all()


def test_deliveries_add_up_to_the_register():
    transfers = nkdata.load("transfers").query("basis == 'register'").set_index("transfer")
    sums = nkdata.load("deliveries").groupby("transfer")[["number", "tiv"]].sum()
    assert set(sums.index) == set(transfers.index)
    assert (sums["number"] - transfers["number_best"]).abs().max() < 1e-6
    assert (sums["tiv"] - transfers["tiv"]).abs().max() < 0.06


def test_deliveries_lie_within_the_years_of_their_transfer():
    rows = nkdata.load("deliveries").dropna(subset="tiv").merge(nkdata.load("transfers"), on="transfer", suffixes=("", "_deal"))
    assert (rows["year"] >= rows["delivery_start"]).all()
    assert (rows["year"] <= rows["delivery_end"]).all()
    span = rows.groupby("transfer")["year"].agg(["min", "max"])
    deals = nkdata.load("transfers").set_index("transfer").loc[span.index]
    assert (span["min"] == deals["delivery_start"]).all()
    assert (span["max"] == deals["delivery_end"]).all()


def test_tiv_of_a_deal_is_number_times_value_of_a_piece():
    deals = nkdata.load("transfers").query("basis == 'register'")
    assert (deals["number_best"] * deals["tiv_unit"] - deals["tiv"]).abs().max() < 0.06 * deals["number_best"].max() / 100
    assert (deals["order_year"] <= deals["delivery_start"]).all()
    assert (deals["number_best"] <= deals["number_ordered"]).all()


def test_phase_of_a_transfer_is_that_of_its_first_delivery():
    for row in nkdata.load("transfers").itertuples():
        year = row.delivery_start
        if 1953 <= year <= 1993:
            assert row.phase == nkdata.phase_of(int(year), year_1984="phase_6"), row.transfer


@pytest.mark.parametrize("release", [2024, 2026])
def test_yearly_deliveries_add_up_to_the_tiv_series(release):
    column = "tiv" if release == 2026 else "tiv_2024"
    rows = nkdata.load("deliveries").merge(nkdata.load("transfers")[["transfer", "supplier"]], on="transfer")
    sums = rows.query("year <= 1995").groupby(["supplier", "year"])[column].sum()
    series = nkdata.load("tiv").query("release == @release and year <= 1995 and tiv == tiv").set_index(["supplier", "year"])["tiv"]
    assert (series - sums.reindex(series.index)).abs().max() < 0.06
    assert sums[sums > 0].index.isin(series.index).all()


# Sums by phase of the compilation from which the register came, worked out there independently of this code.
PHASE_SUMS = {
    2022: [(1820, 0), (1130, 1109), (590, 25), (5920, 582), (3624, 1967), (3701, 987), (410, 314)],
    2024: [(1908, 0), (1131, 1108), (590, 25), (5783, 622), (3220, 1992), (3387, 955), (619, 301)],
    2026: [(1829, 0), (1252, 1115), (590, 25), (5693, 652), (3160, 1992), (3387, 955), (619, 301)],
}
DIRECT_2024 = [(1908, 0), (1011, 1108), (455, 20), (4647, 486), (1023, 994), (2908, 608), (177, 180)]


@pytest.mark.parametrize("release", [2022, 2024, 2026])
def test_sums_by_phase_and_supplier(release):
    years = nkdata.phase_years()
    length = (years["end_year"] - years["start_year"] + 1).to_numpy(float)
    ties = nkdata.lean(by="phase", release=release)
    for tie, expected in zip(("moscow", "beijing"), zip(*PHASE_SUMS[release], strict=True), strict=True):
        assert (ties[tie].to_numpy() * length).round().tolist() == pytest.approx(expected, abs=1.01)


def test_sums_without_licensed_production():
    years = nkdata.phase_years()
    length = (years["end_year"] - years["start_year"] + 1).to_numpy(float)
    ties = nkdata.lean(by="phase", release=2024, licensed=False)
    for tie, expected in zip(("moscow", "beijing"), zip(*DIRECT_2024, strict=True), strict=True):
        assert (ties[tie].to_numpy() * length).round().tolist() == pytest.approx(expected, abs=1.01)


def test_corrections_name_what_stands_in_the_tables():
    for row in nkdata.load("corrections").itertuples():
        target = nkdata.load(row.target_table)
        labels = set(target[codebook.key_of(row.target_table)].astype(str).agg(" ".join, axis=1))
        group = codebook.group_of(row.target_table)
        if group:
            labels |= set(target[group].dropna())
        if isinstance(row.target_key, str):
            missing = set(row.target_key.split(";")) - labels
            assert not missing, f"{row.correction}: {row.target_table} has no {missing}"


def test_what_the_text_gets_wrong_is_corrected():
    targets = set(nkdata.load("corrections").query("target_table == 'passages'")["target_key"])
    assert {"p3s6", "p2s11"} <= targets
    assert "5" in set(nkdata.load("corrections").query("target_table == 'phases'")["target_key"])
