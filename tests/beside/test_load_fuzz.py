"""Whatever the cells hold, `load` returns a plain report."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FRAGMENTS = st.sampled_from(
    [
        "def f(x):\n    return W\n",
        "W = 3\n",
        "W[0] = 1\n",
        "import absent\n",
        "from absent import *\n",
        "from . import x, y as z\n",
        "from .a import b\n",
        "%%time\n",
        "%%bash\n",
        "%matplotlib inline\n",
        "!ls 'x\n",
        "x = !ls\n",
        "f?\n",
        "'''\n",
        "(\n",
        "]\n",
        "\\\n",
        "@\n",
        "@f\n",
        "    indented\n",
        "\tx\n",
        "else:\n",
        "if W:\n",
        "for W in f: W.append(W := 1)\n",
        "print W\n",
        "class f(W): W = W\n",
        "del W\n",
        "try:\n    W\nexcept A, e:\n    pass\n",
        "# comment\n",
        "\n",
        "\0",
        "\ud800",
        "\u2028",
        "\r",
        "async def f(): await W\n",
        "match W:\n  case [f, *W]: pass\n",
        "global W\n",
        "from __future__ import annotations\n",
        "from __future__ import nothing\n",
        "lambda: (yield)\n",
        "W: int\n",
        "pip install x\n",
    ]
)
PARTS = {"definitions", "problems", "names", "functions", "nested", "defined", "single"}
CELL = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=12).map("".join))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.lists(CELL, max_size=4), script=st.booleans(), whole=st.booleans())
def test_load_always_returns(submissions, cells, script, whole):
    mode = "whole" if whole else "slice"
    if script:
        loaded = submissions.script("\n".join(cells), mode=mode)
    else:
        loaded = submissions.notebook(*cells, mode=mode)
    assert set(loaded.report) == PARTS
    json.dumps(loaded.report).encode()
    for kind, file, number, line, values in loaded.report["problems"]:
        assert (type(kind), type(file)) == (str, str)
        assert number is None or type(number) is int
        assert line is None or line >= 1
        assert all(type(k) is type(v) is str for k, v in values.items())
