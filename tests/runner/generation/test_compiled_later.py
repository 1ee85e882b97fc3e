"""A network answers before its kernels are compiled, and whatever becomes of the compiler."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
import torch

from engine.runner.generation import compiled_later
from engine.runner.generation.compiled_later import CompiledLater, hastened
from engine.runner.native import compiler
from engine.runner.native.compiler import (
    CompilationError,
    CompilerMissingError,
    find_compiler,
    kept_library,
    make_library,
)
from tests.runner.generation.test_compiled import PLAIN, batch, eager_step, library, with_cache

__all__ = ["library"]

TOLD = batch([(0, 7)], PLAIN.vocabulary)


def made(make: object, folder: Path) -> CompiledLater:
    eager, cache = with_cache(eager_step(PLAIN))
    later = CompiledLater(eager, folder, 1, make)  # type: ignore[arg-type]
    later.attach(cache)
    later.wait()
    return later


def expected() -> torch.Tensor:
    return with_cache(eager_step(PLAIN))[0].step(TOLD).logits


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (CompilerMissingError(), compiled_later.NO_COMPILER),
        (CompilationError("no such option"), compiled_later.REFUSED),
        (OSError(28, "no space left"), compiled_later.REFUSED),
    ],
)
def test_without_kernels_the_eager_step_goes_on_and_says_why(
    error: Exception, why: str, tmp_path: Path
) -> None:
    def make(folder: Path) -> Path:
        raise error

    later = made(make, tmp_path)
    assert torch.equal(later.step(TOLD).logits, expected())
    assert later.why == why


def test_a_core_is_left_to_the_compiler_until_it_has_done(tmp_path: Path) -> None:
    before, may_go, threads = torch.get_num_threads(), Event(), []

    def make(folder: Path) -> Path:
        may_go.wait()
        raise CompilerMissingError

    eager, cache = with_cache(eager_step(PLAIN))
    later = CompiledLater(eager, tmp_path, 3, make)
    try:
        later.attach(cache)
        for _ in range(2):
            later.step(TOLD)
            threads.append(torch.get_num_threads())
            may_go.set()
            later.wait()
    finally:
        torch.set_num_threads(before)
    assert threads == [2, 3]


def test_a_file_that_is_no_library_is_not_used(tmp_path: Path) -> None:
    def make(folder: Path) -> Path:
        path = folder / "decoder.so"
        path.write_bytes(b"\x7fELF cut short")
        return path

    later = made(make, tmp_path)
    assert torch.equal(later.step(TOLD).logits, expected())
    assert later.why == compiled_later.REFUSED


@pytest.mark.skipif(find_compiler() is None, reason="no compiler of C++ is installed")
def test_the_compiled_step_takes_over_between_two_steps(library: Path, tmp_path: Path) -> None:
    later = made(lambda folder: library, tmp_path)
    assert later.why == compiled_later.COMPILES
    assert torch.allclose(later.step(TOLD).logits, expected(), atol=1e-3)
    assert later.why == compiled_later.COMPILED


@pytest.mark.skipif(find_compiler() is None, reason="no compiler of C++ is installed")
def test_kept_kernels_compute_the_first_step(library: Path) -> None:
    eager, cache = with_cache(eager_step(PLAIN))
    later = hastened(eager, library.parent, 1)
    assert later is not None
    later.attach(cache)
    assert later.why == compiled_later.COMPILED


@pytest.mark.skipif(find_compiler() is None, reason="no compiler of C++ is installed")
def test_kernels_that_say_something_else_are_not_used(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    eager, cache = with_cache(eager_step(PLAIN))
    later = CompiledLater(eager, tmp_path, 1, lambda folder: library)
    turned = compiled_later.CompiledStep._floats
    monkeypatch.setattr(
        compiled_later.CompiledStep, "_floats", lambda self, tensor: turned(self, -tensor.abs())
    )
    later.attach(cache)
    later.wait()
    assert torch.equal(later.step(TOLD).logits, expected())
    assert later.why == compiled_later.DIFFERS


def test_two_that_compile_at_once_both_have_a_whole_library(tmp_path: Path) -> None:
    """With a compiler that only copies: what counts is who sees which file."""
    compiler = tmp_path / "c++"
    compiler.write_text('#!/bin/sh\nfor last; do :; done\necho part > "$last"\n')
    compiler.chmod(0o755)
    code = "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n" \
        "from engine.runner.native.compiler import make_library; print(make_library(Path(sys.argv[2])))"  # fmt: skip
    root = Path(compiled_later.__file__).parents[3]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(root), str(tmp_path / "kept")],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    paths = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(paths) == 1
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [Path(paths.pop()).name]


@pytest.fixture
def copying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where libraries are kept that a program makes which only writes."""
    program = tmp_path / "c++"
    program.write_text('#!/bin/sh\nfor last; do :; done\nseq 2000 > "$last"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path / "kept"


def test_another_source_is_another_library_and_one_long_unused_is_forgotten(
    copying: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_of = []
    for flags in ("-O1", "-O2", "-O3"):
        monkeypatch.setattr(compiler, "_FLAGS", (flags,))
        made_of.append(make_library(copying))
        if flags == "-O1":
            os.utime(made_of[0], (0, 0))
    assert [path.exists() for path in made_of] == [False, True, True]


@pytest.mark.parametrize("share", [0, 0.5, 1 - 1e-4])
def test_a_library_that_was_cut_short_is_made_again(copying: Path, share: float) -> None:
    path = make_library(copying)
    whole = path.read_bytes()
    assert kept_library(copying) == path
    path.write_bytes(whole[: int(len(whole) * share)])
    assert kept_library(copying) is None
    assert make_library(copying).read_bytes() == whole
