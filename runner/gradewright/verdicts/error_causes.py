"""What an exception of the student's code most likely comes from, in words.

Python's and NumPy's own texts name what the machine met. Each hint is a pattern of such a text
and a function that puts it into a sentence about the student's line, or returns "" where it does
not know more than the text does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.verdicts.near_names import near_name

_SHAPE = r"\(([\d, ]*)\)"
_IN_PLACE = re.compile(r"\s*([A-Za-z_]\w*(?:\[[^\]=]*\])?)\s*([-+*/@%&|^]|//|\*\*|<<|>>)=(?!=)")
_LIST_CALL = re.compile(r"((?:np|numpy)\.(\w+))\(\s*\[([^\[\]]+)\]")
_QUOTED = re.compile(r"""(["'])([^"'\\\n]{1,60})\1""")
_INDEXED = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\[")
_KNOWN = ("RecursionError", "MemoryError", "SystemExit", "EOFError")
_OLD_ALIASES = {"int": "int", "float": "float", "bool": "bool", "object": "object", "str": "str"}


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception as it reached the judge.

    `line` is the innermost line of the student's own, `source` all of their code, `names` what
    their work defines.
    """

    error: str
    message: str
    function: str
    line: str = ""
    source: str = ""
    names: tuple[str, ...] = ()
    passed_own_lines: bool = True


def cause_of_error(raised: Raised) -> str:
    """Return the likely cause, or ""."""
    if raised.error in _KNOWN:
        return say(f"grading.cause_{raised.error}")
    if raised.error == "KeyError":
        return _key(raised)
    if raised.error == "TypeError" and not raised.passed_own_lines:
        return say("grading.cause_signature", function=raised.function)
    for pattern, hint in _HINTS:
        found = pattern.search(raised.message)
        if found:
            return hint(found, raised)
    return ""


def _name(found: re.Match[str], raised: Raised) -> str:
    name = found[1]
    meant = near_name(name, raised.names)
    if meant:
        return say("grading.cause_name_near", name=name, meant=meant)
    if name in _common_modules() and not re.search(rf"\bimport\b.*\b{name}\b", raised.source):
        return say("grading.cause_name_import", name=name, module=_common_modules()[name])
    return say("grading.cause_name", name=name)


def _common_modules() -> dict[str, str]:
    return {"np": "numpy", "plt": "matplotlib.pyplot", "math": "math", "random": "random"}


def _unbound(found: re.Match[str], _raised: Raised) -> str:
    return say("grading.cause_unbound", name=found[1])


def _key(raised: Raised) -> str:
    """Return which key of the student's own code looks like the one that is not there."""
    quoted = _QUOTED.fullmatch(raised.message.strip())
    if quoted is None:
        return ""
    literals = dict.fromkeys(match[2] for match in _QUOTED.finditer(raised.source))
    meant = near_name(quoted[2], literals)
    return say("grading.cause_key_near", key=quoted[2], meant=meant) if meant else ""


def _cast(found: re.Match[str], raised: Raised) -> str:
    if found[2].startswith(("int", "uint")) and found[1].startswith(("float", "complex")):
        changed = _IN_PLACE.match(raised.line)
        if changed:
            name, sign = changed[1], changed[2]
            return say("grading.cause_in_place", name=name, sign=sign)
        return say("grading.cause_integers")
    return ""


def _ragged(_found: re.Match[str], raised: Raised) -> str:
    call = _LIST_CALL.search(raised.line)
    if call is None or "," not in call[3]:
        return say("grading.cause_ragged")
    text = f"{call[1]}([{call[3].strip()}])" if _closed(call[3]) else f"{call[1]}([…])"
    adds = call[2] in {"sum", "add", "cumsum"}
    return say("grading.cause_ragged_sum" if adds else "grading.cause_ragged_list", call=text)


def _closed(text: str) -> bool:
    return text.count("(") == text.count(")")


def _aligned(found: re.Match[str], _raised: Raised) -> str:
    left, right = _sizes(found[1]), _sizes(found[2])
    said = say("grading.cause_aligned", left=_text(left), right=_text(right))
    if len(left) == len(right) == 2 and left != right[::-1]:
        if left == right:
            return f"{said} {say('grading.cause_aligned_same')}"
        if left[0] == right[0]:
            return f"{said} {say('grading.cause_aligned_left')}"
        if left[1] == right[1]:
            return f"{said} {say('grading.cause_aligned_right')}"
    return said


def _matmul(found: re.Match[str], _raised: Raised) -> str:
    return say("grading.cause_matmul", right=found[1], left=found[2])


def _broadcast(found: re.Match[str], _raised: Raised) -> str:
    left, right = _sizes(found[1]), _sizes(found[2])
    said = say("grading.cause_broadcast", left=_text(left), right=_text(right))
    turned = len(left) == len(right) == 2 and left == right[::-1]
    return f"{said} {say('grading.cause_broadcast_turned')}" if turned else said


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in re.findall(r"\d+", text)[:32])


def _text(shape: tuple[int, ...]) -> str:
    return str(shape)


def _alias(found: re.Match[str], _raised: Raised) -> str:
    plain = _OLD_ALIASES.get(found[1])
    return say("grading.cause_old_alias", name=found[1], plain=plain) if plain else ""


def _bounds(found: re.Match[str], _raised: Raised) -> str:
    index, size = int(found[1]), int(found[2])
    key = "grading.cause_one_past" if index == size else "grading.cause_out_of_bounds"
    return say(key, index=index, size=size, last=size - 1)


def _number_indexed(_found: re.Match[str], raised: Raised) -> str:
    """Say which argument is a number; else the parts of a result may be in another order."""
    head = re.search(rf"\bdef\s+{re.escape(raised.function)}\s*\(([^()]*)\)", raised.source)
    parameters = re.findall(r"(?:^|,)\s*(\w+)", head[1]) if head else []
    given = [name for name in _INDEXED.findall(raised.line) if name in parameters]
    if given:
        return say("grading.cause_given_indexed", name=given[0])
    return say("grading.cause_number_indexed")


def _fixed(key: str) -> Callable[[re.Match[str], Raised], str]:
    return lambda _found, _raised: say(key)


def _not_callable(found: re.Match[str], _raised: Raised) -> str:
    kind = found[1].rpartition(".")[2]
    if kind == "NoneType":
        return say("grading.cause_none_used")
    return say("grading.cause_not_callable", kind=kind)


def _hints(
    pairs: Iterable[tuple[str, Callable[[re.Match[str], Raised], str]]],
) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Raised], str]], ...]:
    return tuple((re.compile(pattern), hint) for pattern, hint in pairs)


