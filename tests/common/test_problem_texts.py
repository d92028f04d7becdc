"""Every problem that can be told has a sentence, and the sentence can be filled in."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from common.problem_texts import TEXTS, line, sentence
from common.tabular.problems import Problem
from improvement.views import exchange_rows

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *ROOT.glob("common/tabular/*.py"),
    *ROOT.glob("*/sources/*.py"),
    *ROOT.glob("*/actions/*.py"),
]
RAISED = re.compile(
    r"(?:CellError|FileRefused|SourceFailed|SpecRefused|_one)\(\s*\"([a-z_0-9]+)\""
    r"|log\.add(?:_rows)?\([^\"\n]*\"[a-z_]*\",\s*\"([a-z_0-9]+)\""
    r"|Problem\(\s*[^\"]*\"\w*\",\s*\"([a-z_0-9]+)\""
)


def test_every_problem_has_a_sentence():
    raised = {
        code
        for path in SOURCES
        for groups in RAISED.findall(path.read_text(encoding="utf-8"))
        for code in groups
        if code
    }

    assert len(raised) > 40
    assert raised - set(TEXTS) - set(exchange_rows.TEXTS) == set()


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_every_sentence_can_be_filled_in(language):
    with translation.override(language):
        for code, text in TEXTS.items():
            names = re.findall(r"%\((\w+)\)s", str(text))
            assert "%(" not in sentence(Problem(1, "x", code, dict.fromkeys(names, 7)))


def test_a_line_names_file_row_and_column_as_far_as_there_are_any():
    with translation.override("en"):
        assert [
            line("a.csv", Problem(7, "value", "not_a_number", {"text": "x"})),
            line("a.csv", Problem(7, "", "ragged_row", {"cells": 3, "columns": 5})),
            line("a.csv", Problem(0, "", "empty_file", {})),
            line("a.csv", Problem(0, "", "file_too_large", {"size": 2**28, "limit": 2**20})),
        ] == [
            "a.csv:7: value: “x” is not a number.",
            "a.csv:7: The row has 3 cells, but there are 5 columns.",
            "a.csv: The file is empty.",
            "a.csv: The file is 256.0\u00a0MB; at most 1.0\u00a0MB is read.",
        ]
