"""What stands for an object of a plotting or notebook package that is not installed.

Nothing that is drawn is ever looked at, so whatever is asked of a stand-in works and gives a
stand-in; where Python wants a plain value, it is a zero.
"""

from __future__ import annotations

import opcode
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import FrameType, FunctionType
from typing import Any

from .words import words

ALWAYS_REAL = ("__", "_repr_", "_ipython_")
_UNPACK = opcode.opmap["UNPACK_SEQUENCE"]
_UNPACK_STARRED = opcode.opmap["UNPACK_EX"]
_KEPT = (bool, int, float, str, list, tuple)
_ARITHMETIC = words("add sub mul truediv floordiv mod divmod pow matmul lshift rshift and or xor")
_ALONE = words("neg pos abs invert round floor ceil trunc")


class Quiet:
    """Takes every attribute, call, index, sum and `with`; unpacks into as many as are wanted.

    What is set, or given by keyword as in `IntSlider(value=5)`, is kept.
    """

    def __init__(self, name: str = "stand-in", length: int = 2, /, **kept: Any) -> None:
        self.__dict__.update(kept, _name=name, _length=length, _items={})

    def __getattr__(self, name: str) -> Any:
        if name.startswith(ALWAYS_REAL):
            raise AttributeError(name)
        return stand_in(name)

    def __delattr__(self, name: str) -> None:
        self.__dict__.pop(name, None)

    def __call__(self, /, *args: Any, **options: Any) -> Any:
        """Return a stand-in for whatever the call would give."""
        if self._name == "subplots":
            return Quiet("figure"), _axes(args, options)
        # as a decorator, `@interact` or `interact(f, x=3)`, it must leave the function alone
        if args and isinstance(args[0], (FunctionType, type)):
            if (len(args) == 1 and not options) or str(self._name).startswith("interact_"):
                return args[0]
            if self._name == "interact":
                return args[0]
        return Quiet("result", **_plain_options(options))

    def __getitem__(self, key: Any) -> Any:
        items = self._items
        return items[key] if _hashable(key) and key in items else Quiet("item")

    def __setitem__(self, key: Any, value: Any) -> None:
        if _hashable(key):
            self._items[key] = value

    def __delitem__(self, key: Any) -> None:
        if _hashable(key):
            self._items.pop(key, None)

    def __iter__(self) -> Iterator[Any]:
        wanted = _unpacked_into(sys._getframe(1))  # noqa: SLF001 - `a, b, c = hist(x)`
        return iter([Quiet("item") for _ in range(wanted or self._length)])

    def __next__(self) -> Any:
        return Quiet("item")

    def __len__(self) -> int:
        return int(self._length)

    def __contains__(self, item: object) -> bool:
        return False

    def __bool__(self) -> bool:
        return True

    def __int__(self) -> int:
        return 0

    def __index__(self) -> int:
        return 0

    def __float__(self) -> float:
        return 0.0

    def __complex__(self) -> complex:
        return 0j

    def __lt__(self, other: Any) -> Any:
        return _compared(lambda: other > 0)

    def __le__(self, other: Any) -> Any:
        return _compared(lambda: other >= 0)

    def __gt__(self, other: Any) -> Any:
        return _compared(lambda: other < 0)

    def __ge__(self, other: Any) -> Any:
        return _compared(lambda: other <= 0)

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __subclasscheck__(self, subclass: type) -> bool:
        return False

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (QuietBase,)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        """Return one object: as a sequence it would be unpacked without an end."""
        array = sys.modules["numpy"].empty((), dtype=object)
        array[()] = self
        return array

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [0.0 if isinstance(value, Quiet) else value for value in inputs]
        try:
            return getattr(ufunc, method)(*plain, **options)
        except (TypeError, ValueError):
            return Quiet("result")

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        """Let errors of the body through."""

    def __format__(self, spec: str) -> str:
        for value in (str(self), 0, 0.0):
            try:
                return format(value, spec)
            except ValueError:
                continue
        return ""

    def __repr__(self) -> str:
        return f"<quiet {self._name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Quiet, (self._name, self._length)


def _result(_self: Quiet, *_: Any) -> Quiet:
    return Quiet("result")


for _name in _ARITHMETIC:
    setattr(Quiet, f"__{_name}__", _result)
    setattr(Quiet, f"__r{_name}__", _result)
for _name in _ALONE:
    setattr(Quiet, f"__{_name}__", _result)


class QuietBase(Quiet):
    """What a class of the submission's inherits that names a stand-in as its base."""

    def __init__(self, *_: Any, **options: Any) -> None:
        super().__init__(type(self).__name__, **_plain_options(options))


def is_silent(value: object) -> bool:
    """Tell whether a value is a stand-in, or a short list with one in it."""
    if isinstance(value, Quiet):
        return True
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, (list, tuple)) or len(value) > 100:
        return False
    return any(isinstance(part, Quiet) for part in value)


_SPECIAL: dict[str, Any] = {}


def teach(names: dict[str, Any]) -> None:
    """Give names that stand for something more special than a `Quiet`."""
    _SPECIAL.update(names)


def stand_in(name: str) -> Any:
    """Return what stands for an attribute of this name, of a module or of an object."""
    if name in _SPECIAL:
        return _SPECIAL[name]
    # these are written after `except` and into filters, where only classes will do
    if name.endswith(("Warning", "Error", "Exception")):
        return _raisable(name)
    return Quiet(name)


@cache
def _raisable(name: str) -> type[Exception]:
    return type(name, (UserWarning if name.endswith("Warning") else Exception,), {})


def _plain_options(options: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords of a call that are worth keeping as attributes."""
    kept = {
        name: value
        for name, value in options.items()
        if value is None or isinstance(value, _KEPT) or hasattr(value, "dtype")
    }
    choices = options.get("options")
    if "value" not in kept and choices:
        kept["value"] = _first(choices)
    return {name: value for name, value in kept.items() if not name.startswith("_")}


def _first(choices: Any) -> Any:
    """Return the value that a menu of choices shows first."""
    if isinstance(choices, dict):
        return next(iter(choices.values()))
    if not isinstance(choices, (list, tuple)):
        return None
    return choices[0][1] if isinstance(choices[0], tuple) else choices[0]


def _compared(compare: Callable[[], Any]) -> Any:
    try:
        return compare()
    except TypeError:
        return False


def _hashable(key: Any) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True


def _unpacked_into(frame: FrameType) -> int:
    """Return how many names the statement that runs in `frame` unpacks into, 0 if it does not."""
    code, at = frame.f_code.co_code, frame.f_lasti
    if not 0 <= at < len(code) - 1:
        return 0
    if code[at] == _UNPACK:
        return code[at + 1]
    return code[at + 1] + 1 if code[at] == _UNPACK_STARRED else 0


def _axes(args: Sequence[Any], options: dict[str, Any]) -> Quiet:
    rows = args[0] if args else options.get("nrows", 1)
    columns = args[1] if len(args) > 1 else options.get("ncols", 1)
    if not (isinstance(rows, int) and isinstance(columns, int)) or rows * columns <= 1:
        return Quiet("axes")
    return Quiet("axes", rows if rows > 1 else columns)
