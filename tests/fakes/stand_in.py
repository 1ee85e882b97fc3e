"""Stands in for main.py where a test needs a job's processes but not their training.

Same roles, same files, same orders; each step takes ``step_seconds`` and its loss is a formula. How it
behaves stands in ``behaviour.json`` in the home: {"step_seconds", "deaf", "raise_at", "die_at", "orphan",
"still_seconds", "validates", "raise_in", "slow", "unready", "says"}; "slow" is seconds of a step by a part of the run's name. With "validates" it is measured every ten steps, and the better the nearer
its learning rate is to 0.01.
"""

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.jobs import shim
from engine.system.files import read_json, write_durably, write_json
from engine.system.paths import RunFiles
from engine.system.processes import die_with_parent

THIS = Path(__file__)


def agent(run_dir: str) -> int:
    """Start two ranks in sessions of their own, as torch elastic does; their worst status is ours."""
    ranks = [
        subprocess.Popen(
            [sys.executable, "-I", str(THIS), "worker", run_dir],
            env={**os.environ, "RANK": str(rank), "PARENT": str(os.getpid())},
            start_new_session=True,
        )
        for rank in range(2)
    ]
    while None in (statuses := [rank.poll() for rank in ranks]):
        if any(statuses):  # one failed: the group ends as one
            for rank in ranks:
                rank.kill()
        time.sleep(0.01)
    return int(any(statuses))


def worker(run_dir: str) -> int:
    files = RunFiles(Path(run_dir))
    rank, attempt = int(os.environ["RANK"]), int(os.environ["MODELYARD_ATTEMPT"])
    behaviour = read_json(files.home.root / "behaviour.json") or {}
    if not behaviour.get("orphan"):
        die_with_parent(int(os.environ["PARENT"]))
    if rank:
        while (read_json(files.outcome) or {}).get("attempt") != attempt:
            time.sleep(0.01)
        return 0
    return Run(files, attempt, behaviour).run()


class Run:
    def __init__(self, files: RunFiles, attempt: int, behaviour: dict) -> None:
        self.files, self.attempt, self.behaviour = files, attempt, behaviour
        self.spec, self.total = read_json(files.spec), read_json(files.plan)["total_steps"]
        self.step = self.newest_checkpoint()
        self.mend_log()
        self.asked = 0
        slow = (seconds for name, seconds in behaviour.get("slow", {}).items() if name in files.id)
        self.step_seconds = next(slow, behaviour.get("step_seconds", 0.005))

    def newest_checkpoint(self) -> int:
        return max((int(path.name[5:]) for path in self.files.checkpoints.glob("step-*")), default=0)

    def mend_log(self) -> None:
        """Cut off a half line; go on counting."""
        self.files.events.touch()
        text = self.files.events.read_bytes()
        whole = text[: text.rfind(b"\n") + 1]
        os.truncate(self.files.events, len(whole))
        self.seq = whole.count(b"\n")

    def say(self, kind: str, **values: object) -> None:
        line = {"seq": self.seq, "time": time.time(), "elapsed": self.step * 0.01, "kind": kind, **values}
        self.seq += 1
        with self.files.events.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def run(self) -> int:
        self.say("started", attempt=self.attempt, step=self.step, total_steps=self.total, steps_per_epoch=10)
        while self.step < self.total:
            self.step += 1
            time.sleep(self.step_seconds)
            values = {"loss": [loss_at(self.step)], "samples_per_second": [100.0]}
            self.say("metrics", first_step=self.step, values=values)
            if self.behaviour.get("validates") and self.step % 10 == 0:
                self.validate()
            if (
                self.step == self.behaviour.get("raise_at")
                and self.behaviour.get("raise_in", "") in self.files.id
            ):
                return self.fail()
            if self.step == self.behaviour.get("die_at"):
                os.kill(os.getpid(), signal.SIGKILL)
            order = self.order()
            if self.step % self.spec["checkpoint"]["every_steps"] == 0 or order in ("stop", "pause"):
                self.save()
            if order in ("stop", "pause"):
                return self.leave({"stop": "stopped", "pause": "paused"}[order])
        if self.behaviour.get("validates"):
            self.validate(final=True)
        self.say("evaluation", step=self.step, split="test", values={"loss": 0.5}, final=True)
        if not read_json(self.files.job)["trial"]:
            self.save_model()
        return self.leave("finished")

    def validate(self, **fields: object) -> None:
        loss = validation_loss(self.spec, self.step)
        self.say("evaluation", step=self.step, split="validation", values={"loss": loss}, **fields)

    def order(self) -> str | None:
        order = read_json(self.files.order) or {}
        if order.get("attempt") != self.attempt or self.behaviour.get("deaf"):
            return None
        if order.get("checkpoint", 0) > self.asked:
            self.asked = order["checkpoint"]
            self.save()
        return order.get("order")

    def save(self) -> None:
        folder = self.files.checkpoints / f"step-{self.step:06d}"
        if folder.exists():
            return
        aside = folder.with_name(f".aside-{folder.name}")
        aside.mkdir(parents=True, exist_ok=True)
        write_durably(aside / "weights", str(self.step))
        write_json(aside / "manifest.json", {"files": [{"name": "weights", "size": len(str(self.step))}]})
        aside.rename(folder)
        self.say("checkpoint", step=self.step, name=folder.name, bytes=1, seconds=0.0)

    def save_model(self) -> None:
        self.files.model.mkdir(exist_ok=True)
        write_json(self.files.model / "card.json", model_card(self.files.id, self.spec))
        metrics = {"test": {"loss": 0.5}}
        if self.behaviour.get("validates"):
            metrics["validation"] = {"loss": validation_loss(self.spec, self.step)}
        self.say("model", metrics=metrics)

    def fail(self) -> int:
        problem = {"code": "rank_failed", "params": {"rank": 0, "type": "ValueError", "text": "told to"}}
        write_json(
            self.files.errors / "rank0.json",
            {"attempt": self.attempt, "rank": 0, "time": time.time(), "problem": problem, "traceback": ""},
        )
        return 1

    def leave(self, outcome: str) -> int:
        self.say("ended", outcome=outcome, step=self.step)
        write_json(self.files.outcome, {"attempt": self.attempt, "outcome": outcome})
        return 0


