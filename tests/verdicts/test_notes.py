"""What a note on a file says: the worker's findings in sentences."""

import pytest

from gradewright.sandbox.base import Problem
from gradewright.verdicts.notes import note_of


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("'(' was never closed", "'(' was never closed. The line is: y = f(2"),
        ("Did you mean f(...)?", "Did you mean f(...)? The line is: y = f(2"),
        ("", ". The line is: y = f(2"),
    ],
)
def test_a_reason_that_ends_its_sentence_gets_no_second_full_stop(reason, said):
    problem = Problem("syntax", "a.py", None, 3, {"reason": reason, "text": "y = f(2"})
    assert note_of(problem).endswith(said)
    assert "?." not in note_of(problem)
