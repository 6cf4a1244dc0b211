"""Standardises the flowers by NumPy: python3 test/flowers/goldens.py, in packages/data. Needs NumPy 2."""

import csv
import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
MISSING = ("", "NA", "?")


def read(name):
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def raw(rows):
    def numbers(column):
        return np.array([[np.nan if row[column] in MISSING else float(row[column])] for row in rows])

    colours = np.array([[float(row["colour"] == value) for value in COLOURS] for row in rows])
    return np.hstack([numbers("petal length"), colours, numbers("petal width"), numbers("ratio")])


train, test = read("train.csv"), read("test.csv")
COLOURS = sorted({row["colour"] for row in train} - set(MISSING), key=lambda text: text.encode())
x = raw(train)
means, spreads = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
spreads[-1] = 1  # The ratio is constant.
scaled = [np.nan_to_num((part - means) / spreads).tolist() for part in (x, raw(test))]
golden = {"colours": COLOURS, "means": means.tolist(), "spreads": spreads.tolist(), "train": scaled[0], "test": scaled[1]}
(FOLDER / "goldens.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")
