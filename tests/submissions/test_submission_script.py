from __future__ import annotations

import pytest

from gradewright.errors import UnreadableError
from gradewright.submissions.cells import read_script
from gradewright.submissions.records import Cell


def test_a_script_is_one_cell_without_number() -> None:
    cells, notes = read_script("ann.py", b"x = 1\r\ny = 2\r\n")
    assert cells == (Cell("ann.py", None, "x = 1\ny = 2\n"),)
    assert notes == ()


def test_broken_programs_are_read_all_the_same() -> None:
    cells, _ = read_script("ann.py", b"def f(:\n  print 'two'\n<<<<<<< HEAD\n")
    assert cells[0].source.startswith("def f(:")


def test_zero_bytes_are_taken_out_and_said() -> None:
    cells, notes = read_script("ann.py", b"x = 1\0\ny = 2")
    assert cells[0].source == "x = 1\ny = 2"
    assert "zero bytes" in notes[0]


def test_a_guessed_encoding_is_said() -> None:
    _, notes = read_script("ann.py", b"# caf\xe9\nx = 1")
    assert "cp1252" in notes[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n \t", "is empty"),
        (b"\0\0\0\0", "is empty"),
        (b"<html><body>", "web page"),
        (b"%PDF-1.4", "PDF"),
        (b"PK\x03\x04 ann.py", "another name"),
        (bytes(range(1, 32)) * 20, "no text"),
        (b"\xa7\r\r\n\0\0\0\0" + bytes(range(256)) * 8, "no text"),
    ],
)
def test_what_is_no_script_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as caught:
        read_script("ann.py", content)
    assert "ann.py" in str(caught.value)
