"""What the process has set up that runners are copied from."""

import subprocess
import sys

from engine.system.paths import ROOT

PROGRAM = """
import sys, time
sys.path.insert(0, {root!r})
from engine.runner.imports import import_for_runners

import_for_runners()
import torch

torch.set_num_threads(2)
numbers = torch.randn(64, 2048)
numbers.exp()  # the second thread begins
begin = time.process_time()
for _ in range(20):
    numbers.exp()
    time.sleep(0.02)  # nothing is asked
print(time.process_time() - begin)
"""


def test_threads_that_have_nothing_to_do_take_no_processor_time():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(root=str(ROOT))], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 0.08  # of 0.4 seconds
