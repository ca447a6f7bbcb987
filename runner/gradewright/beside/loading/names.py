"""Which global names compiled code uses: exactly, read from its instructions.

`co_names` alone would also name every attribute, so `x.W` would look like a use of `W`.
"""

from __future__ import annotations

import opcode
from collections.abc import Iterator
from types import CodeType

_GLOBAL = opcode.opmap["LOAD_GLOBAL"]
_EXTENDED = opcode.EXTENDED_ARG
_LOADS = tuple(
    opcode.opmap[name]
    for name in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")
    if name in opcode.opmap
)
_FUNCTION = 0x1  # CO_OPTIMIZED: set for functions, not for modules and class bodies


def used_names(code: CodeType) -> set[str]:
    """Return the names that the code, or any code nested in it, reads globally."""
    used: set[str] = set()
    for part in _nested(code):
        used |= _read(part)
    return used


def names_used_at_definition(code: CodeType) -> set[str]:
    """Return the names that are read when a statement runs, not when what it defines is called.

    For a `def` these are decorators, defaults and annotations; for a `class` its body as well.
    """
    used: set[str] = set()
    waiting = [code]
    while waiting:
        part = waiting.pop()
        used |= _read(part)
        waiting.extend(inner for inner in _inner(part) if _runs_at_once(inner))
    return used


def _runs_at_once(code: CodeType) -> bool:
    return not code.co_flags & _FUNCTION or code.co_name.startswith("<")


def _inner(code: CodeType) -> Iterator[CodeType]:
    return (const for const in code.co_consts if isinstance(const, CodeType))


def _nested(code: CodeType) -> Iterator[CodeType]:
    waiting = [code]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(_inner(part))


def _read(code: CodeType) -> set[str]:
    raw = code.co_code
    operations = raw[::2]
    found: set[str] = set()
    for operation in _LOADS:
        at = operations.find(operation)
        while at >= 0:
            index = _argument(raw, at)
            # LOAD_GLOBAL keeps a flag in its lowest bit
            found.add(code.co_names[index >> 1 if operation == _GLOBAL else index])
            at = operations.find(operation, at + 1)
    return found


def _argument(raw: bytes, at: int) -> int:
    argument, shift = raw[2 * at + 1], 8
    while at > 0 and raw[2 * at - 2] == _EXTENDED:
        at -= 1
        argument |= raw[2 * at + 1] << shift
        shift += 8
    return argument
