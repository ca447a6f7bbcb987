"""What computes: kept values hold for one installation and one state of the code."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from gradewright.performance.computing import digest_of_files, what_computes


def test_python_and_packages_are_told_with_their_versions() -> None:
    told = what_computes()
    assert sys.version in told
    assert f"numpy-{metadata.version('numpy')}.dist-info" in told
    assert len(set(told)) > 5


def test_our_own_code_counts_by_its_contents(tmp_path: Path) -> None:
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.write_text("x = 1\n")
    other.write_text("y = 2\n")
    before = digest_of_files([one, other])
    assert digest_of_files([one, other]) == before
    one.write_text("x = 2\n")
    changed = digest_of_files([one, other])
    one.write_text("x = 1\n")
    one.rename(tmp_path / "renamed.py")
    renamed = digest_of_files([tmp_path / "renamed.py", other])
    assert len({before, changed, renamed}) == 3


def test_what_the_judge_rests_on_is_all_of_our_code() -> None:
    assert what_computes()[:-1] == what_computes(("",))[:-1]
    assert what_computes()[-1] != what_computes(("",))[-1]
