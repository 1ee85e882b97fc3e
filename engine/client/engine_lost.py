"""What every way of asking the engine raises when it is gone."""


class EngineLost(ConnectionError):  # noqa: N818 - a fact, as the window says it
    """The engine cannot be reached, or went away before it answered."""
