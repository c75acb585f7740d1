"""Small made-up datasets: a copy of the data folder in which single tables hold only the rows that a test needs."""

import csv
import shutil

from nkdata.record import codebook

DEAL = {
    "recipient": "PRK", "designation": "X", "system": "tank", "category": "armoured_vehicles", "basis": "register",
    "order_year_uncertain": "no", "number_ordered_uncertain": "no", "number_uncertain": "no", "condition": "new",
    "condition_doubtful": "no", "licensed": "no", "local_part": "none", "source": "sipri_2026", "locator": "made up",
    "reliability": "B", "credibility": "3", "status": "value",
}  # fmt: skip
TAIL = {"source": "sipri_2026", "locator": "made up", "reliability": "B", "credibility": "3", "status": "value"}


def copy_of_data(folder):
    """A writable copy of the shipped data folder."""
    shutil.copytree(codebook.folder(codebook.SHIPPED), folder)
    return folder


def write(folder, table, rows):
    """Replace the rows of a table; columns left out are empty."""
    names = [field["name"] for field in codebook.resource(table)["schema"]["fields"]]
    with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def arms_data(folder, deliveries, **deal):
    """A data folder with one deal for each (supplier, year, tiv), delivered in that year; `deal` changes every deal."""
    copy_of_data(folder)
    write(folder, "transfers", [
        DEAL | {"transfer": f"sipri-{i}", "supplier": s, "order_year": y, "number_best": 1, "tiv_unit": v, "tiv": v,
                "delivery_start": y, "delivery_end": y} | deal
        for i, (s, y, v) in enumerate(deliveries)
    ])  # fmt: skip
    write(folder, "deliveries", [
        TAIL | {"delivery": f"sipri-{i}-{y}", "transfer": f"sipri-{i}", "year": y, "number": 1, "tiv": v, "number_2024": 1,
                "tiv_2024": v, "number_estimated": "no", "year_estimated": "no"}
        for i, (s, y, v) in enumerate(deliveries)
    ])  # fmt: skip
    write(folder, "tiv", [
        TAIL | {"tiv_row": f"{r}-{s}-{y}", "year": y, "supplier": s, "release": r, "tiv": v}
        for r in (2022, 2024, 2026) for s, y, v in deliveries
    ])  # fmt: skip
    return folder
