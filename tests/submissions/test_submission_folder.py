from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from gradewright.errors import UnreadableError
from gradewright.submissions import disk
from gradewright.submissions.disk import file_tree, folder_tree, is_folder, read_capped

Lay = Callable[..., Path]


def test_files_are_listed_with_sizes_and_read(tmp_path: Path, lay: Lay) -> None:
    lay(tmp_path, {"a.py": b"abc", "src/b.py": b"de", "src/deep/c.txt": b""})
    tree = folder_tree(tmp_path)
    assert {path: e.size for path, e in tree.entries.items()} == {
        "a.py": 3,
        "src/b.py": 2,
        "src/deep/c.txt": 0,
    }
    assert tree.entries["src/b.py"].fetch(10) == b"de"
    assert tree.notes == ()


def test_leftovers_of_systems_and_others_work_are_not_looked_at(tmp_path: Path, lay: Lay) -> None:
    lay(
        tmp_path,
        {
            "a.py": b"",
            ".ipynb_checkpoints/a-checkpoint.ipynb": b"",
            "__pycache__/a.pyc": b"",
            "__MACOSX/._a.py": b"",
            ".git/config": b"",
            "planar_network/a.py": b"",
            "src/planar_network/b.py": b"",
        },
    )
    assert set(folder_tree(tmp_path, ("planar_network",)).entries) == {
        "a.py",
        "src/planar_network/b.py",
    }


def test_links_are_left_aside_with_a_note(tmp_path: Path, lay: Lay) -> None:
    lay(tmp_path / "secret", {"answers.py": b"x"})
    root = lay(tmp_path / "ann", {"a.py": b""})
    (root / "stolen.py").symlink_to(tmp_path / "secret" / "answers.py")
    (root / "stolen").symlink_to(tmp_path / "secret")
    (root / "nowhere").symlink_to("nowhere")
    tree = folder_tree(root)
    assert set(tree.entries) == {"a.py"}
    assert "nowhere, stolen, stolen.py" in tree.notes[0]


def test_pipes_and_sockets_are_never_opened(tmp_path: Path, lay: Lay) -> None:
    root = lay(tmp_path / "ann", {"a.py": b""})
    os.mkfifo(root / "pipe.py")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "sock.py"))
        tree = folder_tree(root)
    assert set(tree.entries) == {"a.py"}
    assert "pipe.py, sock.py" in tree.notes[0]
    with pytest.raises(UnreadableError, match="not an ordinary file"):
        file_tree(root / "pipe.py", "pipe.py").entries["pipe.py"].fetch(10)


def test_a_file_that_grew_is_refused(tmp_path: Path, lay: Lay) -> None:
    lay(tmp_path, {"a.py": b"x" * 100})
    entry = folder_tree(tmp_path).entries["a.py"]
    (tmp_path / "a.py").write_bytes(b"x" * 1000)
    with pytest.raises(UnreadableError, match="larger"):
        entry.fetch(100)


def test_a_file_that_became_a_link_is_refused(tmp_path: Path, lay: Lay) -> None:
    lay(tmp_path, {"a.py": b"x", "b.py": b"secret"})
    entry = folder_tree(tmp_path).entries["a.py"]
    (tmp_path / "a.py").unlink()
    (tmp_path / "a.py").symlink_to(tmp_path / "b.py")
    with pytest.raises(UnreadableError, match="not an ordinary file"):
        entry.fetch(100)


def test_a_given_path_may_be_a_link(tmp_path: Path, lay: Lay) -> None:
    lay(tmp_path, {"a.py": b"x"})
    (tmp_path / "link.py").symlink_to("a.py")
    assert file_tree(tmp_path / "link.py", "link.py").entries["link.py"].fetch(9) == b"x"


def test_too_many_entries_are_refused(
    tmp_path: Path, lay: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "MOST_ENTRIES", 3)
    lay(tmp_path, {f"{number}/{number}.txt": b"" for number in range(2)})
    with pytest.raises(UnreadableError, match="more than 3 files"):
        folder_tree(tmp_path)


def test_names_that_break_lines_are_made_safe(tmp_path: Path, lay: Lay) -> None:
    lay(tmp_path, {"a\nb.py": b"1", "=1+1.py": b"2"})
    (tmp_path / os.fsdecode(b"\xff.py")).write_bytes(b"3")
    tree = folder_tree(tmp_path)
    assert set(tree.entries) == {"a%0Ab.py", "=1+1.py", "%ED%B3%BF.py"}
    assert tree.entries["%ED%B3%BF.py"].fetch(9) == b"3"


def test_what_is_gone_is_unreadable(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    for read in (is_folder, folder_tree, lambda path: read_capped(path, 9)):
        with pytest.raises(UnreadableError, match="cannot be read"):
            read(gone)
