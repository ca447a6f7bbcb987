"""Tests that share fixtures stay in one process: else each process makes all of them."""

from __future__ import annotations

import os

import pytest


def test_this_file_is_one_group(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("loadgroup", False):
        assert request.node.nodeid.endswith("@test_spreading-fast")
    else:
        assert "PYTEST_XDIST_WORKER" not in os.environ or "@" not in request.node.nodeid
