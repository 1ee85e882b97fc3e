"""A spec that leaves the strategy to Modelyard is stored, and runs, with a real one."""

from engine.jobs.history import History
from engine.schema.job import ENDED, State
from tests.fakes.jobs import Yard, train_spec


def test_auto_is_resolved_when_a_job_is_taken_in(yard: Yard):
    job = yard.submit(strategy={"name": "auto", "devices": ["cpu"]})
    assert job.spec.strategy.name == "single"
    assert yard.wait(job.id, *ENDED).state == State.FINISHED


def test_the_check_of_auto_has_a_plan_a_proposal_and_every_fit(yard: Yard):
    check = yard.service.check({**train_spec(), "strategy": {"name": "auto", "devices": ["cpu", "cpu"]}})
    assert check.problems == ()
    assert check.plan is not None
    assert check.proposal.changes["strategy"]["name"] in ("single", "ddp")
    assert "auto" not in {fit.strategy for fit in check.fits}


def test_what_a_run_measured_is_in_the_home_when_it_has_finished(yard: Yard):
    yard.wait(yard.submit(steps=20).id, *ENDED)
    [entry] = History(yard.home).entries()
    assert (entry.units_per_second, entry.model) == (100.0, "linear")
