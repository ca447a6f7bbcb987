"""Downloads: only where allowed, once, whole or not at all; Keras does them in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gradewright import datasets
from gradewright.datasets import download
from gradewright.datasets.lock import alone
from gradewright.datasets.records import Original, Parts
from gradewright.errors import UsageError

Small = Callable[[str], tuple[Original, Parts]]
Write = Callable[[str, Path, Parts], Path]


class Source:
    """Downloads by writing arrays; counts how often."""

    def __init__(self, write: Write, parts: Parts, seconds: float = 0.0) -> None:
        self.write, self.parts, self.seconds = write, parts, seconds
        self.asked: list[str] = []

    def __call__(self, name: str, home: Path) -> None:
        self.asked.append(name)
        place = home / "datasets"
        place.mkdir(parents=True)
        time.sleep(self.seconds)
        self.write(name, place, self.parts)


def refuse(name: str, home: Path) -> None:
    """Fail the test: nothing may be downloaded."""
    pytest.fail(f"{name} was downloaded to {home}")


@pytest.mark.parametrize("value", ["", "0", "no", "false"])
def test_nothing_is_downloaded_unless_it_is_allowed(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRADEWRIGHT_DOWNLOAD", value)
    for name in datasets.NAMES:
        datasets.load(name, downloader=refuse)
    assert not (tmp_path / "keras").exists()


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10"])
def test_an_allowed_download_goes_into_keras_cache(
    name: str, small: Small, write: Write, tmp_path: Path
) -> None:
    _, parts = small(name)
    source = Source(write, parts)
    found = datasets.load(name, download=True, downloader=source)
    assert (found.key, found.stand_in) == (name, False)
    np.testing.assert_array_equal(found.x_test, parts[2])
    assert source.asked == [name]
    cache = tmp_path / "keras" / "datasets"
    assert not list(cache.glob(".gradewright-*/")), "the new folder is left behind"
    assert not datasets.load(name, downloader=refuse).stand_in


def test_the_environment_allows_it_too(
    small: Small, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADEWRIGHT_DOWNLOAD", "1")
    source = Source(write, small("mnist")[1])
    assert not datasets.load("mnist", downloader=source).stand_in
    assert source.asked == ["mnist"]


@pytest.mark.parametrize("name", ["cats", "digits"])
def test_what_keras_does_not_have_is_not_asked_for(name: str) -> None:
    assert "digits" in datasets.load(name, download=True, downloader=refuse).key


def test_what_is_there_is_not_downloaded(folder: Path, small: Small, write: Write) -> None:
    write("mnist", folder, small("mnist")[1])
    assert not datasets.load("mnist", download=True, downloader=refuse).stand_in


def test_a_damaged_file_is_not_downloaded_over(cache: Path) -> None:
    (cache / "mnist.npz").write_bytes(b"cut")
    with pytest.raises(UsageError, match="damaged"):
        datasets.load("mnist", download=True, downloader=refuse)
    assert (cache / "mnist.npz").read_bytes() == b"cut"


def test_a_half_filled_folder_of_the_cache_is_completed(
    cache: Path, small: Small, write: Write
) -> None:
    _, parts = small("fashion_mnist")
    path = write("fashion_mnist", cache, parts)
    for file in ("t10k-labels-idx1-ubyte.gz", "train-images-idx3-ubyte.gz"):
        (path / file).unlink()
    with pytest.raises(UsageError, match="no such file"):
        datasets.load("fashion_mnist", downloader=refuse)
    kept = (path / "t10k-images-idx3-ubyte.gz").stat().st_ino
    found = datasets.load("fashion_mnist", download=True, downloader=Source(write, parts))
    np.testing.assert_array_equal(found.x_train, parts[0])
    assert (path / "t10k-images-idx3-ubyte.gz").stat().st_ino == kept


def test_a_download_that_fails_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    def fail(name: str, home: Path) -> None:
        (home / "datasets").mkdir()
        (home / "datasets" / "mnist.npz").write_bytes(b"half of it")
        raise UsageError(f"{name} could not be downloaded")

    with pytest.raises(UsageError, match="could not be downloaded"):
        datasets.load("mnist", download=True, downloader=fail)
    assert not list((tmp_path / "keras" / "datasets").rglob("mnist.npz"))
    assert datasets.load("mnist").stand_in


def test_a_download_that_brings_nothing_is_an_error() -> None:
    with pytest.raises(UsageError, match="left no files"):
        datasets.load("mnist", download=True, downloader=lambda _name, _home: None)


def test_a_cache_that_cannot_be_written_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    with pytest.raises(UsageError, match="Set KERAS_HOME to a folder of yours"):
        datasets.load("mnist", download=True, downloader=refuse)


def test_many_ask_and_one_downloads(small: Small, write: Write, tmp_path: Path) -> None:
    source = Source(write, small("mnist")[1], seconds=0.2)
    cache = tmp_path / "keras" / "datasets"
    threads = [
        threading.Thread(target=download.fetch, args=("mnist", cache, source)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert source.asked == ["mnist"]


def test_the_lock_holds_between_processes_and_ends_with_its_holder(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    code = (
        "import sys, time; from pathlib import Path; from gradewright.datasets.lock import alone\n"
        "with alone(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        got: list[float] = []

        def wait() -> None:
            with alone(lock):
                got.append(time.monotonic())

        waiter = threading.Thread(target=wait)
        waiter.start()
        time.sleep(0.2)
        assert not got
        killed = time.monotonic()
        holder.kill()
        waiter.join(timeout=10)
        assert got
        assert got[0] >= killed


@pytest.fixture
def own_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a package `keras` of our own before the installed one."""

    def make(load_data: str) -> None:
        package = tmp_path / "packages" / "keras" / "datasets"
        package.mkdir(parents=True)
        (package.parent / "__init__.py").write_text("", encoding="utf-8")
        (package / "__init__.py").write_text("", encoding="utf-8")
        (package / "mnist.py").write_text(load_data, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "packages"))

    return make


