"""Timings of different judges on one device wait for each other."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gradewright.errors import MachineryError
from gradewright.performance import turn
from gradewright.performance.turn import take_turn
from gradewright.results import Device
from gradewright.sandbox import clock

CPU, GPU = Device("cpu", "a"), Device("gpu", "b")

HOLDER = """
import sys, time
from pathlib import Path
from gradewright.performance.turn import take_turn
from gradewright.results import Device
from gradewright.sandbox import clock
with take_turn(Device("cpu", ""), Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def waits(folder: Path, device: Device, seconds: float = 0.2) -> bool:
    """Tell whether somebody who wants a turn now still waits after so many seconds."""
    done = threading.Event()

    def want() -> None:
        with take_turn(device, folder):
            done.set()

    threading.Thread(target=want, daemon=True).start()
    return not done.wait(seconds)


def test_one_at_a_time_on_a_device(tmp_path: Path) -> None:
    with take_turn(CPU, tmp_path):
        assert waits(tmp_path, CPU)
        assert not waits(tmp_path, GPU, 5)
    assert not waits(tmp_path, CPU, 5)


def test_a_turn_ends_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), take_turn(CPU, tmp_path):
        raise ZeroDivisionError
    assert not waits(tmp_path, CPU, 5)


def test_a_turn_ends_with_the_process_that_had_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert waits(tmp_path, CPU)
        started = time.monotonic()
        holder.send_signal(signal.SIGKILL)
        assert not waits(tmp_path, CPU, 5)
        assert time.monotonic() - started < 5


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(turn.tempfile, "gettempdir", lambda: str(tmp_path))
    with take_turn(CPU):
        (folder,) = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    with pytest.raises(MachineryError, match="somebody else"), take_turn(CPU):
        pass


def test_a_link_in_the_place_of_the_folder_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(turn.tempfile, "gettempdir", lambda: str(tmp_path))
    with take_turn(CPU):
        (folder,) = tmp_path.iterdir()
    (folder / "cpu.turn").unlink()
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(MachineryError), take_turn(CPU):
        pass


def test_waiting_for_a_turn_is_no_part_of_what_a_test_may_take(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER.replace("sleep(60)", "sleep(0.8)"), str(tmp_path)],
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        started = time.monotonic()
        with clock.at_most(0.4), take_turn(CPU, tmp_path):
            assert time.monotonic() - started > 0.5
    with pytest.raises(clock.OutOfTime), clock.at_most(0.2), take_turn(CPU, tmp_path):
        time.sleep(5)
