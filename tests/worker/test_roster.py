"""A device is left out for the second loss of its rank without progress, never for one, and never the last."""

import pytest

from engine.worker.roster import Roster


def loss(rank: int, code: str = "rank_killed", text: str = "") -> dict:
    return {"rank": rank, "problem": {"code": code, "params": {"text": text}}}


def three(elastic: bool = True) -> Roster:
    return Roster(("cuda:0", "cuda:1", "cuda:2"), elastic)


@pytest.mark.parametrize("code", ["rank_killed", "rank_hung", "rank_not_starting"])
def test_the_second_loss_of_a_rank_without_a_step_leaves_its_device_out(code):
    roster = three()
    assert roster.take_loss(loss(1, code), step=40) is None
    assert roster.take_loss(loss(1, code), step=40) == "cuda:1"
    assert roster.devices == ("cuda:0", "cuda:2")
    assert not roster.is_whole
    assert roster.take_loss(loss(1), step=40) is None, "rank 1 is another device now"


def test_progress_or_another_rank_in_between_makes_it_an_accident():
    roster = three()
    roster.take_loss(loss(1), step=40)
    assert roster.take_loss(loss(1), step=41) is None
    assert roster.take_loss(loss(2), step=41) is None
    assert roster.take_loss(loss(1), step=41) is None
    assert roster.is_whole


def test_a_mistake_in_the_program_is_nobodys_device():
    roster = three()
    for _ in range(3):
        assert roster.take_loss(loss(1, "rank_failed", "index out of range"), step=0) is None
    for _ in range(2):
        left_out = roster.take_loss(loss(1, "rank_failed", "CUDA error: unspecified launch failure"), step=0)
    assert left_out == "cuda:1"


def test_a_device_that_the_machine_does_not_know_any_more_is_left_out_at_once():
    assert three().take_loss(loss(2, "device_missing"), step=7) == "cuda:2"


def test_the_last_device_stays_and_so_does_everything_without_elastic():
    roster = Roster(("cpu",), elastic=True)
    rigid = three(elastic=False)
    for _ in range(4):
        assert roster.take_loss(loss(0), step=0) is None
        assert rigid.take_loss(loss(0), step=0) is None
    assert roster.is_whole
    assert rigid.is_whole
