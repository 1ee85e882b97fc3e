"""The structures of ``decoder.cpp`` as Python fills them in, and its functions. Knows no torch: tensors are addresses."""

import ctypes
from ctypes import POINTER, Structure, c_float, c_int, c_int32, c_int64, c_void_p
from functools import cache
from pathlib import Path

FLOAT32, BFLOAT16, INT8, NF4 = range(4)  # kinds of numbers
STEP_OF_KIND = {FLOAT32: 32, BFLOAT16: 32, INT8: 32, NF4: 128}  # a row's length is a multiple of it
LANES = 16  # widths of heads and of the network are a multiple of it


class Matrix(Structure):
    _fields_ = (
        ("weights", c_void_p), ("scales", c_void_p), ("bias", c_void_p),
        ("rows", c_int32), ("depth", c_int32), ("kind", c_int32), ("scales_per_row", c_int32),
    )  # fmt: skip


class Layer(Structure):
    _fields_ = (
        *((name, Matrix) for name in ("query", "key", "value", "out", "gate", "up", "down")),
        *(
            (name, c_void_p)
            for name in ("input_norm", "inner_norm", "query_norm", "key_norm", "keys", "values")
        ),
        ("window", c_int64),
    )  # fmt: skip


class Network(Structure):
    _fields_ = (
        *(
            (name, c_int32)
            for name in (
                "layers", "width", "heads", "kv_heads", "head_width", "inner", "vocabulary", "block", "halves",
                "embedding_kind",
            )
        ),
        ("epsilon", c_float), ("layer", POINTER(Layer)), ("embedding", c_void_p), ("last_norm", c_void_p),
        ("head", Matrix), ("cosine", c_void_p), ("sine", c_void_p),
    )  # fmt: skip


class Step(Structure):
    _fields_ = (
        *((name, c_int32) for name in ("tokens", "wanted", "table_width")),
        *(
            (name, c_void_p)
            for name in ("token", "position", "slot", "table", "sequence", "wants", "logits", "hidden")
        ),
    )


class LibraryUnfitError(Exception):
    """A compiled library that does not mean what these structures say."""


class Decoder:
    """An opened network with its threads. The memory behind ``network`` is the caller's to keep."""

    def __init__(self, library: Path, network: Network, threads: int) -> None:
        self._address = None
        self._code = opened(library)
        self._address = self._code.modelyard_open(ctypes.byref(network), threads)
        if not self._address:
            raise MemoryError

    def step(self, step: Step) -> None:
        """Runs without the interpreter's lock. Raises MemoryError."""
        if self._code.modelyard_step(self._address, ctypes.byref(step)):
            raise MemoryError

    def close(self) -> None:
        """End its threads."""
        if self._address:
            self._code.modelyard_close(self._address)
            self._address = None

    def __del__(self) -> None:
        self.close()


@cache
def opened(library: Path) -> ctypes.CDLL:
    """Raises LibraryUnfitError, or OSError for what is no library."""
    code = ctypes.CDLL(str(library))
    code.modelyard_open.restype, code.modelyard_open.argtypes = c_void_p, (POINTER(Network), c_int)
    code.modelyard_step.restype, code.modelyard_step.argtypes = c_int, (c_void_p, POINTER(Step))
    code.modelyard_close.restype, code.modelyard_close.argtypes = None, (c_void_p,)
    code.modelyard_whole.restype = code.modelyard_floats.restype = None
    code.modelyard_whole.argtypes = (c_void_p, c_int64, c_int64, c_float, *[c_void_p] * 3)
    code.modelyard_floats.argtypes = (c_void_p, c_int64, c_int64, *[c_void_p] * 6)
    sizes = (
        ctypes.sizeof(kind) * weight for kind, weight in ((Matrix, 1), (Layer, 1000), (Network, 1_000_000))
    )
    if code.modelyard_sizes() != sum(sizes):
        raise LibraryUnfitError(library.name)
    return code