def server(run_dir: str) -> int:
    """Serves nothing, but says what a server says; "unready" and "says" are how it fails instead."""
    files = RunFiles(Path(run_dir))
    attempt = int(os.environ["MODELYARD_ATTEMPT"])
    behaviour = read_json(files.home.root / "behaviour.json") or {}
    if code := behaviour.get("says"):
        told = {"attempt": attempt, "rank": 0, "time": time.time(), "problem": {"code": code}}
        write_json(files.errors / "rank0.json", told)
    if code or behaviour.get("unready"):
        return 1
    served: dict[str, str] = {}
    follow_spec(files, served)
    say(files, kind="ready", url="http://127.0.0.1:1", model="m")
    while True:
        order = read_json(files.order) or {}
        if order.get("attempt") == attempt and order.get("order"):
            write_json(files.outcome, {"attempt": attempt, "outcome": "stopped"})
            return 0
        follow_spec(files, served)
        time.sleep(0.02)


def follow_spec(files: RunFiles, served: dict[str, str]) -> None:
    """Serve what spec.json says now, and tell what has changed."""
    wanted = {each["name"]: each["model"] for each in read_json(files.spec)["models"]}
    for name, model in wanted.items() - served.items():
        say(files, kind="served", served={"name": name, "model": model, "state": "ready"})
    for name in served.keys() - wanted.keys():
        say(files, kind="unserved", name=name)
    served.clear()
    served.update(wanted)


def say(files: RunFiles, **event: object) -> None:
    with files.events.open("a") as file:
        file.write(json.dumps({"seq": 0, "time": time.time(), **event}) + "\n")


def loss_at(step: int) -> float:
    return math.exp(-step / 50)


def validation_loss(spec: dict, step: int) -> float:
    rate = spec["training"]["optimizer"]["learning_rate"]
    return abs(math.log10(rate) + 2) + loss_at(step)


def model_card(id: str, spec: dict) -> dict:
    return {
        "id": id,
        "name": spec["name"],
        "created": 1.0,
        "task": spec["task"],
        "run": id,
        "spec": spec,
        "inputs": [],
        "input_form": "record",
        "target": "y",
    }


if __name__ == "__main__":
    role, folder = sys.argv[1:3]
    if role == "shim":
        behaviour = read_json(RunFiles(Path(folder)).home.root / "behaviour.json") or {}
        shim.STILL_SECONDS = behaviour.get("still_seconds", shim.STILL_SECONDS)
        raise SystemExit(shim.main(folder, THIS))
    raise SystemExit({"agent": agent, "worker": worker, "server": server}[role](folder))
