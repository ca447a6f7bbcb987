"""The rendered copy of a notebook: everything readable, nothing active."""

from __future__ import annotations

import base64
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gradewright.notebooks import NotANotebookError, parse
from gradewright.reports import notebook_copy
from gradewright.reports.notebook_markdown import to_html
from gradewright.reports.notebook_outputs import terminal_html
from gradewright.reports.sound_images import data_url


def _picture(kind):
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


def _notebook(cells):
    filled = [{"metadata": {}, "source": "", "outputs": [], **cell} for cell in cells]
    document = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": filled}
    return json.dumps(document).encode()


def _code(outputs, source="x"):
    return {"cell_type": "code", "source": source, "outputs": outputs}


def _display(data):
    return {"output_type": "display_data", "data": data}


def _text(source):
    return {"cell_type": "markdown", "source": source}


@pytest.fixture
def page(assert_harmless):
    def render(cells):
        html = notebook_copy.render("work.ipynb", _notebook(cells))
        return html, assert_harmless(html)

    return render


def test_the_made_up_notebook_is_readable(notebook, assert_harmless):
    html = notebook_copy.render("work.ipynb", notebook)
    text = assert_harmless(html).text
    for wanted in ("Logistic regression", "Cell 7", "[4]", "(2, 3)", "TypeError", "raw text"):
        assert wanted in text, wanted
    assert "Left out here: an output of type HTML." in text
    assert 'src="data:image/png;base64,' in html
    assert "<th>a</th>" in html.replace("\n", "")
    assert 'href="https://example.org/notes" rel="noopener noreferrer nofollow"' in html


def test_cells_and_lines_have_anchors(notebook):
    html = notebook_copy.render("work.ipynb", notebook)
    ids = re.findall(r'id="(cell-[\w-]+)"', html)
    assert [f"cell-{i}" for i in range(1, 12)] == [i for i in ids if "L" not in i]
    assert "cell-7-L10" in ids
    assert "cell-7-L11" not in ids


def test_a_script_has_line_anchors_and_colours(assert_harmless):
    html = notebook_copy.render(
        "work.py", b"import numpy as np\r\n\r\ndef f(x):\r\n    return 1\r\n"
    )
    assert_harmless(html)
    assert re.findall(r'id="(L\d+)"', html) == ["L1", "L2", "L3", "L4"]
    assert '<span class="k">def</span>' in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "text <b onclick=alert(1)>b</b>",
        "<iframe src=//example.org></iframe>",
        "<div style='background:url(//example.org)'>x</div>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "[a](//example.org)",
        "[a](file:///etc/passwd)",
        '[a](https://example.org/"onmouseover=alert(1))',
        "[a](https://example.org 'x\" onclick=alert(1)')",
        "<javascript:alert(1)>",
        "<https://example.org/'><script>",
        "![a](https://example.org/x.png)",
        '!["onerror=alert(1)](x)',
        "![a](data:image/svg+xml;base64,PHN2Zz4=)",
        "![a](attachment:missing.png)",
        "[a]: javascript:alert(1)\n\n[a]",
        "```mermaid\n<script>\n```",
        "```html\n<script>alert(1)</script>\n```",
        "`<script>`",
        "$</code><script>alert(1)</script>$",
        "$$<script>$$",
        "\\begin{x}<script>\\end{x}",
        "# <script>",
        "| <script> |\n|---|\n| <img src=x> |",
        "- [ ] <input type=image src=x>",
        "&lt;script&gt; &#60;script&#62; &#x202e; &#0; &#27;",
        "a\x1b[31mb\u202ec\x00\ud800",
        "<!-- --><style>*{color:url(x)}</style>",
    ],
)  # fmt: skip
def test_markdown_cannot_act(page, source):
    html, _ = page([_text(source)])
    assert "example.org/x.png" not in re.sub("<[^>]*>", "", html) or "left out" in html


