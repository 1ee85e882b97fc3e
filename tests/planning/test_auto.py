"""What Auto picks, and that it says why."""

from engine.planning.auto import propose
from engine.planning.changes import changed
from engine.planning.check import check_train
from engine.planning.history import Measured
from engine.schema.plan import Proposal
from engine.schema.problem import say_item
from engine.schema.wording import CHECK_ITEMS
from tests.fakes.plans import GIB, cpu_facts, gpu_facts, language_model, on, text_card

CARD = text_card()


def _peaks(half: float) -> dict[str, float]:
    return {"cpu, 4 threads, 1 ranks, fp32": 1e11, "cpu, 4 threads, 1 ranks, bf16": half * 1e11}


def _codes(proposal: Proposal) -> list[str]:
    for reason in proposal.reasons:
        assert reason.code in CHECK_ITEMS
        assert "?" not in say_item(reason.code, reason.params)
    return [reason.code for reason in proposal.reasons]


def test_auto_becomes_a_strategy_that_can_be_launched():
    spec = language_model(on("auto", 4, "cuda"), size="124m")
    check = check_train(spec, CARD, gpu_facts(4))
    assert check.problems == ()
    assert check.plan is not None
    assert changed(spec, check.proposal.changes).strategy.name != "auto"


def test_one_device_needs_no_sharing():
    proposal = propose(language_model(on("auto", 1)), CARD, cpu_facts())
    assert proposal.changes["strategy"]["name"] == "single"
    assert "auto_one_device" in _codes(proposal)


def test_what_does_not_fit_on_one_device_is_split():
    spec = language_model(on("auto", 4, "cuda"), size="1b", batch_size=8)
    proposal = propose(spec, CARD, gpu_facts(4, memory=16 * GIB))
    assert proposal.changes["strategy"]["name"] in ("fsdp", "tensor_parallel", "pipeline", "mesh")
    assert "auto_needs_splitting" in _codes(proposal)


def test_a_pass_that_does_not_fit_is_made_smaller_before_anything_is_recomputed():
    spec = language_model(on("auto", 1, "cuda"), size="350m", context=1024, batch_size=64)
    proposal = propose(spec, CARD, gpu_facts(1, memory=24 * GIB))
    assert proposal.changes["training.accumulation"] > 1
    assert "training.activation_checkpointing" not in proposal.changes
    assert "auto_accumulation" in _codes(proposal)


def test_a_row_that_does_not_fit_is_recomputed():
    spec = language_model(on("auto", 1, "cuda"), size="350m", context=8192, batch_size=1)
    proposal = propose(spec, CARD, gpu_facts(1, memory=13 * GIB))
    assert proposal.changes["training.activation_checkpointing"] in ("selective", "full")
    assert "auto_recompute" in _codes(proposal)


def test_where_nothing_fits_the_smallest_is_proposed_and_said():
    spec = language_model(on("auto", 1), size="1b")
    proposal = propose(spec, CARD, cpu_facts(memory=2 * GIB))
    assert _codes(proposal)[0] == "auto_nothing_fits"
    assert not proposal.reasons[0].ok


def test_bf16_on_a_cpu_needs_a_measurement_that_it_pays():
    spec = language_model(on("auto", 1))
    for peaks, precision, code in (
        ({}, None, "auto_fp32_unmeasured"),
        (_peaks(1.1), None, "auto_fp32_faster"),
        (_peaks(2.5), "bf16", "auto_bf16"),
    ):
        proposal = propose(spec, CARD, cpu_facts(peaks=peaks))
        assert proposal.changes.get("training.precision") == precision
        assert code in _codes(proposal)


def test_gpus_compute_in_bf16_unless_they_only_pretend():
    spec = language_model(on("auto", 1, "cuda"))
    assert propose(spec, CARD, gpu_facts(1)).changes["training.precision"] == "bf16"
    old = propose(spec, CARD, gpu_facts(1, name="Tesla T4"))
    assert "training.precision" not in old.changes


def test_a_precision_that_a_person_chose_stays():
    spec = language_model(on("auto", 1, "cuda"), precision="tf32")
    assert "training.precision" not in propose(spec, CARD, gpu_facts(1)).changes


def test_fp16_and_free_running_strategies_are_never_proposed():
    for facts, kind in ((cpu_facts(), "cpu"), (gpu_facts(4), "cuda")):
        changes = propose(language_model(on("auto", 4, kind)), CARD, facts).changes
        assert changes.get("training.precision") != "fp16"
        assert changes["strategy"]["name"] not in ("parameter_server", "local_sgd", "diloco")


def test_long_runs_on_a_gpu_are_compiled_and_short_ones_are_not():
    long, short = (
        propose(language_model(on("auto", 1, "cuda"), size="124m", max_steps=steps), CARD, gpu_facts(1))
        for steps in (1_000_000, 10)
    )
    assert long.changes["training.compile"] is True
    assert "training.compile" not in short.changes


def test_what_ran_faster_here_is_preferred():
    spec = language_model(on("auto", 2), size="30m")
    plain = {"kind": "cpu", "threads": 2, "world": 2, "model": "decoder 30m", "parameters": 29_000_000}
    speeds = {"single": 50, "ddp": 50, "zero1": 50, "fsdp": 400, "tensor_parallel": 50, "pipeline": 50}
    history = tuple(
        Measured(strategy=name, units_per_second=speed, computed_units_per_second=100, **plain)
        for name, speed in speeds.items()
    )
    proposal = propose(spec, CARD, cpu_facts(history=history))
    assert proposal.changes["strategy"]["name"] == "fsdp"
