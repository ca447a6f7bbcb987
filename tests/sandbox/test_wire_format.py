"""The wire: what goes in comes out, and nothing else gets in."""

from __future__ import annotations

import math
import struct
from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradewright.wire import Caps, Handle, ObjectArray, WireFault, decode, encode

DTYPES = [
    "?", "i1", "<i2", "<i4", "<i8", "u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16",
]  # fmt: skip

ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda code: hnp.arrays(code, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
)
KEYS = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


def same(a: Any, b: Any) -> bool:
    """Compare with types, shapes, NaN and signed zero taken seriously."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(map(repr, a)) == list(map(repr, b)) and all(map(same, a.values(), b.values()))
    if isinstance(a, (float, complex)):
        parts = [struct.pack("dd", z.real, z.imag) for z in (complex(a), complex(b))]
        return parts[0] == parts[1]
    return bool(a == b)


@given(VALUES)
@settings(deadline=None)
def test_values_come_back_as_they_were(value: Any) -> None:
    assert same(decode(encode(value)), value)


LARGE = np.random.default_rng(0).normal(size=(150, 40, 20))


@pytest.mark.parametrize(
    "array",
    [
        LARGE,
        LARGE.T,
        LARGE[::2, 1:],
        LARGE + 1j,
        LARGE > 0,
        LARGE.astype(">f8"),
        LARGE.astype("f2"),
        LARGE.astype("U9"),
        LARGE[:, :, :0],
    ],
    ids=lambda array: f"{array.dtype.str}{array.strides}",
)
def test_large_arrays_come_back_whole(array: np.ndarray[Any, Any]) -> None:
    back = decode(encode([array, 1]))[0]
    assert back.shape == array.shape
    assert back.dtype == array.dtype.newbyteorder("<")
    assert np.array_equal(back, array)
    assert back.flags.writeable


@given(st.binary(max_size=300))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_a_plain_value_or_a_fault(payload: bytes) -> None:
    try:
        value = decode(payload)
    except WireFault:
        return
    assert encode(value)[:1] == payload[:1]


@given(VALUES, st.data())
@settings(deadline=None)
def test_damaged_frames_are_plain_values_or_faults(value: Any, data: st.DataObject) -> None:
    payload = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(payload) - 1))
        payload[at] = data.draw(st.integers(0, 255))
    try:
        damaged = decode(payload)
    except WireFault:
        return
    assert type(damaged).__module__ in ("builtins", "numpy", "gradewright.wire")


@given(VALUES, st.data())
@settings(deadline=None)
def test_cut_frames_are_faults(value: Any, data: st.DataObject) -> None:
    payload = encode(value)
    cut = data.draw(st.integers(0, len(payload) - 1))
    with pytest.raises(WireFault):
        decode(payload[:cut])


def test_subclasses_arrive_as_their_plain_base() -> None:
    class Float(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    class Text(str):
        __slots__ = ()

    class Point(NamedTuple):
        x: int
        y: int

    class Array(np.ndarray):
        pass

    array = np.array([[1.0, 2.0]]).view(Array)
    sent = [Float(3), Text("a"), OrderedDict(a=1), Point(1, 2), array]
    got = decode(encode(sent))
    assert [type(v) for v in got] == [float, str, dict, tuple, np.ndarray]
    assert got[:4] == [3.0, "a", {"a": 1}, (1, 2)]
    assert got[4].tolist() == [[1.0, 2.0]]


def test_numpy_scalars_keep_their_type() -> None:
    got = decode(encode([np.float32(1.5), np.int8(-3), np.bool_(True), np.str_("né")]))
    assert [type(v) for v in got] == [np.float32, np.int8, np.bool_, np.str_]


def test_arrays_arrive_writable_and_contiguous() -> None:
    got = decode(encode(np.arange(12.0).reshape(3, 4).T[::2]))
    assert got.flags.writeable
    assert got.flags.c_contiguous
    assert got.tolist() == np.arange(12.0).reshape(3, 4).T[::2].tolist()


def test_foreign_byte_order_and_width_arrive_as_native_numbers() -> None:
    got = decode(encode([np.array([1.5], ">f8"), np.array([1.5], np.longdouble)]))
    assert [a.dtype.str for a in got] == ["<f8", "<f8"]
    assert [a.tolist() for a in got] == [[1.5], [1.5]]


def test_object_arrays_arrive_as_lists_that_know_their_shape() -> None:
    ragged = np.array([[1, 2], [3]], dtype=object)
    for array in (np.array([[1, None], ["x", 2.5]], dtype=object), ragged):
        arrived = decode(encode({"a": array}))["a"]
        assert arrived == array.tolist()
        assert isinstance(arrived, ObjectArray)
        assert arrived.shape == array.shape
        assert type(decode(encode(arrived))) is list
    assert type(decode(encode(np.array(3, dtype=object)))) is int


def test_an_object_array_without_its_values_is_refused() -> None:
    whole = encode(np.array([1, 2], dtype=object))
    with pytest.raises(WireFault, match="without its values"):
        decode(whole[: whole.index(b"l")] + b"N")


def test_lone_surrogates_are_escaped() -> None:
    assert decode(encode("a\ud800")) == "a\\ud800"


def test_what_is_not_plain_is_refused_or_kept() -> None:
    with pytest.raises(WireFault, match="type set"):
        encode({1, 2})
    kept = Handle(7, "set", "{1, 2}")
    assert decode(encode([{1, 2}], keep=lambda _value: kept)) == [kept]
    assert decode(encode([kept]), resolve=lambda handle: handle.id) == [7]


def nested(depth: int) -> bytes:
    return b"l\x00\x00\x00\x01" * depth + b"N"


def array(dtype: bytes, shape: tuple[int, ...], raw: bytes) -> bytes:
    return b"a" + bytes([len(dtype)]) + dtype + bytes([len(shape)]) + struct.pack(
        f"!{len(shape)}Q", *shape
    ) + raw  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "1 bytes are announced"),
        (b"z", "no tag"),
        (b"NN", "1 bytes follow"),
        (b"s\xff\xff\xff\xffab", "bytes are announced"),
        (b"s\x00\x00\x00\x01\xff", "not UTF-8"),
        (b"l\xff\xff\xff\xff", "values are announced"),
        (b"i\x00\x00\x00\x00", "integer of 0 bytes"),
        (b"i\x00\x01\x00\x00" + b"\x01" * 65536, "integer of 65536 bytes"),
        (nested(10_000), "deeper than 64"),
        (b"d\x00\x00\x00\x02NNNN", "twice"),
        (b"d\x00\x00\x00\x01l\x00\x00\x00\x00N", "cannot be a key"),
        (array(b"|O", (1,), b"\x00" * 8), "no dtype"),
        (array(b"<f16", (1,), b"\x00" * 16), "no dtype"),
        (array(b"<M8[s]", (1,), b"\x00" * 8), "no dtype"),
        (array(b">f8", (1,), b"\x00" * 8), "no dtype"),
        (array(b"<U99999", (1,), b""), "no dtype"),
        (array(b"<f8", (2**63,), b""), "shape"),
        (array(b"<f8", (2**40, 2**40), b""), "bytes are announced"),
        (array(b"<f8", (3,), b"\x00" * 16), "24 bytes are announced"),
        (array(b"<f8", (0, 2**40, 2**40, 2**40), b""), "shape"),
        (array(b"|b1", (2,), b"\x00\x02"), "other bytes than 0 and 1"),
        (array(b"<U1", (1,), b"\xff\xff\xff\x7f"), "no character"),
        (array(b"<U1", (1,), b"\x00\xd8\x00\x00"), "no character"),
        (b"a\x03<f8\x40" + b"\x00" * 512, "64 dimensions"),
        (b"h\x00\x00\x00\x01NN", "handle without a name"),
    ],
)
def test_hand_made_hostile_frames_are_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(WireFault, match=reason):
        decode(payload)


def test_caps_hold_on_both_ends() -> None:
    small = Caps(bytes=1000, depth=3, items=10)
    for value in (np.zeros(1000), "x" * 2000, [[[[[1]]]]], list(range(20)), 1 << 40_000):
        with pytest.raises(WireFault):
            encode(value, small)
    with pytest.raises(WireFault, match="at most 1000"):
        decode(encode("x" * 2000), small)
    with pytest.raises(WireFault, match="more than 10 parts"):
        decode(encode(list(range(20))), small)


def test_nan_with_a_payload_is_only_a_nan() -> None:
    signalling = struct.pack("!d", math.nan)[:1] + b"\xf4\x00\x00\x00\x00\xbe\xef"
    got = decode(b"f" + signalling)
    assert type(got) is float
    assert math.isnan(got)
