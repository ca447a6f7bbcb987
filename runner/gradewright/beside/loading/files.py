"""What code does with files, by the names that it uses and the texts that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType

from .words import words

_READS = words(
    "open load loadtxt genfromtxt fromfile memmap read_text read_bytes read_csv read_json "
    "read_excel read_pickle read_parquet read_table imread exists isfile isdir is_file is_dir "
    "listdir scandir iterdir glob iglob walk load_model load_weights ZipFile connect chdir"
)
_MAKES = words(
    "open save savez savez_compressed savetxt savefig tofile memmap dump to_csv to_json to_pickle "
    "to_excel to_parquet to_hdf to_string write_text write_bytes mkdir makedirs mkdtemp touch "
    "imsave imwrite save_weights save_model extract extractall unpack_archive make_archive ZipFile "
    "copyfile copytree copy2 move rename renames symlink symlink_to chdir connect urlretrieve "
    "system popen Popen check_call check_output"
)
_MAKES_IN = {"shutil": words("copy move"), "subprocess": words("run call")}
_WORDS = _READS | _MAKES


@dataclass(slots=True)
class FileUse:
    """The names in a piece of code that have to do with files, and the texts in it.

    `makes`: it may make or change files or folders, or go to another folder.
    """

    words: set[str] = field(default_factory=set)
    makes: bool = False
    texts: set[str] = field(default_factory=set)

    def add(self, other: FileUse) -> None:
        """Take in another piece of code."""
        self.words |= other.words
        self.makes |= other.makes
        self.texts |= other.texts

    def shares_path(self, other: FileUse) -> bool:
        """Tell whether both hold a text that may be, or lie under, the same path."""
        ours, theirs = set(_paths(self.texts)), set(_paths(other.texts))
        return bool(ours & theirs)


def file_use(code: CodeType) -> FileUse:
    """Return what the code, and any code nested in it, may do with files."""
    found = FileUse()
    waiting = [code]
    while waiting:
        part = waiting.pop()
        names = {*part.co_names}
        found.words |= names & _WORDS
        found.makes |= bool(names & _MAKES)
        found.makes |= any(names & _MAKES_IN[name] for name in names & _MAKES_IN.keys())
        for const in part.co_consts:
            if isinstance(const, CodeType):
                waiting.append(const)
            elif isinstance(const, str):
                found.texts.add(const)
    return found


def _paths(texts: set[str]) -> Iterator[str]:
    """Yield the texts that may be paths, and the folders on the way to them."""
    for text in texts:
        if 1 < len(text) < 200 and "\n" not in text and " " not in text.strip():
            parts = [part for part in text.split("/") if part not in ("", ".", "..")]
            yield from ("/".join(parts[: end + 1]) for end in range(len(parts)))
