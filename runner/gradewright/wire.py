"""The wire format: plain values only, strictly tagged, under caps.

A frame is a four-byte big-endian length and a payload. The payload is one value:

    tag   body                                             value
    N T F                                                  None, True, False
    i     length u32, two's complement, big-endian         int
    f c   one or two IEEE doubles                          float, complex
    s b   length u32, UTF-8 or raw                         str, bytes
    l t   count u32, values                                list, tuple
    d     count u32, key and value in turn                 dict
    a     dtype, ndim u8, dimensions u64, raw bytes        np.ndarray
    o     ndim u8, dimensions u64, a list                  ObjectArray: an array's values, nested
    g     dtype, raw bytes                                 NumPy scalar
    h     id u32, type name, summary                       Handle: what stays in the worker

dtype is its length (u8) and one of a closed list, little-endian. What arrives is rebuilt from
builtin types, plain `np.ndarray` and NumPy scalars: nothing with behaviour of its own can cross.
An array of dtype object arrives as a list that knows the array's shape.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

HEADER = struct.Struct("!I")
_U32 = struct.Struct("!I")
_F64 = struct.Struct("!d")
_C128 = struct.Struct("!dd")

_NUMERIC = {"|b1"} | {f"|{k}1" for k in "iu"} | {f"<{k}{n}" for k in "iu" for n in (2, 4, 8)}
_NUMERIC |= {"<f2", "<f4", "<f8", "<c8", "<c16"}
_MAX_TEXT_ITEMSIZE = 4 * 4096
_MAX_INT_BYTES = 4096
_MAX_DIMENSION = 2**40
_MAX_RANK = 32
_MOST_ODD_KEYS = 1000
_REPLY_ITEMS = 300_000
_LONGEST_KEY = 8
_SMALL = 1 << 16
_LAST_CODE_POINT = 0x10FFFF


class WireFault(Exception):  # noqa: N818 - the judge turns it into an outcome
    """A payload breaks the rules, or a value cannot be sent under them."""


@dataclass(frozen=True, slots=True)
class Handle:
    """A value that cannot cross the wire and stays in the worker; calls can name it.

    Attributes:
        id: its number in its worker.
        type_name: the name of its class, as the worker tells it.
        summary: a short text about it, as the worker tells it.
    """

    id: int
    type_name: str
    summary: str


class ObjectArray(list[Any]):
    """What an array of dtype object held, as nested lists; `shape` is the array's."""

    __slots__ = ("shape",)

    def __init__(self, values: list[Any], shape: tuple[int, ...]) -> None:
        super().__init__(values)
        self.shape = shape


@dataclass(frozen=True, slots=True)
class Caps:
    """The largest payload, nesting and number of values that one frame may have."""

    bytes: int = 64_000_000
    depth: int = 64
    items: int = 1_000_000

    def of_replies(self) -> Caps:
        """Return the caps of what a submission returns: the judge looks at each part in turn."""
        return replace(self, items=min(self.items, _REPLY_ITEMS))


Keep = Callable[[Any], Any]
Resolve = Callable[[Handle], Any]


def _refuse(value: Any) -> Any:
    raise WireFault(f"a value of type {type(value).__name__} cannot be sent")


def encode(value: Any, caps: Caps | None = None, keep: Keep = _refuse) -> bytes:
    """Return the payload of `value`; `keep` gives what stands for a value that is not plain.

    Raises:
        WireFault: the value is too large, too deep or has too many parts.
    """
    encoder = _Encoder(caps or Caps(), keep)
    encoder.put(value, 0)
    return b"".join(encoder.parts)


def _as_it_is(handle: Handle) -> Any:
    return handle


def decode(
    payload: bytes | bytearray | memoryview,
    caps: Caps | None = None,
    resolve: Resolve = _as_it_is,
) -> Any:
    """Return the value of a payload, rebuilt from plain types; handles pass through `resolve`.

    Raises:
        WireFault: the payload breaks any rule of the format or exceeds a cap.
    """
    caps = caps or Caps()
    if len(payload) > caps.bytes:
        raise WireFault(f"the message has {len(payload)} bytes; at most {caps.bytes} are allowed")
    decoder = _Decoder(memoryview(payload), caps, resolve)
    value = decoder.take(0)
    if decoder.at != len(payload):
        raise WireFault(f"{len(payload) - decoder.at} bytes follow the value")
    return value


