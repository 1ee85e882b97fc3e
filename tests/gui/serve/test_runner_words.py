"""What computes a served model, and why, in a line."""

from engine.schema.serve import ServedModel
from gui.pages.serve.runner_words import runner_words


def served(**values):
    return ServedModel(name="tales", model="m1", state="ready", **values)


def test_runner_reason_bits_and_rates_are_said():
    rates = {"builtin_one": 154.2, "builtin_many": 298.4, "llama_cpp_one": 129.0, "llama_cpp_many": 378.0}
    said = runner_words(served(runner="llama_cpp", why="runner_fastest", bits=16, device="cpu", rates=rates))
    assert said == (
        "llama.cpp · the fastest here · 16 bits · cpu · Built-in 154 tok/s, 298 with several texts"
        " · llama.cpp 129 tok/s, 378 with several texts"
    )
    assert (
        runner_words(served(runner="builtin", why="step_compiled", bits=16))
        == "Built-in · compiled · 16 bits"
    )
    assert runner_words(served()) == ""


def test_a_reason_of_a_newer_runner_is_said_by_its_name():
    assert runner_words(served(runner="mlx", why="on_the_moon")) == "mlx · on_the_moon"
