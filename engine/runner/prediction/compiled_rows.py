"""What surrounds the whole-number products of a text classifier, by compiled code as soon as there is some."""

import sys
from collections.abc import Callable
from ctypes import CDLL
from pathlib import Path
from threading import Thread

import torch
from torch import Tensor

from engine.model.dynamic_int8 import LEAST_STEP, DynamicInt8Linear, Rows, TorchRows
from engine.runner.native.compiler import kept_library, made_or_why, make_library
from engine.runner.native.library import LANES, LibraryUnfitError, opened


class CompiledRows:
    """``Rows`` by a library that was made before, else by torch until ``make`` has made one; answers stay within
    rounding."""

    def __init__(self, folder: Path, make: Callable[[Path], Path] = make_library) -> None:
        self._folder, self._make = folder, make
        self._plain = TorchRows()
        self._rows: Rows = self._plain
        self._maker = Thread(target=self._compile, name="compiler", daemon=True)
        if (kept := kept_library(folder)) is not None:
            self._switch(kept)

    def make(self) -> None:
        """Have the library made in a thread of its own, unless it is there."""
        if self._rows is self._plain:
            self._maker.start()

    def wait(self) -> None:
        """Until it is known whether there is a library."""
        if self._maker.ident is not None:
            self._maker.join()

    def whole(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self._fitting(rows.shape[1]).whole(rows)

    def floats(self, products: Tensor, step: Tensor, middle: Tensor, layer: DynamicInt8Linear) -> Tensor:
        return self._fitting(products.shape[1]).floats(products, step, middle, layer)

    def _fitting(self, width: int) -> Rows:
        return self._rows if width % LANES == 0 else self._plain

    def _compile(self) -> None:
        made = made_or_why(self._folder, self._make)
        if isinstance(made, Path):
            self._switch(made)

    def _switch(self, library: Path) -> None:
        try:
            self._rows = _NativeRows(opened(library))
        except (LibraryUnfitError, OSError) as error:
            print(f"compiled kernels cannot be used: {error}", file=sys.stderr, flush=True)


class _NativeRows:
    """Widths are multiples of ``LANES``. The interpreter's lock is not held meanwhile."""

    def __init__(self, code: CDLL) -> None:
        self._code = code

    def whole(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        rows = rows.float().contiguous()
        count, depth = rows.shape
        whole = torch.empty(count, depth, dtype=torch.int8)
        step, middle = torch.empty(count, 1), torch.empty(count, 1)
        self._code.modelyard_whole(
            rows.data_ptr(), count, depth, LEAST_STEP, whole.data_ptr(), step.data_ptr(), middle.data_ptr()
        )
        return whole, step, middle

    def floats(self, products: Tensor, step: Tensor, middle: Tensor, layer: DynamicInt8Linear) -> Tensor:
        products = products.contiguous()
        count, outputs = products.shape
        found = torch.empty(count, outputs)
        parts = (step, middle, layer.steps, layer.sums, layer.bias, found)
        self._code.modelyard_floats(products.data_ptr(), count, outputs, *(part.data_ptr() for part in parts))
        return found
