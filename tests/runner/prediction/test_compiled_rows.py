"""Whole numbers by compiled code are those by torch, whatever becomes of the compiler."""

import pytest
import torch
from torch import nn

from engine.model.dynamic_int8 import DynamicInt8Linear, TorchRows
from engine.runner.native.compiler import CompilationError, CompilerMissingError, find_compiler, make_library
from engine.runner.prediction.compiled_rows import CompiledRows
from tests.runner.generation.test_compiled import library

__all__ = ["library"]

needs_compiler = pytest.mark.skipif(find_compiler() is None, reason="no compiler of C++")


@pytest.fixture
def made(library):
    return CompiledRows(library.parent)


def rows_of(kind, width=48):
    drawn = torch.Generator().manual_seed(0)
    rows = torch.randn(7, width, generator=drawn)
    return {
        "around zero": rows * 3,
        "behind a GELU": nn.functional.gelu(rows * 4),
        "far away": rows + 1000,
        "one number": torch.full((7, width), 2.5),
        "zero": torch.zeros(7, width),
        "tiny": rows * 1e-30,
        "huge": rows * 1e30,
        "every other": (rows * 2)[::2],
    }[kind]


KINDS = (
    "around zero",
    "behind a GELU",
    "far away",
    "one number",
    "zero",
    "tiny",
    "huge",
    "every other",
)


@needs_compiler
@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_the_whole_numbers_of_torch(made, kind):
    rows = rows_of(kind)
    whole, step, middle = made.whole(rows)
    plain, plain_step, plain_middle = TorchRows().whole(rows)
    assert whole.dtype == torch.int8 and whole.shape == rows.shape
    assert (whole.int() - plain.int()).abs().max() <= 1, "a tie may fall to the other side"
    torch.testing.assert_close(step, plain_step)
    torch.testing.assert_close(middle, plain_middle)


@needs_compiler
@pytest.mark.parametrize("broken", [torch.nan, torch.inf, -torch.inf])
@pytest.mark.parametrize("place", [0, 17, 47])
def test_what_is_no_number_stays_none(made, broken, place):
    rows = rows_of("around zero")
    rows[2, place] = broken
    outputs = DynamicInt8Linear.of(nn.Linear(48, 80), made)(rows)
    assert torch.isfinite(outputs).all(dim=1).tolist() == [True, True, False, True, True, True, True]


@needs_compiler
@pytest.mark.parametrize("width", [16, 48, 384, 50])
def test_layers_say_the_same(made, width):
    source = nn.Linear(width, 80)
    inputs = rows_of("around zero", width)[:, None, :].expand(7, 3, width)
    found = DynamicInt8Linear.of(source, made)(inputs)
    torch.testing.assert_close(found, DynamicInt8Linear.of(source, TorchRows())(inputs), rtol=0.01, atol=0.01)


@pytest.mark.parametrize(
    "error", [CompilerMissingError(), CompilationError("no such option"), OSError(28, "no space left")]
)
def test_without_a_library_torch_goes_on(tmp_path, error):
    def make(folder):
        raise error

    rows = CompiledRows(tmp_path, make)
    rows.make()
    rows.wait()
    inputs = rows_of("around zero")
    for found, wanted in zip(rows.whole(inputs), TorchRows().whole(inputs), strict=True):
        assert torch.equal(found, wanted)


@needs_compiler
def test_the_library_takes_over_once_it_is_made_and_is_found_the_next_time(tmp_path):
    made = []

    def make(folder):
        made.append(make_library(folder))
        return made[-1]

    rows = CompiledRows(tmp_path, make)
    rows.make()
    rows.wait()
    CompiledRows(tmp_path, make).make()
    assert len(made) == 1
    inputs = rows_of("around zero")
    assert (rows.whole(inputs)[0].int() - TorchRows().whole(inputs)[0].int()).abs().max() <= 1


def test_what_is_no_library_is_not_used(tmp_path, capfd):
    no_library = tmp_path / "decoder.so"
    no_library.write_bytes(b"no library")
    rows = CompiledRows(tmp_path, lambda folder: no_library)
    rows.make()
    rows.wait()
    assert "cannot be used" in capfd.readouterr().err
    inputs = rows_of("around zero")
    assert torch.equal(rows.whole(inputs)[0], TorchRows().whole(inputs)[0])
