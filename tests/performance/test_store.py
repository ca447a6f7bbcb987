"""What is kept: made once, whole or not at all, for one process or for several."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradewright.performance import entries
from gradewright.performance.store import Store, key_of
from gradewright.wire import WireFault

KEY = "ab" * 32
VALUE = {"loss": [0.5, 0.25], "weights": [np.arange(6.0).reshape(2, 3)], "none": None}


class Maker:
    def __init__(self, value: Any = None) -> None:
        self.value, self.times = value if value is not None else VALUE, 0

    def __call__(self) -> Any:
        self.times += 1
        return self.value


def test_a_value_is_made_once() -> None:
    store, maker = Store(), Maker()
    one, other = store.once(KEY, maker), store.once(KEY, maker)
    assert maker.times == 1
    assert one is other
    assert one["loss"] == [0.5, 0.25]
    np.testing.assert_array_equal(one["weights"][0], VALUE["weights"][0])  # type: ignore[index]


def test_arrays_cannot_be_changed() -> None:
    array = Store().once(KEY, Maker())["weights"][0]
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 9


def test_another_store_of_the_folder_reads_it(tmp_path: Path) -> None:
    maker = Maker()
    Store(tmp_path).once(KEY, maker)
    found = Store(tmp_path).once(KEY, maker)
    assert maker.times == 1
    np.testing.assert_array_equal(found["weights"][0], VALUE["weights"][0])  # type: ignore[index]
    with pytest.raises(ValueError, match="read-only"):
        found["weights"][0][0, 0] = 9


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "foreign", "older"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: str) -> None:
    Store(tmp_path).once(KEY, Maker())
    file = entries.file_of(tmp_path, KEY)
    content = bytearray(file.read_bytes())
    if damage == "flipped":
        content[-1] ^= 1
    changed = {
        "cut": content[:-3],
        "flipped": content,
        "emptied": b"",
        "foreign": b"x" * 90,
        "older": content.replace(b"kept 2", b"kept 1"),
    }
    file.write_bytes(changed[damage])
    maker = Maker()
    Store(tmp_path).once(KEY, maker)
    assert maker.times == 1
    Store(tmp_path).once(KEY, maker)
    assert maker.times == 1, "the new entry is not sound"


def test_none_is_a_value(tmp_path: Path) -> None:
    calls: list[int] = []
    for _ in range(2):
        assert Store(tmp_path).once(KEY, lambda: calls.append(1)) is None
    assert len(calls) == 1


def test_what_fails_is_not_kept(tmp_path: Path) -> None:
    def fail() -> Any:
        raise ZeroDivisionError

    store = Store(tmp_path)
    with pytest.raises(ZeroDivisionError):
        store.once(KEY, fail)
    with pytest.raises(WireFault):
        store.once(KEY, object)
    assert store.once(KEY, Maker([1])) == [1]
    assert not list(tmp_path.glob(".gradewright-new-*"))


def test_memory_holds_the_last_few_only() -> None:
    store, makers = Store(), [Maker(n) for n in range(1, 60)]
    for n, maker in enumerate(makers):
        store.once(f"{n:064x}", maker)
    store.once(f"{58:064x}", makers[58])
    store.once(f"{0:064x}", makers[0])
    assert makers[58].times == 1
    assert makers[0].times == 2


def test_a_folder_that_cannot_be_written_to_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Store(tmp_path / "file" / "below").once(KEY, Maker([1])) == [1]


def test_two_processes_make_a_key_once(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from gradewright.performance.store import Store\n"
        "folder = Path(sys.argv[1])\n"
        "def make():\n"
        "    (folder / f'made-{time.monotonic_ns()}').touch()\n"
        "    time.sleep(0.5)\n"
        "    return 7\n"
        f"print(Store(folder).once({KEY!r}, make))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [one.communicate(timeout=60)[0].strip() for one in both] == ["7", "7", "7"]
    assert len(list(tmp_path.glob("made-*"))) == 1


def test_keys_tell_values_apart() -> None:
    x = np.arange(4.0)
    parts: list[tuple[Any, ...]] = [
        ("a", x),
        ("a", x.astype(np.float32)),
        ("a", x.reshape(2, 2)),
        ("a", x + 1),
        ("ax",),
        ("a", {"epochs": 1, "seed": 2}),
        ("a", {"epochs": 2, "seed": 1}),
        ("a", [1, 2]),
        ("a", (1, 2)),
        ("a", 1, 2),
        ("a", 12),
    ]
    assert len({key_of(*each) for each in parts}) == len(parts)
    assert key_of({"b": 1, "a": [{"d": 1, "c": 2}]}) == key_of({"a": [{"c": 2, "d": 1}], "b": 1})
    assert key_of(x[::2]) == key_of(x[::2].copy())
