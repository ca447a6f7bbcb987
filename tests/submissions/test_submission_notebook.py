from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from typing import Any

import pytest

from gradewright import notebooks
from gradewright.errors import UnreadableError
from gradewright.submissions.cells import read_notebook


def _sources(content: bytes) -> list[str]:
    return [cell.source for cell in read_notebook("ann.ipynb", content)[0]]


def _refusal(content: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_notebook("ann.ipynb", content)
    assert "ann.ipynb" in str(caught.value)
    return str(caught.value)


def test_numbers_count_all_cells(make_notebook: Callable[..., bytes]) -> None:
    content = make_notebook(
        {"cell_type": "markdown", "source": "# Hello"}, "x = 1", {"cell_type": "raw"}, "y = 2"
    )
    cells, notes = read_notebook("ann.ipynb", content)
    assert [(c.file, c.number, c.source) for c in cells] == [
        ("ann.ipynb", 2, "x = 1"),
        ("ann.ipynb", 4, "y = 2"),
    ]
    assert notes == ()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (["a\n", "b"], "a\nb"),
        (["a", "b"], "a\nb"),
        (["a\r\n", "b"], "a\nb"),
        (["only"], "only"),
        ([], ""),
        (None, ""),
        ("\ufeffa\0b", "ab"),
        ("a\ud800", "a\ufffd"),
    ],
)
def test_sources_come_as_text_or_lines(
    source: Any, text: str, make_notebook: Callable[..., bytes]
) -> None:
    content = make_notebook({"cell_type": "code", "source": source}, "x")
    assert _sources(content) == [text, "x"]


def test_cells_without_type_metadata_or_outputs_are_code(
    make_notebook: Callable[..., bytes],
) -> None:
    assert _sources(make_notebook({"source": "x = 1"}, {"cell_type": 7, "source": "y"})) == [
        "x = 1",
        "y",
    ]
    bare = json.dumps({"cells": [{"cell_type": "code", "source": "x"}]}).encode()
    assert _sources(bare) == ["x"]


def test_what_is_no_cell_is_left_aside_and_said(make_notebook: Callable[..., bytes]) -> None:
    document = json.loads(make_notebook("x = 1"))
    document["cells"] += [None, "text", {"cell_type": "code", "source": [1, 2]}, {"source": {}}]
    cells, notes = read_notebook("ann.ipynb", json.dumps(document).encode())
    assert [cell.source for cell in cells] == ["x = 1"]
    assert len(notes) == 1
    assert "2, 3, 4, 5" in notes[0]


@pytest.mark.parametrize("version", [2, 3])
def test_old_formats_have_worksheets_and_input(version: int) -> None:
    sheet = [
        {"cell_type": "heading", "level": 1, "source": "Hello"},
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": []},
    ]
    second = [{"cell_type": "code", "input": "z = 3", "language": "python"}]
    worksheets = [{"cells": sheet}, {"metadata": {}}, "junk", {"cells": second}]
    document = {"nbformat": version, "metadata": {"name": ""}, "worksheets": worksheets}
    cells, _ = read_notebook("ann.ipynb", json.dumps(document).encode())
    assert [(c.number, c.source) for c in cells] == [(2, "x = 1\ny = 2"), (3, "z = 3")]


def test_the_oldest_format_is_refused() -> None:
    document = {"nbformat": 1, "cells": [{"cell_type": "code", "code": "x"}]}
    assert "2012" in _refusal(json.dumps(document).encode())


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
    ],
)
def test_any_unicode_encoding_is_read(encode: Callable[[str], bytes]) -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": "s = 'é'"}]}, ensure_ascii=False)
    assert _sources(encode(text)) == ["s = 'é'"]


