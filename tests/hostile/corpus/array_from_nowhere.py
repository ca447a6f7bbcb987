"""Claims an array at an address that is not the submission's, or not there at all."""

import ctypes

import numpy as np


class Window:
    def __init__(self, address, length):
        self.__array_interface__ = {
            "shape": (length,),
            "typestr": "|u1",
            "data": (address, False),
            "version": 3,
        }


def total(x):
    return np.asarray(Window(id(x) - 4096, 1 << 20))


def shift(x):
    return np.ctypeslib.as_array((ctypes.c_double * 4).from_address(8))


summary = total