class _Encoder:
    """Collects the parts of one payload."""

    def __init__(self, caps: Caps, keep: Keep) -> None:
        self.caps, self.keep = caps, keep
        self.parts: list[bytes | memoryview] = []
        self.size = self.items = 0

    def add(self, *parts: bytes | memoryview) -> None:
        self.parts.extend(parts)
        self.size += sum(map(len, parts))
        if self.size > self.caps.bytes:
            raise WireFault(f"the value is larger than {self.caps.bytes} bytes")

    def put(self, value: Any, depth: int) -> None:
        self.items += 1
        if self.items > self.caps.items:
            raise WireFault(f"the value has more than {self.caps.items} parts")
        if depth > self.caps.depth:
            raise WireFault(f"the value is nested deeper than {self.caps.depth} levels")
        writer = _WRITERS.get(type(value))
        if writer is not None:
            writer(self, value, depth)
        elif isinstance(value, np.generic):
            self.put_scalar(value, depth)
        else:
            self.put_other(value, depth)

    def put_text(self, tag: bytes, raw: bytes) -> None:
        self.add(tag, _U32.pack(len(raw)), raw)

    def put_int(self, value: int, _depth: int) -> None:
        size = value.bit_length() // 8 + 1
        if size > _MAX_INT_BYTES:
            raise WireFault(f"an integer has more than {8 * _MAX_INT_BYTES} bits")
        self.put_text(b"i", value.to_bytes(size, "big", signed=True))

    def put_sequence(self, value: list[Any] | tuple[Any, ...], depth: int) -> None:
        self.add(b"l" if type(value) is list else b"t", _U32.pack(len(value)))
        for item in value:
            self.put(item, depth + 1)

    def put_dict(self, value: dict[Any, Any], depth: int) -> None:
        self.add(b"d", _U32.pack(len(value)))
        for key, item in value.items():
            self.put(key, depth + 1)
            self.put(item, depth + 1)

    def put_array(self, value: np.ndarray[Any, Any], depth: int) -> None:
        if value.dtype.str not in _NUMERIC:
            plain = _sendable(value.dtype)
            if plain is None:
                self.put_objects(value, depth)
                return
            value = value.astype(plain)
        if value.nbytes > self.caps.bytes:
            raise WireFault(
                f"an array has {value.nbytes} bytes; at most {self.caps.bytes} can be sent"
            )
        code = value.dtype.str.encode("ascii")
        dimensions = struct.pack(f"!{value.ndim}Q", *value.shape)
        self.add(b"a", bytes((len(code),)), code, bytes((value.ndim,)), dimensions, _raw(value))

    def put_objects(self, value: np.ndarray[Any, Any], depth: int) -> None:
        if value.dtype.kind == "O" and value.ndim:
            self.add(b"o", bytes((value.ndim,)), struct.pack(f"!{value.ndim}Q", *value.shape))
        self.put(value.tolist(), depth)

    def put_scalar(self, value: np.generic, depth: int) -> None:
        plain = _sendable(value.dtype)
        if plain is None:
            self.put(value.item(), depth) if value.dtype.kind != "V" else self.put_other(
                value, depth
            )
            return
        code = plain.str.encode("ascii")
        self.add(b"g", bytes([len(code)]), code, np.asarray(value, dtype=plain).tobytes())

    def put_handle(self, value: Handle, _depth: int) -> None:
        self.add(b"h", _U32.pack(value.id))
        self.put_text(b"s", value.type_name.encode("utf-8", "backslashreplace"))
        self.put_text(b"s", value.summary.encode("utf-8", "backslashreplace"))

    def put_other(self, value: Any, depth: int) -> None:
        """Send a subclass as its plain base; anything else stays behind as a handle."""
        for base, plain in _BASES:
            if isinstance(value, base):
                self.put(plain(value), depth)
                return
        self.put(self.keep(value), depth)


def _raw(array: np.ndarray[Any, Any]) -> bytes | memoryview:
    """Return an array's bytes in C order; those of a large one are not copied."""
    if array.nbytes <= _SMALL:
        return array.tobytes()
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def _sendable(dtype: np.dtype[Any]) -> np.dtype[Any] | None:
    """Return the little-endian dtype that carries `dtype`, or None when none does."""
    if dtype.kind in "US":
        return dtype.newbyteorder("<") if dtype.itemsize <= _MAX_TEXT_ITEMSIZE else None
    if dtype.kind in "fc" and dtype.itemsize > (8 if dtype.kind == "f" else 16):
        return np.dtype("<f8" if dtype.kind == "f" else "<c16")
    little = dtype.newbyteorder("<")
    return little if little.str in _NUMERIC else None