# In order: the first pattern that is found speaks.
_HINTS = _hints(
    (
        (r"^name '(\w+)' is not defined", _name),
        (r"local variable '(\w+)'.*(?:not associated|before assignment)", _unbound),
        (r"Cannot cast ufunc '\w+' output from dtype\('(\w+)'\) to dtype\('(\w+)'\)", _cast),
        (r"inhomogeneous shape", _ragged),
        (r"shapes " + _SHAPE + " and " + _SHAPE + " not aligned", _aligned),
        (r"matmul: .*core dimension.*\(size (\d+) is different from (\d+)\)", _matmul),
        (r"could not be broadcast together with shapes " + _SHAPE + " " + _SHAPE, _broadcast),
        (r"'([\w.]+)' object is not callable", _not_callable),
        (r"NoneType", _fixed("grading.cause_none_used")),
        (r"'float' object cannot be interpreted as an integer", _fixed("grading.cause_float_size")),
        (
            r"'(?:float|int)' object is not (?:subscriptable|iterable)|invalid index to scalar",
            _number_indexed,
        ),
        (r"only integers, slices .* are valid indices", _fixed("grading.cause_text_index")),
        (r"only integer scalar arrays can be converted", _fixed("grading.cause_scalar_index")),
        (
            r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
            _fixed("grading.cause_for_numbers"),
        ),
        (r"setting an array element with a sequence", _fixed("grading.cause_sequence")),
        (r"truth value of an array .* is ambiguous", _fixed("grading.cause_ambiguous")),
        (r"module 'numpy' has no attribute '(\w+)'", _alias),
        (r"index (\d+) is out of bounds for axis \d+ with size (\d+)", _bounds),
        (r"too many indices for array", _fixed("grading.cause_too_many_indices")),
    )
)