def test_other_encodings_are_guessed_and_said() -> None:
    text = '{"cells": [{"cell_type": "code", "source": "s = \'é\'"}]}'
    cells, notes = read_notebook("ann.ipynb", text.encode("latin-1"))
    assert cells[0].source == "s = 'é'"
    assert "cp1252" in notes[0]


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"language": "python", "name": "python3"}},
        {"kernelspec": {"name": "conda-env-py"}, "language_info": {"name": "python"}},
        {"kernelspec": "broken", "language_info": ["broken"]},
        {"language_info": {"name": "ipython"}},
        {"kernelspec": {"language": "R"}, "language_info": {"name": "python"}},
        ["broken"],
    ],
)
def test_python_and_silence_are_read(metadata: Any, make_notebook: Callable[..., bytes]) -> None:
    assert _sources(make_notebook("x = 1", metadata=metadata)) == ["x = 1"]


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"language": "R", "name": "ir"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"language": "haskell"}, "haskell"),
    ],
)
def test_other_languages_are_named(
    metadata: Any, language: str, make_notebook: Callable[..., bytes]
) -> None:
    assert f"a notebook for {language}," in _refusal(make_notebook("x <- 1", metadata=metadata))


def test_single_cells_in_another_language_are_left_aside(
    make_notebook: Callable[..., bytes],
) -> None:
    foreign = {"cell_type": "code", "source": "x <- 1", "language": "R"}
    shell = {"source": "ls", "metadata": {"vscode": {"languageId": "shellscript"}}}
    cells, notes = read_notebook("ann.ipynb", make_notebook(foreign, "x = 1", shell))
    assert [cell.number for cell in cells] == [2]
    assert "1, 3" in notes[0]
    assert "another language" in _refusal(make_notebook(foreign))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\0" * 100, "empty"),
        (b"<!DOCTYPE html><html><body></body></html>", "web page"),
        (b"%PDF-1.4 \xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00 word/document.xml", "word processor"),
        (b"PK\x03\x04\x14\x00 ann.ipynb", ".zip archive under another name"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
        (b"import numpy as np\n", "call it .py"),
        (b'{"cells": [{"cell_type": "code", "source": "x = ', "breaks off in line 1"),
        (b'{"cells": [\n', "breaks off in line 2"),
        (b'{"cells": [\n}', "damaged in line 2"),
        (b'{"cells": []} trailing', "damaged in line 1"),
        (b'{"cells": [\n<<<<<<< HEAD\n"a"\n=======\n"b"\n>>>>>>> main\n]}', "merge conflict"),
        (b'{"name": "x"}', "not a notebook"),
        (b"[1, 2]", "not a notebook"),
        (b"null", "not a notebook"),
        (b'{"cells": 3}', "not a notebook"),
        (b'{"cells": []}', "no code"),
        (b'{"cells": [{"cell_type": "code", "source": " \\n"}]}', "no code"),
        (b'{"cells": [{"cell_type": "markdown", "source": "text"}]}', "no code"),
        (b'{"worksheets": []}', "no code"),
    ],
)
def test_a_refusal_says_what_the_file_is_and_what_to_do(content: bytes, words: str) -> None:
    assert words in _refusal(content)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"cells":['])
def test_deep_nesting_is_refused(opening: bytes) -> None:
    assert "nested deeper" in _refusal(opening * 200_000)


def test_odd_json_is_read() -> None:
    content = (
        b'{"cells": 1, "n": NaN, "i": -Infinity, "big": ' + b"9" * 20_000 + b', "nbformat": 4,'
        b'"cells": [{"cell_type": "code", "source": "raw\nline", "source": "x = 1\ty"}]}'
    )
    assert _sources(content) == ["x = 1\ty"]


def test_more_parts_than_memory_stands_are_refused_before_parsing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notebooks, "MOST_PARTS", 1000)
    assert "far more data" in _refusal(b'{"cells": [' + b"{}," * 1000 + b"{}]}")
    assert "far more data" in _refusal(b'"a","b",' * 600)
    # What stands in strings costs nothing: pictures and plots are such strings.
    output = "[{,\\" * 5000
    cell = {"cell_type": "code", "source": "x", "outputs": [output]}
    assert _sources(json.dumps({"cells": [cell]}).encode()) == ["x"]


@pytest.mark.parametrize("piece", ['"', '\\"', '"\\', "\\", '","'])
def test_counting_parts_takes_linear_time(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "MOST_PARTS", 10**9)
    text = piece * 300_000
    assert sum(1 for _ in notebooks._PARTS.finditer(text)) <= len(text)
