"""Accelerators: only work that uses a framework sees one, and nothing else of the machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradewright.sandbox import bubblewrap
from gradewright.sandbox.devices import device_files, library_folders, settings
from gradewright.sandbox.launch import environment


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


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    """Make folders as LD_LIBRARY_PATH may name them."""
    folder = tmp_path / "libraries"
    for name in ("cuda/libcudart.so.12", "driver/libcuda.so", "notes/todo.txt"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).touch()
    (folder / "link").symlink_to(folder / "cuda")
    return folder


def test_the_folders_of_its_libraries_come_with_an_accelerator(
    machine: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [libraries / name for name in ("cuda", "driver", "notes", "missing", "link", "")]
    monkeypatch.setenv("LD_LIBRARY_PATH", ":".join(map(str, [*named, "cuda", "", "/"])))
    found = library_folders(["keras"], machine)
    assert found == [str(libraries / "cuda"), str(libraries / "driver")]
    assert library_folders(["numpy"], machine) == []
    assert library_folders(["keras"], libraries) == []


def test_a_home_folder_is_never_shown(
    machine: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = libraries / "cuda" / "me"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    (home / "mine.so").touch()
    monkeypatch.setenv("LD_LIBRARY_PATH", f"{home}:{libraries / 'cuda'}:{libraries / 'driver'}")
    assert library_folders(["keras"], machine) == [str(libraries / "driver")]


def test_workers_find_the_libraries_and_can_only_read_them() -> None:
    folders = ["/opt/gpu/lib", "/usr/local/cuda/lib64"]
    assert environment("/x", folders)["LD_LIBRARY_PATH"] == "/opt/gpu/lib:/usr/local/cuda/lib64"
    assert "LD_LIBRARY_PATH" not in environment("/x")
    bound = bubblewrap.options_for([], folders).decode().split("\0")
    at = [place for place, word in enumerate(bound) if "/opt/gpu/lib" in word]
    assert [bound[place] for place in at] == ["/opt/gpu/lib"] * 2
    assert bound[at[0] - 1 : at[0] + 2] == ["--ro-bind", "/opt/gpu/lib", "/opt/gpu/lib"]
    assert "/usr/local/cuda/lib64" not in bound, "below /usr, which is shown already"
