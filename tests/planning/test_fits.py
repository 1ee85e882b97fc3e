"""One answer for every strategy on the chosen devices."""

import time

import pytest

from engine.planning.check import check_train
from engine.planning.fits import CHOICES
from engine.schema.plan import Fit
from engine.schema.problem import say
from engine.schema.train import TrainSpec
from engine.schema.wording import WORDING
from tests.fakes.jobs import dataset_card, train_spec
from tests.fakes.plans import GIB, cpu_facts, gpu_facts, language_model, on, text_card

CARD = text_card()


def _fits(spec: TrainSpec, facts=None) -> dict[str, Fit]:
    card = CARD if spec.task == "language_model" else dataset_card()
    fits = check_train(spec, card, facts or cpu_facts()).fits
    for fit in fits:
        if fit.problem:
            assert fit.problem.code in WORDING
            assert "?" not in " ".join(say(fit.problem))
    return {fit.strategy: fit for fit in fits}


def test_every_strategy_but_auto_has_an_answer():
    assert list(_fits(language_model())) == list(CHOICES)


def test_with_one_device_all_but_single_want_more():
    fits = _fits(language_model())
    assert fits.pop("single").fits is True
    assert {fit.problem.code for fit in fits.values()} == {
        "needs_more_devices",
    } | {"needs_more_devices"}


def test_options_are_such_that_they_work():
    fits = _fits(language_model(on("ddp", 4), size="30m", batch_size=6))
    assert fits["pipeline"].settings["micro_batches"] == 2
    assert fits["mesh"].settings["mesh"] == {"data": 2, "tensor": 2, "pipeline": 1}
    assert not [fit.strategy for fit in fits.values() if fit.problem]


def test_a_degree_that_the_heads_allow_is_found():
    fits = _fits(language_model(on("ddp", 4), size="124m"), cpu_facts(cores=4))
    assert fits["tensor_parallel"].settings["degree"] is None
    assert _fits(language_model(on("ddp", 6), size="30m"))["tensor_parallel"].settings["degree"] == 2


def test_what_the_model_cannot_do_says_why():
    spec = TrainSpec.model_validate({**train_spec(), "strategy": on("ddp", 2)})
    fits = _fits(spec)
    assert fits["tensor_parallel"].problem.code == "model_has_no_split"
    assert fits["pipeline"].problem.code == "model_cannot_be_cut"
    assert fits["mesh"].problem.code == "mesh_needs_more_devices"


def test_the_current_strategy_keeps_its_own_options():
    spec = language_model(on("pipeline", 2, micro_batches=16, schedule="gpipe"))
    settings = _fits(spec)["pipeline"].settings
    assert (settings["micro_batches"], settings["schedule"]) == (16, "gpipe")
    assert TrainSpec.model_validate({**spec.model_dump(), "strategy": settings}) == spec


def test_a_strategy_with_problems_still_shows_the_others():
    check = check_train(language_model(on("pipeline", 2, micro_batches=5)), CARD, cpu_facts())
    assert check.plan is None
    assert {fit.strategy: bool(fit.problem) for fit in check.fits}["ddp"] is False


def test_only_what_splits_the_model_fits_into_small_devices():
    spec = language_model(on("ddp", 4, "cuda"), size="1b", batch_size=8)
    fits = _fits(spec, gpu_facts(4, memory=14 * GIB))
    assert (fits["ddp"].fits, fits["fsdp"].fits, fits["pipeline"].fits) == (False, True, True)


def test_where_memory_is_not_known_nothing_is_claimed():
    facts = cpu_facts(memory=None)
    assert {fit.fits for fit in _fits(language_model(on("ddp", 2)), facts).values() if not fit.problem} == {
        None
    }


@pytest.mark.parametrize("name", ["ddp", "auto"])
def test_a_billion_parameters_are_planned_without_allocating_them(name: str):
    spec = language_model(on(name, 4, "cuda"), size="1b")
    facts = gpu_facts(4)
    began = time.process_time()
    check_train(spec, CARD, facts)
    assert time.process_time() - began < 0.2
