"""Where kept values outlive a run, and when that folder is refused."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from gradewright.performance import kept_folder
from gradewright.performance.kept_folder import place_of, users_folder, users_folder_as_it_is

SOMEBODY = 54321


def named(folder: Path) -> dict[str, str]:
    return {"GRADEWRIGHT_CACHE": str(folder)}


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"GRADEWRIGHT_CACHE": "/data/kept", "XDG_CACHE_HOME": "/caches"}, "/data/kept"),
        ({"GRADEWRIGHT_CACHE": "", "XDG_CACHE_HOME": "/caches"}, "/caches/gradewright"),
        ({"XDG_CACHE_HOME": "not/absolute", "HOME": "/home/ann"}, "/home/ann/.cache/gradewright"),
        ({"HOME": "/home/ann"}, "/home/ann/.cache/gradewright"),
    ],
)
def test_the_environment_says_where(environment: Mapping[str, str], place: str) -> None:
    assert place_of(environment) == Path(place)


def test_a_new_folder_is_the_users_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept = users_folder({"XDG_CACHE_HOME": str(tmp_path / "caches")})
    finally:
        os.umask(before)
    assert (kept.in_use, kept.problem) == (tmp_path / "caches" / "gradewright", "")
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700


def test_to_look_makes_nothing(tmp_path: Path) -> None:
    kept = users_folder_as_it_is(named(tmp_path / "absent"))
    assert (kept.problem, kept.folder.exists()) == ("", False)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_into_is_refused(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    folder.chmod(mode)
    kept = users_folder(named(folder))
    assert kept.in_use is None
    assert "Others may write there" in kept.problem
    assert f"chmod go-w {folder}" in kept.problem
    folder.chmod(0o755)
    assert users_folder(named(folder)).in_use == folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    os.chown(folder, SOMEBODY, SOMEBODY)
    assert "belongs to another user" in users_folder(named(folder)).problem


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_root_leaves_nothing_in_the_home_of_another_user(tmp_path: Path) -> None:
    home = tmp_path / "ann"
    home.mkdir()
    os.chown(home, SOMEBODY, SOMEBODY)
    kept = users_folder({"HOME": str(home)})
    assert "belongs to another user" in kept.problem
    assert list(home.iterdir()) == []


def test_a_link_to_a_folder_of_ones_own_is_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir(mode=0o700)
    (tmp_path / "kept").symlink_to(tmp_path / "disk")
    assert users_folder(named(tmp_path / "kept")).problem == ""
    (tmp_path / "disk").chmod(0o777)
    assert "Others may write there" in users_folder(named(tmp_path / "kept")).problem


def test_a_folder_that_anybody_may_replace_is_refused(tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    assert str(open_to_all) in users_folder(named(open_to_all / "kept")).problem
    # As /tmp is: what is another's stays.
    open_to_all.chmod(0o1777)
    assert users_folder(named(open_to_all / "kept")).problem == ""


def test_a_folder_that_submissions_see_is_refused() -> None:
    folder = Path(sys.prefix, "lib", "gradewright-kept-for-a-test")
    assert "submissions may read" in users_folder(named(folder)).problem
    assert not folder.exists()


def test_what_submissions_see_may_lie_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = tmp_path / "kept" / "python"
    monkeypatch.setattr(kept_folder, "readable_paths", lambda: [str(shown)])
    assert users_folder(named(tmp_path / "kept")).problem == ""
    assert "submissions may read" in users_folder(named(shown / "within")).problem


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = users_folder(named(tmp_path / "file" / "below"))
    assert kept.in_use is None
    assert kept.problem.startswith("It cannot be made: ")