_WRITERS: dict[type, Callable[[_Encoder, Any, int], None]] = {
    type(None): lambda e, _v, _d: e.add(b"N"),
    bool: lambda e, v, _d: e.add(b"T" if v else b"F"),
    int: _Encoder.put_int,
    float: lambda e, v, _d: e.add(b"f", _F64.pack(v)),
    complex: lambda e, v, _d: e.add(b"c", _C128.pack(v.real, v.imag)),
    str: lambda e, v, _d: e.put_text(b"s", v.encode("utf-8", "backslashreplace")),
    bytes: lambda e, v, _d: e.put_text(b"b", v),
    list: _Encoder.put_sequence,
    tuple: _Encoder.put_sequence,
    dict: _Encoder.put_dict,
    np.ndarray: _Encoder.put_array,
    Handle: _Encoder.put_handle,
}

_BASES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (np.ndarray, lambda v: np.array(v, subok=False)),
    (int, lambda v: int.__add__(v, 0)),
    (float, lambda v: float.__add__(v, 0.0)),
    (complex, lambda v: complex.__add__(v, 0j)),
    (str, str.__str__),
    (bytes, lambda v: bytes.__add__(v, b"")),
    (list, lambda v: list.__getitem__(v, slice(None))),
    (tuple, lambda v: tuple.__getitem__(v, slice(None))),
    (dict, lambda v: dict(dict.items(v))),
)


class _Decoder:
    """Reads one payload, trusting none of its numbers."""

    def __init__(self, view: memoryview, caps: Caps, resolve: Resolve) -> None:
        self.view, self.caps, self.resolve = view, caps, resolve
        self.at = self.items = self.odd_keys = 0

    def bytes(self, size: int) -> memoryview:
        end = self.at + size
        if end > len(self.view):
            raise WireFault(f"{size} bytes are announced, {len(self.view) - self.at} are left")
        part = self.view[self.at : end]
        self.at = end
        return part

    def u32(self) -> int:
        return int(_U32.unpack(self.bytes(4))[0])

    def take(self, depth: int) -> Any:
        self.items += 1
        if self.items > self.caps.items:
            raise WireFault(f"the message has more than {self.caps.items} parts")
        if depth > self.caps.depth:
            raise WireFault(f"the message is nested deeper than {self.caps.depth} levels")
        tag = self.bytes(1)[0]
        reader = _READERS.get(tag)
        if reader is None:
            raise WireFault(f"there is no tag {tag}")
        return reader(self, depth)

    def take_int(self, _depth: int) -> int:
        size = self.u32()
        if not 0 < size <= _MAX_INT_BYTES:
            raise WireFault(f"an integer of {size} bytes")
        return int.from_bytes(self.bytes(size), "big", signed=True)

    def take_str(self, _depth: int) -> str:
        try:
            return str(self.bytes(self.u32()), "utf-8")
        except UnicodeDecodeError as error:
            raise WireFault("a text is not UTF-8") from error

    def count(self) -> int:
        """Return a count that the bytes left could hold."""
        count = self.u32()
        if count > len(self.view) - self.at:
            raise WireFault(
                f"{count} values are announced, {len(self.view) - self.at} bytes are left"
            )
        return count

    def take_list(self, depth: int) -> list[Any]:
        return [self.take(depth + 1) for _ in range(self.count())]

    def take_dict(self, depth: int) -> dict[Any, Any]:
        count = self.count()
        result: dict[Any, Any] = {}
        for _ in range(count):
            key = self.take(depth + 1)
            self.check_key(key)
            result[key] = self.take(depth + 1)
        if len(result) != count:
            raise WireFault("a key stands twice in a dictionary")
        return result

    def check_key(self, key: Any) -> None:
        """Refuse what is no key, and masses of keys whose hashes the sender could choose."""
        if not _is_key(key):
            raise WireFault(f"a {type(key).__name__} cannot be a key")
        if type(key) is not str:
            self.odd_keys += 1
            if self.odd_keys > _MOST_ODD_KEYS:
                raise WireFault(f"more than {_MOST_ODD_KEYS} keys that are no text")

    def dtype(self) -> np.dtype[Any]:
        code = bytes(self.bytes(self.bytes(1)[0]))
        text = code.decode("ascii", "replace")
        if text in _NUMERIC:
            return np.dtype(text)
        return _text_dtype(text)

    def shape(self) -> tuple[int, ...]:
        rank = self.bytes(1)[0]
        if rank > _MAX_RANK:
            raise WireFault(f"an array of {rank} dimensions")
        shape = struct.unpack(f"!{rank}Q", self.bytes(8 * rank))
        if any(n > _MAX_DIMENSION for n in shape):
            raise WireFault(f"an array of shape {shape}")
        return shape

    def take_objects(self, depth: int) -> ObjectArray:
        shape = self.shape()
        values = self.take(depth + 1)
        if type(values) is not list:
            raise WireFault("an array of objects without its values")
        return ObjectArray(values, shape)

    def take_array(self, _depth: int) -> np.ndarray[Any, Any]:
        dtype = self.dtype()
        shape = self.shape()
        raw = self.bytes(math.prod(shape) * dtype.itemsize)
        flat = _checked(np.frombuffer(raw, dtype=dtype) if len(raw) else np.empty(0, dtype))
        try:
            return flat.reshape(shape).copy()
        except ValueError as error:
            raise WireFault(f"an array of shape {shape}") from error

    def take_scalar(self, _depth: int) -> np.generic:
        dtype = self.dtype()
        scalar: np.generic = _checked(np.frombuffer(self.bytes(dtype.itemsize), dtype=dtype))[0]
        return scalar

    def take_handle(self, depth: int) -> Any:
        number = self.u32()
        name, summary = self.take(depth + 1), self.take(depth + 1)
        if type(name) is not str or type(summary) is not str:
            raise WireFault("a handle without a name")
        return self.resolve(Handle(number, name, summary))


