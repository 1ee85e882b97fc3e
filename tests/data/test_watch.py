"""An import tells how far it is, and ends when it is told to."""

import pytest

from engine.data.intake.importing import import_file
from engine.data.intake.watch import Watch
from engine.schema.problem import UserError


class Clock:
    """Goes on by half a second each time it is looked at."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 0.5
        return self.now


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"{i},word {i}\n" for i in range(200_000)))
    return path


def test_what_is_told_only_grows_and_ends_with_the_whole(table, datasets):
    told = []
    import_file(table, datasets, watch=Watch(told.append, clock=Clock()))
    assert {progress.phase for progress in told} == {"survey", "read", "write"}
    done = [progress.done_bytes for progress in told]
    assert done == sorted(done)
    assert done[-1] == told[-1].total_bytes == table.stat().st_size
    assert told[-1].seconds_left == 0
    assert all(progress.seconds_left is None or progress.seconds_left >= 0 for progress in told)


@pytest.mark.parametrize("phase", ["survey", "read", "write"])
def test_a_cancelled_import_leaves_nothing(table, datasets, phase):
    reached = []
    watch = Watch(lambda told: reached.append(told.phase), lambda: phase in reached, Clock())
    with pytest.raises(UserError) as caught:
        import_file(table, datasets, watch=watch)
    assert caught.value.problems[0].code == "import_cancelled"
    assert list(datasets.iterdir()) == []
