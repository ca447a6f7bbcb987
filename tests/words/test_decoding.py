from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.words.decoding import decode_json, decode_script, is_binary, tidy


@pytest.mark.parametrize(
    ("content", "text", "guessed"),
    [
        ("x = 'é'".encode(), "x = 'é'", None),
        (codecs.BOM_UTF8 + b"x = 1", "\ufeffx = 1", None),
        ("x = 'é'".encode("utf-16"), "x = 'é'", None),
        ("x = 'é'".encode("utf-16-le"), "x = 'é'", None),
        ("x = 'é'".encode("utf-16-be"), "x = 'é'", None),
        ("x = 'é'".encode("utf-32"), "x = 'é'", None),
        ("# coding: latin-1\nx = 'é'".encode("latin-1"), "# coding: latin-1\nx = 'é'", None),
        (
            "#!/bin/python\n# -*- coding: cp1251 -*-\n# привет".encode("cp1251"),
            "#!/bin/python\n# -*- coding: cp1251 -*-\n# привет",
            None,
        ),
        (b"# caf\xe9", "# café", "cp1252"),
        (b"# caf\xe9 \x81", "# café \x81", "latin-1"),
        (b"", "", None),
    ],
)
def test_scripts_are_decoded(content: bytes, text: str, guessed: str | None) -> None:
    assert decode_script(content) == (text, guessed)


@pytest.mark.parametrize(
    "name",
    ["rot13", "idna", "punycode", "undefined", "unicode_escape", "utf-16", "cp037", "..", "x"],
)
def test_declarations_of_no_usable_character_set_are_passed_over(name: str) -> None:
    content = f"# coding: {name}\nx = 1\n".encode()
    assert decode_script(content) == (content.decode(), None)


def test_a_wrong_declaration_gives_way_to_what_the_bytes_say() -> None:
    content = "# coding: ascii\nx = 'é'\n".encode()
    assert decode_script(content) == (content.decode(), None)


@given(st.binary(max_size=300))
def test_any_bytes_become_text_that_can_be_written(content: bytes) -> None:
    for decode in (decode_script, decode_json):
        text, _ = decode(content)
        tidied = tidy(text)
        assert "\0" not in tidied
        assert "\r" not in tidied
        tidied.encode("utf-8")


def test_lone_halves_of_characters_are_replaced() -> None:
    assert tidy("a\ud800b\udfff") == "a\ufffdb\ufffd"


def test_line_ends_become_newlines() -> None:
    assert tidy("\ufeffa\r\nb\rc\n") == "a\nb\nc\n"


def test_binary_is_told_from_text() -> None:
    assert is_binary("".join(map(chr, range(32))) * 10)
    assert not is_binary("x = 1\n\tindented\x0c\n" * 10)
    assert not is_binary("")
