from __future__ import annotations

import io
import random
import stat
import struct
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest

from gradewright.errors import UnreadableError
from gradewright.submissions import unpack
from gradewright.submissions.tree import Tree
from gradewright.submissions.unpack import zip_tree

MakeZip = Callable[..., bytes]


def _contents(tree: Tree) -> dict[str, bytes]:
    return {path: entry.fetch(10**6) for path, entry in tree.entries.items()}


def _refusal(content: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        _contents(zip_tree(content, "ann.zip"))
    return str(caught.value)


def test_files_are_read_in_memory(make_zip: MakeZip) -> None:
    content = make_zip({"a.py": b"x = 1", "src/": b"", "src/b.py": b"", "src\\win\\c.py": b"y"})
    tree = zip_tree(content, "ann.zip")
    assert _contents(tree) == {"a.py": b"x = 1", "src/b.py": b"", "src/win/c.py": b"y"}
    assert tree.notes == ()


def test_leftovers_of_systems_are_not_looked_at(make_zip: MakeZip) -> None:
    junk = ("__MACOSX/._a.py", ".DS_Store", "x/.ipynb_checkpoints/a.ipynb", "__pycache__/a.pyc")
    tree = zip_tree(make_zip({"./a.py": b"", **dict.fromkeys(junk, b"")}), "ann.zip")
    assert set(tree.entries) == {"a.py"}


@pytest.mark.parametrize(
    "name",
    ["../a.py", "/etc/a.py", "x/../../a.py", "..\\a.py", "C:\\a.py", "c:a.py", "\\\\host\\a.py"],
)
def test_paths_out_of_the_archive_refuse_it(name: str, make_zip: MakeZip) -> None:
    assert "leads out" in _refusal(make_zip({"ok.py": b"", name: b"x"}))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_left_aside(kind: int, make_zip: MakeZip) -> None:
    link = zipfile.ZipInfo("link.py")
    link.external_attr = (kind | 0o777) << 16
    tree = zip_tree(make_zip([("a.py", b""), (link, b"/etc/passwd")]), "ann.zip")
    assert set(tree.entries) == {"a.py"}
    assert "link.py" in tree.notes[0]


def test_the_last_of_two_members_of_one_name_counts(make_zip: MakeZip) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        content = make_zip([("a.py", b"first"), ("./a.py", b"second"), ("a.py", b"third")])
    tree = zip_tree(content, "ann.zip")
    assert _contents(tree) == {"a.py": b"third"}
    assert "more than once" in tree.notes[0]


def test_a_file_that_is_also_a_folder_is_left_aside(make_zip: MakeZip) -> None:
    tree = zip_tree(make_zip({"a": b"1", "a/b.py": b"2"}), "ann.zip")
    assert set(tree.entries) == {"a/b.py"}
    assert tree.notes


def test_odd_names_are_made_safe_or_left_aside(make_zip: MakeZip) -> None:
    content = make_zip({"a\nb.py": b"1", "x" * 300: b"2", "nulXname.py": b"3"})
    content = content.replace(b"nulXname", b"nul\0name")
    tree = zip_tree(content, "ann.zip")
    assert set(tree.entries) == {"a%0Ab.py"}
    assert "nul" in tree.notes[0]


def test_a_password_is_refused(make_zip: MakeZip) -> None:
    content = bytearray(make_zip({"a.py": b"secret"}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    assert "password" in _refusal(bytes(content))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.py", b"x = 1")
    assert "ordinary .zip" in _refusal(buffer.getvalue())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"<html>log in first</html>", "web page"),
        (b"Rar!\x1a\x07\x01\x00", "a kind that is not read"),
        (b"7z\xbc\xaf\x27\x1c", "a kind that is not read"),
        (b"\x1f\x8b\x08\x00", "a kind that is not read"),
        (b"%PDF-1.7", "PDF"),
        (b"plain text", "damaged"),
        (b"PK\x03\x04", "damaged"),
    ],
)
def test_what_is_no_zip_is_named(content: bytes, words: str) -> None:
    assert words in _refusal(content)


def test_a_cut_archive_is_damaged(make_zip: MakeZip) -> None:
    content = make_zip({"a.py": random.Random(0).randbytes(500), "b.py": b"x"})
    for end in range(4, len(content) - 1, 23):
        assert "damaged" in _refusal(content[:end])


