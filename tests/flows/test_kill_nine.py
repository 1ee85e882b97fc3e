"""Kill -9 of the window, the engine, the agent, the shim or one rank: nothing lost, nothing left, the same curve."""

import json
import os
import signal
import threading

import psutil
import pytest

from tests.flows.story import losses_of, read_event_lines, train_spec

pytestmark = [pytest.mark.flow, pytest.mark.fault]


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    """Losses by step of the run that nobody disturbed."""
    from engine.system.paths import Home
    from tests.conftest import Program

    folder = tmp_path_factory.mktemp("golden")
    program = Program(Home(folder / "home").create())
    try:
        result = program.json("train", str(train_spec(folder)))
        return losses_of(program.home.run(result["run"]))
    finally:
        program.end_everything()


def role_of(process: psutil.Process) -> str:
    command = process.cmdline()
    return next((word for word in command if word in ("shim", "agent", "worker", "server")), "")


SLOW = [
    pytest.param(victim, marks=pytest.mark.slow) for victim in ("agent", "shim")
]  # also killed in tests/faults


@pytest.mark.parametrize("victim", ["worker", "engine", "window", *SLOW])
def test_a_killed_process_costs_nothing(victim, modelyard, tmp_path, wait_until, uninterrupted):
    spec = train_spec(tmp_path)
    window = modelyard.start() if victim == "window" else None  # it starts the engine
    answer: dict = {}
    command = threading.Thread(target=lambda: answer.update(done=modelyard.run("train", str(spec), "--json")))
    command.start()
    wait_until(lambda: list(modelyard.home.runs.glob("*/events.jsonl")), 60, "events")
    run = modelyard.home.run(next(modelyard.home.runs.glob("*/events.jsonl")).parent.name)
    wait_until(
        lambda: any(event["kind"] == "checkpoint" for event in read_event_lines(run)), 60, "a checkpoint"
    )

    if window is not None:
        window.kill()
        window.communicate()
    elif victim == "engine":
        os.kill(modelyard.engine_pid(), signal.SIGKILL)
        modelyard.run("runs")  # the next engine finds the run again
    else:
        hit = next(process for process in modelyard.processes() if role_of(process) == victim)
        os.kill(hit.pid, signal.SIGKILL)

    wait_until(
        lambda: state_of(modelyard, run.id) == "finished", 120, f"finished after the {victim} was killed"
    )
    command.join(timeout=60)
    assert losses_of(run) == uninterrupted  # bit for bit
    wait_until(lambda: modelyard.processes() == [], 15, "no process of the job left")
    assert json.loads(run.exit.read_text())["outcome"] == "finished"


def state_of(program, run_id):
    return next(run["state"] for run in program.json("runs") if run["id"] == run_id)