def test_markdown_keeps_what_is_good(page):
    html, _ = page(
        [
            _text(
                "# T\n\n*a* **b** `c`\n\n1. one\n\n> quote\n\n```python\nx = 1\n```\n<https://a.org>"
            )
        ]
    )
    for piece in (
        "<em>a</em>",
        "<strong>b</strong>",
        "<ol>",
        "<blockquote>",
        'href="https://a.org"',
    ):
        assert piece in html, piece
    assert '<h3 class="h1">T</h3>' in html
    assert '<span class="m">1</span>' in html


def test_markdown_shows_a_picture_that_came_with_the_cell():
    html = to_html("![a *b*](attachment:x.png)", {"x.png": {"image/png": _picture("PNG")}})
    assert html.startswith('<p><img src="data:image/png;base64,')
    assert 'alt="a b"' in html


@pytest.mark.parametrize(
    "source",
    [
        "[" * 19_000,
        "*a **a " * 2_700,
        ">" * 19_000,
        "\\begin{a}" * 2_000,
        "- " * 9_000,
        "`" * 19_000,
    ],
)
def test_markdown_made_to_slow_the_parser_down_is_shown(source):
    assert to_html(source, {})


def test_too_long_markdown_is_plain_text():
    html = to_html("# " + "x" * 30_000, {})
    assert html.startswith("<pre># xxx")
    assert len(html) < 21_000


@pytest.mark.parametrize(
    "data",
    [
        {"text/html": "<script>alert(1)</script>"},
        {"image/svg+xml": "<svg onload=alert(1)>"},
        {"application/javascript": "alert(1)"},
        {"text/latex": "$x$"},
        {"application/vnd.jupyter.widget-view+json": {}},
        {"text/<script>": "x"},
        {"image/png": "not base64"},
        {"image/png": base64.b64encode(b"<svg onload=alert(1)>").decode()},
    ],
)
def test_active_outputs_become_a_quiet_note(page, data):
    html, found = page([_code([_display(data)])])
    assert any(text.startswith("Left out here: an output of type") for text in found.text)
    assert "alert" not in html


def test_plain_text_stands_in_for_an_active_output(page):
    _, found = page([_code([_display({"text/html": "<table>", "text/plain": "a  b\n0  1"})])])
    assert "a b 0 1" in found.text
    assert not any("Left out" in text for text in found.text)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_pictures_are_shown_as_what_they_are(kind):
    name = f"image/{kind.lower()}"
    shown = data_url(name, [_picture(kind)[:40] + "\n", _picture(kind)[40:]])
    assert shown == f"data:{name};base64,{_picture(kind)}"
    for other in {"image/png", "image/jpeg", "image/gif"} - {name}:
        assert data_url(other, _picture(kind)) is None


def test_pictures_of_insane_size_are_left_out():
    content = bytearray(base64.b64decode(_picture("PNG")))
    content[16:24] = (60_000).to_bytes(4) * 2
    assert data_url("image/png", base64.b64encode(content).decode()) is None
    assert data_url("image/png", base64.b64encode(b"\x89PNG\r\n\x1a\n" * 500_000).decode()) is None
    assert data_url("image/svg+xml", _picture("PNG")) is None
    assert data_url("image/png", _picture("PNG") + '"><script>') is None


@given(st.binary(max_size=60))
def test_any_jpeg_like_bytes_are_dealt_with(tail):
    shown = data_url("image/jpeg", base64.b64encode(b"\xff\xd8" + tail).decode())
    assert shown is None or shown.startswith("data:image/jpeg;base64,/9")


def test_terminal_colours_stay_and_other_escapes_go():
    html = terminal_html(
        "\x1b[1;31m<b>\x1b[0m \x1b[38;5;28mdim\x1b[0m\x1b[2J\x1b]0;t\x07\x1b[48;2;1;2;3mx"
    )
    assert html == '<span class="ansi-red-intense-fg ansi-bold">&lt;b&gt;</span> dimx'


