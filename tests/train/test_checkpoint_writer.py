"""A checkpoint's parts, written by ranks that send each other no message."""

from pathlib import Path

import torch

from engine.train.checkpoint_writer import Errand, write_part
from engine.train.held import Held, Share


def errand(folder: Path, part: int) -> Errand:
    block = Held(torch.ones(3), (3,), (0,), Share(0, 1))
    return Errand(
        target=folder / "step-000007",
        aside=folder / ".aside-step-000007",
        part=part,
        parts=2,
        held={"model/weight": block},
        state={"step": 7},
        where={},
        commits=part == 0,
        before_commit=lambda: None,
        began=0.0,
    )


def test_the_first_rank_may_make_it_whole_the_moment_the_last_part_is_there(tmp_path, monkeypatch):
    last = errand(tmp_path, part=1)
    replace = Path.replace

    def then_made_whole(self: Path, target: Path) -> Path:
        """As a quick first rank does: the folder has its name before the last rank does anything more."""
        replaced = replace(self, target)
        if target.name == "rank1.json":
            last.aside.rename(last.target)
        return replaced

    monkeypatch.setattr(Path, "replace", then_made_whole)
    write_part(last)
    assert (last.target / "rank1.json").exists()
    assert not last.aside.exists()