def _text_dtype(text: str) -> np.dtype[Any]:
    """Return the dtype of fixed-width text, `<U12` or `|S3`."""
    kind, digits = text[:2], text[2:]
    if kind not in ("<U", "|S") or not digits.isdigit() or len(digits) > 5:
        raise WireFault(f"there is no dtype {text!r}")
    size = int(digits)
    if not 0 < size * (4 if kind == "<U" else 1) <= _MAX_TEXT_ITEMSIZE:
        raise WireFault(f"there is no dtype {text!r}")
    return np.dtype(text)


def _checked(flat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Refuse bytes that are no value of their dtype: NumPy would trust them."""
    if flat.dtype.kind == "b" and flat.size and int(flat.view(np.uint8).max()) > 1:
        raise WireFault("a boolean array holds other bytes than 0 and 1")
    if flat.dtype.kind == "U" and flat.size:
        points = flat.view(np.uint32)
        surrogate = (points >= 0xD800) & (points <= 0xDFFF)
        if int(points.max()) > _LAST_CODE_POINT or bool(surrogate.any()):
            raise WireFault("a text array holds what is no character")
    return flat


def _is_key(key: Any) -> bool:
    if type(key) is tuple:
        # Keys of one hash are compared part by part, so that parts have none of their own.
        return (
            len(key) <= _LONGEST_KEY
            and tuple not in map(type, key)
            and all(_is_key(part) for part in key)
        )
    return (
        key is None
        or type(key) in (bool, int, float, complex, str, bytes)
        or (isinstance(key, np.generic))
    )


_READERS: dict[int, Callable[[_Decoder, int], Any]] = {
    ord("N"): lambda _r, _d: None,
    ord("T"): lambda _r, _d: True,
    ord("F"): lambda _r, _d: False,
    ord("i"): _Decoder.take_int,
    ord("f"): lambda r, _d: _F64.unpack(r.bytes(8))[0],
    ord("c"): lambda r, _d: complex(*_C128.unpack(r.bytes(16))),
    ord("s"): _Decoder.take_str,
    ord("b"): lambda r, _d: bytes(r.bytes(r.u32())),
    ord("l"): _Decoder.take_list,
    ord("t"): lambda r, d: tuple(r.take_list(d)),
    ord("d"): _Decoder.take_dict,
    ord("a"): _Decoder.take_array,
    ord("o"): _Decoder.take_objects,
    ord("g"): _Decoder.take_scalar,
    ord("h"): _Decoder.take_handle,
}