@given(st.text(st.sampled_from('\x1b[;m013489<>&"a\n\x9b]\x07'), max_size=80))
@settings(max_examples=300)
def test_any_terminal_text_gives_only_our_spans(text):
    html = terminal_html(text)
    assert "\x1b" not in html
    bare = re.sub(r'<span class="[a-z -]+">|</span>', "", html)
    assert not re.search("[<>\x07]", bare)


def test_long_outputs_are_cut_with_a_note(page):
    stream = {"output_type": "stream", "name": "stdout", "text": ["epoch 1 of 1000000\n"] * 9_000}
    html, found = page([_code([stream] + [_display({"text/plain": "x"})] * 60)])
    assert len(html) < 60_000
    assert any("more characters are left out" in text for text in found.text)
    assert "31 more outputs are left out here." in found.text


def test_a_notebook_without_end_is_cut_with_a_note(page):
    html, found = page([_code([], f"x = {i}\n" * 1_500) for i in range(120)])
    assert len(html) < 2_500_000
    assert any("more cells" in text for text in found.text)


def test_format_3_is_read_too(assert_harmless):
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Old"]},
        {"cell_type": "markdown", "source": ["some *text*"]},
        {
            "cell_type": "code",
            "input": ["print 1\n", "x"],
            "prompt_number": 7,
            "outputs": [
                {"output_type": "stream", "stream": "stdout", "text": ["1\n"]},
                {"output_type": "pyout", "text": ["array(1)"], "html": "<b>"},
                {"output_type": "display_data", "png": _picture("PNG")},
                {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["tb"]},
            ],
        },
    ]
    document = {"nbformat": 3, "worksheets": [{"cells": cells[:2]}, {"cells": cells[2:]}]}
    html = notebook_copy.render("old.ipynb", json.dumps(document).encode())
    text = assert_harmless(html).text
    for wanted in ("Old", "[7]", "1", "array(1)", "tb", "Cell 3"):
        assert wanted in text, wanted
    assert html.count("data:image/png") == 1
    assert 'id="cell-3-L2"' in html


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b'{"cells": 3}',
        b"\xff\xfe\x00",
        b"def f(): pass",
        b"[" * 200_000,
        b'{"cells": ' + b"[" * 3_000_000,
        b'{"a":1e999999}' + b"9" * 5_000,
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_what_is_no_notebook_is_listed_as_text(content, assert_harmless):
    with pytest.raises(NotANotebookError):
        parse(content)
    found = assert_harmless(notebook_copy.render("broken.ipynb", content))
    assert "This file is not a readable notebook; below is its text as it stands." in found.text


KEYS = [
    *("cells", "worksheets", "cell_type", "source", "input", "outputs", "output_type", "data"),
    *("text", "traceback", "image/png", "text/plain", "text/html", "png", "attachments"),
    *("execution_count", "level", "name"),
]
KINDS = ["code", "markdown", "heading", "raw", "stream", "error", "pyout", 2, 3.0]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS), inner | st.sampled_from(KINDS), max_size=6)
    ),
    max_leaves=25,
)


@given(st.lists(JSON, max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_json_gives_a_page(cells):
    for document in ({"cells": cells}, {"worksheets": [{"cells": cells}, *cells]}, cells):
        html = notebook_copy.render("x.ipynb", json.dumps(document).encode())
        html.encode("utf-8")
        assert html.count("<script") == 0


@given(st.binary(max_size=300))
def test_any_bytes_give_a_page(content):
    for name in ("x.ipynb", "x.py", "\ud800</title><script>"):
        html = notebook_copy.render(name, content)
        html.encode("utf-8")
        assert html.count("<script") == 0


def test_it_is_deterministic(notebook):
    assert notebook_copy.render("w.ipynb", notebook) == notebook_copy.render("w.ipynb", notebook)
