"""Impossible settings are refused before launch, at their field, with the nearest that works."""

from typing import Any

import pytest

from engine.planning.check import check_train
from engine.schema.problem import Problem, say
from engine.schema.train import TrainSpec
from engine.schema.wording import WORDING
from tests.fakes.jobs import dataset_card, train_spec
from tests.fakes.plans import cpu_facts, language_model, on, text_card


def _problems(spec: TrainSpec) -> list[Problem]:
    card = text_card() if spec.task == "language_model" else dataset_card(rows=10_000)
    problems = list(check_train(spec, card, cpu_facts(cores=64)).problems)
    for problem in problems:
        assert problem.code in WORDING
        assert "?" not in " ".join(say(problem)), problem
    return problems


def _mlp(strategy: dict[str, Any], *hidden: int, **training: Any) -> TrainSpec:
    model = {"name": "mlp", "hidden": hidden}
    return TrainSpec.model_validate(
        {**train_spec(), "model": model, "training": {"max_steps": 5, **training}, "strategy": strategy}
    )


CASES = [
    (
        language_model(on("pipeline", 2, micro_batches=5)),
        ("batch_not_divisible", "training.batch_size", 30),
    ),
    (
        language_model(on("mesh", 4, mesh={"data": 2, "pipeline": 2}, micro_batches=3)),
        ("batch_not_divisible", "training.batch_size", 30),
    ),
    (language_model(accumulation=40), ("accumulation_above_rows", "training.accumulation", 32)),
    (language_model(on("pipeline", 16), batch_size=32), ("stages_above_parts", "strategy.devices", 9)),
    (
        language_model(on("pipeline", 4, schedule="interleaved_1f1b", stages=12)),
        ("stages_above_parts", "strategy.stages", 8),
    ),
    (_mlp(on("pipeline", 4), 8, 8), ("stages_above_parts", "strategy.devices", 3)),
    (
        language_model(on("tensor_parallel", 2)),
        ("degree_does_not_divide_model", "strategy.degree", 1),
    ),
    (
        language_model(on("tensor_parallel", 8), size="30m", context=128),
        None,
    ),
    (
        language_model(on("tensor_parallel", 16, degree=16), size="30m"),
        ("degree_does_not_divide_model", "strategy.degree", 8),
    ),
    (_mlp(on("tensor_parallel", 2), 9, 8), ("degree_does_not_divide_model", "strategy.degree", 1)),
    (_mlp(on("tensor_parallel", 2), 8, 9), None),
    (
        language_model(on("tensor_parallel", 2, sequence_parallel=True), size="1m", context=129),
        ("context_not_divisible", "model.context", 128),
    ),
]


@pytest.mark.parametrize(("spec", "wanted"), CASES, ids=str)
def test_what_cannot_be_split_names_the_nearest_that_works(spec: TrainSpec, wanted: tuple | None):
    found = [(p.code, p.field, p.params.get("suggestion")) for p in _problems(spec)]
    assert found == ([wanted] if wanted else [])


@pytest.mark.parametrize("name", ["pipeline", "tensor_parallel"])
def test_a_linear_model_is_neither_cut_nor_split(name: str):
    spec = TrainSpec.model_validate({**train_spec(), "strategy": on(name, 2)})
    assert {p.code for p in _problems(spec)} <= {"model_cannot_be_cut", "model_has_no_split"}
    assert [p.field for p in _problems(spec)] == ["strategy.name"]


@pytest.mark.parametrize(
    ("strategy", "training", "wanted"),
    [
        (on("pipeline", 2), {"accumulation": 2}, ("accumulation_in_pipeline", "training.accumulation")),
        (on("pipeline", 2), {"compile": True}, ("compile_in_pipeline", "training.compile")),
        (on("pipeline", 2, elastic=True), {}, ("elastic_not_here", "strategy.elastic")),
        (on("parameter_server", 3, mode="async"), {"ema": 0.9}, ("ema_free_running", "training.ema")),
        (
            on("ddp", 2, compression="powersgd"),
            {"precision": "bf16"},
            ("powersgd_needs_fp32", "strategy.compression"),
        ),
        (on("single", 1), {"precision": "tf32"}, ("tf32_idle_on_cpu", "training.precision")),
        (on("single", 1), {"precision": "fp16"}, ("fp16_slow_on_cpu", "training.precision")),
    ],
    ids=str,
)
def test_settings_that_do_not_go_together_are_told_at_their_field(strategy, training, wanted):
    assert [(p.code, p.field) for p in _problems(language_model(strategy, **training))] == [wanted]


@pytest.mark.parametrize(
    ("strategy", "training"),
    [
        (on("parameter_server", 3, mode="async"), {"gradient_clip": 1.0}),
        (on("parameter_server", 3, mode="sync"), {"ema": 0.9}),
        (on("ddp", 2, elastic=True), {"accumulation": 2}),
        (on("fsdp", 2), {"optimizer": {"name": "muon"}}),
        (on("fsdp", 2), {"optimizer": {"name": "adafactor"}}),
        (on("ddp", 3), {"batch_size": 32}),
    ],
    ids=str,
)
def test_settings_that_go_together_are_not_refused(strategy, training):
    assert _problems(language_model(strategy, **training)) == []
