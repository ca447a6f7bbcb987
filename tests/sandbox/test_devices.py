"""Accelerators: only work that uses a framework sees one, and nothing else of the machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradewright.sandbox import bubblewrap
from gradewright.sandbox.devices import device_files, settings


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    for name in ("nvidia0", "nvidiactl", "nvidia-uvm", "sda", "mem", "kvm", "nvidia-caps/cap1"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_a_framework_gets_the_accelerators_files(machine: Path) -> None:
    names = {str(Path(file).relative_to(machine)) for file in device_files(["keras"], machine)}
    assert names == {"nvidia0", "nvidiactl", "nvidia-uvm", "nvidia-caps/cap1"}


def test_other_work_gets_none(machine: Path) -> None:
    assert device_files(["numpy", "cvxpy"], machine) == []


def test_the_seal_binds_just_these() -> None:
    bound = os.fsdecode(bubblewrap.options_for(["/dev/nvidia0"])).split("\0")
    at = [place for place, word in enumerate(bound) if word == "--dev-bind"]
    assert [bound[place + 1 : place + 3] for place in at] == [["/dev/nvidia0"] * 2]


@pytest.mark.parametrize(
    ("backend", "given"), [("jax", "jax"), ("torch", "torch"), ("/tmp/evil", None), ("", None)]
)
def test_the_backend_is_one_of_keras(
    monkeypatch: pytest.MonkeyPatch, backend: str, given: str | None
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", backend)
    assert settings().get("KERAS_BACKEND") == given
