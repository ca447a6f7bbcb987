"""What the source of a submission tells about its graded functions."""

import pytest


def facts(loaded, name="shrink"):
    return loaded.report["functions"][name]


def test_parameters_in_their_order(submissions):
    source = "def shrink(image, /, factor=2, *rest, crop=None): return image\n"
    assert facts(submissions.script(source, functions=["shrink"]))["parameters"] == [
        "image",
        "factor",
        "*",
    ]


def test_variables_of_the_submission_that_a_function_reads(submissions):
    loaded = submissions.notebook(
        "import numpy as np\nimages = np.ones(3)\nRATE = 0.5\nlabel = 'cat'\n",
        "def helper(): return images\ndef other(): return 1\nfirst = other\n",
        "def shrink(factor):\n    np.abs(factor)\n    return helper(), RATE, label, first, len\n",
        functions=["shrink"],
    )
    assert sorted(facts(loaded)["reads"]) == [
        ["RATE", "number"],
        ["images", "data"],
        ["label", "text"],
    ]


def test_a_variable_that_could_not_be_set_is_absent(submissions):
    loaded = submissions.notebook(
        "images = load_them()\n", "def shrink(n): return images\n", functions=["shrink"]
    )
    assert facts(loaded)["reads"] == [["images", "absent"]]


def test_arguments_and_local_names_are_no_variables_of_the_notebook(submissions):
    source = (
        "image = 1\ndef shrink(image):\n    half = image\n    return [half for half in image]\n"
    )
    assert facts(submissions.script(source, functions=["shrink"]))["reads"] == []


@pytest.mark.parametrize(
    ("body", "blank"),
    [
        ("s = None\n    return s", ["s"]),
        ("a, b = None, None\n    return a, b", ["a", "b"]),
        ("a = b = None\n    return b", ["b"]),
        ("s = None\n    if n: s = 1\n    return s", []),
        ("s = None\n    for s in n: pass\n    return s", []),
        ("s = None\n    return n", []),
        ("s = n\n    return s", []),
    ],
)
def test_places_that_were_not_filled_in(submissions, body, blank):
    loaded = submissions.script(f"def shrink(n):\n    {body}\n", functions=["shrink"])
    assert facts(loaded)["blank"] == blank


@pytest.mark.parametrize(
    ("body", "returns", "empty"),
    [
        ("return n", True, False),
        ("print(n)", False, False),
        ("'''Say what.'''\n    pass", False, True),
        ("...", False, True),
        ("return None", False, True),
        ("def inner(): return 1\n    inner()", False, False),
        ("yield n", True, False),
    ],
)
def test_whether_it_returns_and_whether_there_is_anything(submissions, body, returns, empty):
    told = facts(submissions.script(f"def shrink(n):\n    {body}\n", functions=["shrink"]))
    assert (told["returns"], told["empty"]) == (returns, empty)


@pytest.mark.parametrize(
    ("source", "single"),
    [
        ("def shrink(n): return half(n)\ndef half(n): return n.astype(np.float32)\n", True),
        ("def shrink(n):\n    def inner(): return np.zeros(n, dtype='float32')\n", True),
        ("def shrink(n): return n\ndef load(n): return n.astype('float32')\n", False),
        ("images = np.zeros(2, 'float32')\ndef shrink(n): return n\n", False),
    ],
)
def test_whether_a_graded_function_asks_for_single_precision(submissions, source, single):
    loaded = submissions.script("import numpy as np\n" + source, functions=["shrink"])
    assert loaded.report["single"] is single


@pytest.mark.parametrize(
    ("body", "falls_off"),
    [
        ("return n", False),
        ("n = 1", True),
        ("if n: return 1", True),
        ("if n: return 1\n    else: return 2", False),
        ("if n: return 1\n    else: n = 2", True),
        ("with n: return 1", False),
        ("for n in n: return 1", True),
        ("try: return 1\n    except ValueError: n = 2", True),
        ("try: return 1\n    except ValueError: raise", False),
    ],
)
def test_whether_the_end_of_a_function_can_be_reached(submissions, body, falls_off):
    loaded = submissions.script(f"def shrink(n):\n    {body}\n", functions=["shrink"])
    assert facts(loaded)["falls_off"] is falls_off


def test_functions_inside_a_class_or_a_function(submissions):
    source = (
        "class Album:\n    def shrink(self): return 1\n"
        "def main():\n    def grow(n): return n\n"
        "def trim(n): return n\n"
    )
    report = submissions.script(source, functions=["shrink", "grow", "trim"]).report
    assert report["nested"] == {"shrink": ["class", "Album"], "grow": ["function", "main"]}
    assert report["defined"] == ["Album", "main", "trim"]
    assert list(report["functions"]) == ["trim"]
