"""Which name was meant."""

import pytest

from gradewright.verdicts.near_names import near_name


@pytest.mark.parametrize(
    ("name", "names", "meant"),
    [
        ("sigmoid", ["Sigmoid", "model"], "Sigmoid"),
        ("nn_model", ["nnModel"], "nnModel"),
        ("compute_cost", ["compute_costs"], "compute_costs"),
        ("compute_cost", ["computecost", "compute_costs"], "computecost"),
        ("predict", ["preditc"], "preditc"),
        ("dW1", ["dw1"], "dw1"),
        ("dW1", ["dW2", "db1"], ""),
        ("layer_one_1", ["layer_one_2"], ""),
        ("predict", ["product", "print"], ""),
        ("mean", ["main", "men"], ""),
        ("total", ["total"], ""),
        ("total", [], ""),
    ],
)
def test_the_name_that_was_meant(name, names, meant):
    assert near_name(name, names) == meant
