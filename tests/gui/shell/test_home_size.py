"""The size of a home whose runs go on writing and deleting."""

import shutil
import threading

from gui.pages.settings.home_card import folder_size


def test_folders_that_go_while_they_are_measured_do_no_harm(tmp_path):
    (tmp_path / "kept").write_bytes(bytes(1000))
    done = threading.Event()

    def rotate():
        while not done.is_set():
            deep = tmp_path / "runs" / "one" / "checkpoints" / "step"
            deep.mkdir(parents=True)
            (deep / "model").write_bytes(bytes(10))
            shutil.rmtree(tmp_path / "runs")

    writer = threading.Thread(target=rotate)
    writer.start()
    try:
        sizes = {folder_size(tmp_path) for _ in range(500)}
    finally:
        done.set()
        writer.join()
    assert sizes <= {1000, 1010}
    assert folder_size(tmp_path) == 1000