def test_keras_own_loader_is_called_in_another_process(
    own_keras: Callable[[str], None], small: Small, write: Write, tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    ready.mkdir()
    path = write("mnist", ready, small("mnist")[1])
    own_keras(
        "import os, shutil\n"
        "def load_data():\n"
        "    home = os.path.join(os.environ['KERAS_HOME'], 'datasets')\n"
        "    os.makedirs(home)\n"
        f"    shutil.copy({str(path)!r}, home)\n"
        "    assert os.environ['CUDA_VISIBLE_DEVICES'] == '-1'\n"
        "    open(os.path.join(home, 'process'), 'w').write(str(os.getpid()))\n"
    )
    before = sys.modules.get("keras")
    assert not datasets.load("mnist", download=True).stand_in
    assert sys.modules.get("keras") is before
    process = (tmp_path / "keras" / "datasets" / "process").read_text(encoding="utf-8")
    assert int(process) != os.getpid()


def test_why_keras_failed_is_said(own_keras: Callable[[str], None]) -> None:
    own_keras("def load_data():\n    raise OSError('URL fetch failure: no route')\n")
    with pytest.raises(UsageError, match=r"mnist could not be downloaded: .*no route.*Check the"):
        datasets.load("mnist", download=True)


def test_a_download_that_never_ends_is_given_up(
    own_keras: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    own_keras("import time\ndef load_data():\n    time.sleep(60)\n")
    monkeypatch.setattr(download, "SECONDS", 0.5)
    with pytest.raises(UsageError, match=r"longer than 0\.5 s"):
        datasets.load("mnist", download=True)


def test_a_keras_beside_the_caller_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_keras: Callable[[str], None]
) -> None:
    """A submission's folder may be the current one; what lies there is not ours to run."""
    own_keras("def load_data():\n    raise OSError('the right one')\n")
    (tmp_path / "keras.py").write_text("raise OSError('the wrong one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="the right one"):
        datasets.load("mnist", download=True)
