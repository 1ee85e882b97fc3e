"""The program with runners that have no model: what they do is said by the model's name and by each request.

Models: ``damaged`` cannot be loaded, ``locked`` waits for the passphrase “sesame”
(``locked-frozen`` loads for ever after it), ``slow`` loads once the file
``loaded`` lies in the run directory (``slow-measuring`` says so), ``mortal`` dies at once; all others load. Requests: {"do": "echo"}; "hold" is
never answered; "cancelled" gives the numbers that were taken back; "wait" answers once the file ``go`` lies in the run directory;
"die"; "freeze" stops the process; "hang" computes for ever; "compiled" says so from now on; "eat" takes all memory; "refuse" refuses. Texts come in as many pieces as ``max_tokens`` says; without it they never end.
"""

import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.runner.exchange import Kind, frame
from engine.schema.card import ModelCard
from engine.schema.introduction import Introduction
from engine.schema.problem import Problem, UserError

PROGRAM = Path(__file__)


def main(arguments):
    role, run_dir = arguments
    if role == "server":
        from engine.serve import entry as server

        return server.main(run_dir, PROGRAM)
    if role == "nursery":
        from engine.runner import imports, nursery

        imports.import_for_runners = lambda: None
        return nursery.main(run_dir)
    from engine.runner import entry

    entry._serve_of = lambda setup: _serve
    return entry.main(run_dir)


def _serve(link, setup):
    _load(link, setup)
    card = ModelCard(
        id=setup.served.model, name="fake", created=0.0, task="tabular_regression", run="r", spec={}, inputs=(),
        input_form="record",
    )  # fmt: skip
    said = Introduction(card=card, can=("predict", "complete"), runner="builtin", device="cpu")
    link.send(frame(Kind.READY, 0, said.model_dump_json().encode()))
    cancelled = []
    while True:
        for taken in link.take(wait=True):
            link.gauges.steps += 1
            if taken.kind == Kind.CANCEL:
                cancelled.append(taken.number)
            elif taken.kind == Kind.GENERATE:
                _write(link, taken)
            else:
                _answer(link, setup, taken, cancelled)


def _load(link, setup):
    match setup.served.model.partition("-")[0]:
        case "damaged":
            raise UserError("model_damaged", path="there", file="model.safetensors")
        case "mortal":
            os.kill(os.getpid(), signal.SIGKILL)
        case "slow":
            if setup.served.model == "slow-measuring":
                link.gauges.why = lambda: "runners_measured"
            while not (Path.cwd() / "loaded").exists():
                threading.Event().wait(0.01)
            link.gauges.why = lambda: None
        case "locked":
            wrong = None
            while setup.passphrase(wrong) != "sesame":
                wrong = Problem(code="passphrase_wrong")
            if setup.served.model == "locked-frozen":
                threading.Event().wait()


def _answer(link, setup, taken, cancelled):
    asked = json.loads(taken.payload)
    match asked.get("do", "echo"):
        case "hold":
            link.gauges.running = 1
            return
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "freeze":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "wait":
            while not (Path.cwd() / "go").exists():
                threading.Event().wait(0.01)
        case "eat":
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
            bytearray(2 << 30)
        case "hang":
            link.gauges.running = 1
            threading.Event().wait()
        case "compiled":
            link.gauges.why = lambda: "step_compiled"
        case "refuse":
            told = {"status": 422, "problem": Problem(code="not_text").model_dump(mode="json")}
            link.send(frame(Kind.REFUSED, taken.number, json.dumps(told).encode()))
            return
    told = {
        "name": setup.served.name,
        "model": setup.served.model,
        "pid": os.getpid(),
        "cancelled": cancelled,
    }
    told |= {"asked": asked, "threads": setup.threads}
    link.send(frame(Kind.ANSWER, taken.number, (200).to_bytes(2, "little") + json.dumps(told).encode()))


def _write(link, taken):
    tokens = json.loads(taken.payload).get("max_tokens")
    link.send(frame(Kind.BEGUN, taken.number, b'{"prompt_tokens": 3, "cached_tokens": 0}'))
    for number in range(tokens or 1):
        piece = [{"index": 0, "text": f"{number} ", "tokens": [number], "finish": None}]
        link.send(frame(Kind.DELTA, taken.number, json.dumps(piece).encode()))
    if tokens:
        end = {"prompt_tokens": 3, "completion_tokens": tokens, "cached_tokens": 0}
        link.send(frame(Kind.END, taken.number, json.dumps(end).encode()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