def test_a_wrong_checksum_is_damaged(make_zip: MakeZip) -> None:
    content = bytearray(make_zip({"a.py": b"x = 1" * 9}))
    content[content.index(b"PK\x01\x02") + 16] ^= 0xFF
    assert "damaged" in _refusal(bytes(content))


def test_an_empty_archive_holds_nothing(make_zip: MakeZip) -> None:
    assert zip_tree(make_zip({}), "ann.zip").entries == {}


def test_archives_within_are_files_like_others(make_zip: MakeZip) -> None:
    inner = make_zip({"b.py": b"x"})
    assert _contents(zip_tree(make_zip({"inner.zip": inner}), "ann.zip")) == {"inner.zip": inner}


def test_too_many_members_are_refused_before_they_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpack, "MOST_MEMBERS", 10)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(UnreadableError, match="more than 10 files"):
        zip_tree(_many_members(11), "ann.zip")


def _many_members(count: int) -> bytes:
    buffer = io.BytesIO()
    # The name is bound early: the test takes the class away from the module.
    with _ZipFile(buffer, "w") as archive:
        for number in range(count):
            archive.writestr(str(number), b"")
    return buffer.getvalue()


_ZipFile = zipfile.ZipFile


def _peak_of(run: Callable[[], object]) -> int:
    """Return the bytes that Python held at most while it ran, above what it held before."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_honest_bomb_is_refused_by_its_ratio(make_zip: MakeZip) -> None:
    content = make_zip({f"{n}.py": bytes(20 * 10**6) for n in range(3)})
    assert len(content) < 100_000
    peak = _peak_of(lambda: _refusal(content))
    assert peak < 2 * 10**6
    assert "times its size" in _refusal(content)


def _lying_zip(claimed: int, real: int) -> bytes:
    """Return an archive whose only member claims another size than it has."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(10**6)) for _ in range(real // 10**6)) + packer.flush()
    crc = zlib.crc32(bytes(claimed))
    sizes = struct.pack("<LLL", crc, len(packed), claimed)
    fixed = struct.pack("<HHHHH", 20, 0, 8, 0, 33)
    local = b"PK\x03\x04" + fixed + sizes + struct.pack("<HH", 4, 0) + b"a.py"
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fixed + sizes
    central += struct.pack("<HHHHHLL", 4, 0, 0, 0, 0, 0, 0) + b"a.py"
    start = len(local) + len(packed)
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), start, 0)
    return local + packed + central + end


def test_a_bomb_that_lies_about_its_size_is_never_unpacked_whole() -> None:
    content = _lying_zip(claimed=100, real=100 * 10**6)
    entry = zip_tree(content, "ann.zip").entries["a.py"]
    assert entry.size == 100

    def fetch() -> None:
        # zipfile stops at the claimed size: what comes is what was claimed, no more.
        assert len(entry.fetch(10**6)) <= 100

    assert _peak_of(fetch) < 2 * 10**6


def test_a_member_larger_than_asked_is_stopped_while_it_unpacks(
    make_zip: MakeZip, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_zip({"a.py": bytes(50 * 10**6)})
    monkeypatch.setattr(unpack, "_MOST_RATIO", 10**6)
    entry = zip_tree(content, "ann.zip").entries["a.py"]

    def fetch() -> None:
        with pytest.raises(UnreadableError, match="larger than the 1 MB"):
            entry.fetch(10**6)

    assert _peak_of(fetch) < 4 * 10**6


def test_members_that_overlap_are_refused(make_zip: MakeZip) -> None:
    content = bytearray(make_zip({"a.py": b"x" * 1000, "b.py": b"x" * 1000}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    assert "overlap" in _refusal(bytes(content))


def test_a_small_file_of_zeros_is_no_bomb(make_zip: MakeZip) -> None:
    zeros = bytes(900_000)
    assert _contents(zip_tree(make_zip({"zeros.npy": zeros}), "ann.zip")) == {"zeros.npy": zeros}


def test_endless_names_cost_no_more_than_they_weigh() -> None:
    names = [f"{number}/" + "1\na" * 20_000 for number in range(40)]
    names += ["/".join("ab1" * 10_000) + str(number) for number in range(40)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    content = buffer.getvalue()
    assert len(content) > 9 * 10**6

    def check() -> None:
        tree = zip_tree(content, "ann.zip")
        assert tree.entries == {}
        assert "and 75 more" in tree.notes[0]

    assert _peak_of(check) < 5 * len(content)
