"""An engine without HTTP, in a process of its own, to be killed: ``bare_engine.py HOME [SPEC [FAULT]]`` submits a job and says its id.

``FAULT`` is armed once the engine has started.
"""

import json
import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.jobs.service import Service
from engine.system import faultpoint
from engine.system.paths import Home
from tests.fakes.jobs import new_job
from tests.fakes.machine import FakeMachine

if __name__ == "__main__":
    service = Service(Home(Path(sys.argv[1])), FakeMachine(), Path(__file__).with_name("stand_in.py"))
    service.start()
    if sys.argv[3:]:
        os.environ["MODELYARD_FAULT"] = sys.argv[3]
        faultpoint.arm()
    print(service.submit(new_job(json.loads(sys.argv[2]))).id if sys.argv[2:] else "ready", flush=True)
    threading.Event().wait()
