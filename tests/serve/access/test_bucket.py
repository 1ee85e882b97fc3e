from engine.serve.access.bucket import Bucket


def test_a_minutes_share_may_be_used_at_once_and_comes_back_steadily():
    bucket = Bucket(60, now=0.0)
    for _ in range(60):
        assert bucket.wait(0.0) == 0
        bucket.use(1)
    assert bucket.wait(0.0) == 1
    assert bucket.wait(1.0) == 0
    bucket.use(1)
    assert bucket.wait(1.0) == 1
    assert bucket.wait(1000.0) == 0


def test_debt_is_paid_back_before_more_is_given():
    bucket = Bucket(600, now=0.0)
    bucket.use(1200)
    assert bucket.wait(0.0) == 61
    assert bucket.wait(60.0) == 1
    assert bucket.wait(61.0) == 0


def test_it_never_holds_more_than_a_minutes_share():
    bucket = Bucket(2, now=0.0)
    bucket.wait(10_000.0)
    bucket.use(2)
    assert bucket.wait(10_000.0) == 30


def test_a_clock_that_goes_back_gives_nothing():
    bucket = Bucket(1, now=100.0)
    bucket.use(1)
    assert bucket.wait(0.0) == 60
