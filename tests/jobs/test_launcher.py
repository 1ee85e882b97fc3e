"""What a job's processes are told, and that they start detached."""

import os

from engine.jobs.launcher import child_environment
from engine.schema.job import ENDED, State
from engine.system.paths import Home


def test_the_environment_holds_the_mark_and_no_secrets(home: Home):
    own = {
        "PATH": "/bin",
        "LANG": "C.UTF-8",
        "LC_ALL": "C",
        "CUDA_VISIBLE_DEVICES": "0",
        "MODELYARD_FAULT": "x:kill9",
        "MODELYARD_TOKEN": "secret",
        "HF_TOKEN": "secret",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "PYTHONPATH": "/evil",
        "LD_PRELOAD": "/evil.so",
        "OMP_NUM_THREADS": "99",
    }
    told = child_environment(own, home.run("job"), attempt=3)
    assert told == {
        "PATH": "/bin",
        "LANG": "C.UTF-8",
        "LC_ALL": "C",
        "CUDA_VISIBLE_DEVICES": "0",
        "MODELYARD_FAULT": "x:kill9",
        "MODELYARD_JOB_ID": "job",
        "MODELYARD_JOB_HOME": str(home.root),
        "MODELYARD_ATTEMPT": "3",
    }


def test_a_foreign_module_beside_the_run_is_not_imported(make_yard):
    yard = make_yard()
    job = yard.submit(steps=2)
    for name in ("torch.py", "psutil.py", "json.py"):
        (yard.home.run(job.id).root / name).write_text("raise SystemExit('planted')")
    assert yard.wait(job.id, *ENDED).state == State.FINISHED


def test_shim_agent_and_ranks_are_in_a_session_of_their_own(make_yard):
    yard = make_yard(step_seconds=0.05)
    job = yard.submit(steps=1000)
    yard.wait_for_step(job.id, 1)
    shim = yard.role(job.id, "shim").pid
    assert os.getsid(shim) == shim != os.getsid(0)
