"""Let an author look into a grader that failed: `pytest … --submission FILE --pdb`."""

from __future__ import annotations

import pytest

from gradewright.sandbox import clock


def debug(item: pytest.Item, error: BaseException) -> None:
    """Enter the debugger where the error was raised, if pytest was asked to; no clock runs."""
    if not item.config.getoption("usepdb", default=False):
        return

    def again() -> None:
        raise error

    call = pytest.CallInfo.from_call(again, "call")
    report = pytest.TestReport.from_item_and_call(item, call)
    with clock.paused():
        item.ihook.pytest_exception_interact(node=item, call=call, report=report)
