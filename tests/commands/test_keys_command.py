"""``main.py keys`` reads what it is told before it asks an engine."""

import argparse

import pytest

from engine.commands.keys import add_arguments


@pytest.mark.parametrize("days", ["nan", "inf", "0", "-1", "soon"])
def test_days_that_never_come_are_refused(days, capsys):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--new", "ci", "--days", days])
    assert f"invalid days value: '{days}'" in capsys.readouterr().err
