from engine.serve.vigil import SILENT_SECONDS, SLACK_SECONDS, Vigil


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def looks(vigil, clock, seconds, **said):
    """Whether it is called stuck by any of the looks in so many seconds."""
    stuck = False
    for _ in range(round(seconds * 2)):
        clock.now += 0.5
        stuck |= vigil.is_stuck(**{"pulsed": True, "busy": False, "steps": 0, "answer_seconds": 20.0, **said})
    return stuck


def test_a_runner_without_a_sign_of_life_is_stuck():
    clock = Clock()
    vigil = Vigil(clock)
    assert not looks(vigil, clock, SILENT_SECONDS - 1, pulsed=False)
    assert not looks(vigil, clock, 1)
    assert looks(vigil, clock, SILENT_SECONDS + 1, pulsed=False)


def test_a_runner_that_is_asked_and_takes_no_step_is_stuck_after_the_longest_answer():
    clock = Clock()
    vigil = Vigil(clock)
    assert not looks(vigil, clock, 200)  # nobody asks
    assert not looks(vigil, clock, 20 + SLACK_SECONDS - 1, busy=True)
    assert not looks(vigil, clock, 1, busy=True, steps=1)
    assert looks(vigil, clock, 20 + SLACK_SECONDS + 1, busy=True, steps=1)


def test_a_night_of_the_whole_machine_is_no_silence():
    clock = Clock()
    vigil = Vigil(clock)
    clock.now += 30_000
    assert not looks(vigil, clock, 5, pulsed=False)
