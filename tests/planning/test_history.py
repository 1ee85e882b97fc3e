"""Measured runs correct what is computed; the closest count."""

import pytest

from engine.planning.advice import advice
from engine.planning.changes import changed
from engine.planning.history import Likeness, Measured, disk_speed, memory_ratio, speed_ratio
from engine.planning.plan import outlook_of, plan_train
from tests.fakes.plans import cpu_facts, gpu_facts, language_model, on, text_card

CARD = text_card()
WISH = Likeness(
    kind="cpu", threads=2, world=1, model="decoder 10m", strategy="single", precision="fp32", parameters=10
)


def _run(ratio: float, **changes) -> Measured:
    values = {**WISH.model_dump(), "units_per_second": 100 * ratio, "computed_units_per_second": 100}
    return Measured(**{**values, **changes})


def test_without_history_the_formula_stands():
    assert speed_ratio((), WISH) == memory_ratio((), WISH) == 1.0


def test_the_median_of_the_newest_runs_of_the_same_kind_counts():
    history = [_run(ratio) for ratio in (9, 0.5, 0.6, 0.7, 0.8, 0.9)]
    assert speed_ratio(history, WISH) == pytest.approx(0.7)


def test_a_run_of_the_same_strategy_counts_more_than_one_of_another():
    history = [_run(0.5), *(_run(3, strategy="ddp", world=2) for _ in range(9))]
    assert speed_ratio(history, WISH) == pytest.approx(0.5)


def test_where_the_strategy_never_ran_the_same_network_tells_something():
    assert speed_ratio([_run(0.4, strategy="ddp", world=2)], WISH) == pytest.approx(0.4)
    assert speed_ratio([_run(0.4, kind="GPU")], WISH) == 1.0


def test_an_absurd_ratio_is_not_believed():
    assert speed_ratio([_run(1e6)], WISH) == 1.0


def test_only_a_run_of_its_kind_corrects_memory():
    taken = {"memory": 150, "computed_memory": 100}
    assert memory_ratio([_run(1, **taken)], WISH) == 1.5
    assert memory_ratio([_run(1, **taken, strategy="ddp")], WISH) == 1.0


def test_a_peak_that_looks_small_is_not_quite_believed():
    assert memory_ratio([_run(1, memory=10, computed_memory=100)], WISH) == 0.9


def test_disk_speed_is_what_checkpoints_reached():
    runs = [_run(1, checkpoint_bytes_per_second=speed) for speed in (1e8, 3e8, 2e8)]
    assert disk_speed(runs) == 2e8
    assert disk_speed([_run(1)]) is None


def test_a_plan_follows_history_and_keeps_the_bytes_it_knows():
    spec = language_model()
    plain = plan_train(spec, CARD, cpu_facts())
    likeness = outlook_of(spec, CARD, cpu_facts()).likeness
    entry = Measured(
        **likeness.model_dump(),
        units_per_second=plain.units_per_second / 2,
        computed_units_per_second=plain.units_per_second,
        memory=int(plain.memory.total * 1.2),
        computed_memory=plain.memory.total,
        watts=50.0,
    )
    plan = plan_train(spec, CARD, cpu_facts(history=(entry,)))
    assert plan.units_per_second == pytest.approx(plain.units_per_second / 2)
    assert plan.seconds == pytest.approx(2 * plain.seconds)
    assert plan.memory.total == pytest.approx(plain.memory.total * 1.2, rel=1e-3)
    assert plan.memory.weights == plain.memory.weights
    assert plan.energy == pytest.approx(50 * plan.seconds)
    assert plain.energy is None


def test_out_of_memory_in_a_pass_is_answered_with_half_a_pass():
    assert advice(language_model(), CARD, cpu_facts()) == {"training.accumulation": 2}
    pipeline = language_model(on("pipeline", 2))
    assert advice(pipeline, CARD, cpu_facts()) == {"strategy.micro_batches": 8}


def test_with_one_row_in_a_pass_recomputation_is_next_then_sharding():
    spec = language_model(on("ddp", 2, "cuda"), size="124m", context=4096, batch_size=2)
    first = advice(spec, CARD, gpu_facts(2))
    assert first == {"training.activation_checkpointing": "full"}
    second = advice(changed(spec, first), CARD, gpu_facts(2))
    assert second["strategy"]["name"] == "fsdp"


def test_what_lacks_memory_for_its_weights_is_not_told_to_shrink_its_batch():
    on_gpus = advice(language_model(on("ddp", 2, "cuda")), CARD, gpu_facts(2), "optimizer")
    assert on_gpus["strategy"]["name"] == "fsdp"
    assert advice(language_model(), CARD, cpu_facts(), "load") == {}
