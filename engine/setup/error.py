"""What stops a set-up, in words for a person: what, why, what to do."""


class SetupError(Exception):
    """A set-up that cannot go on. The schema's UserError needs packages that are not there yet."""

    def __init__(self, what: str, why: str = "", what_to_do: str = "") -> None:
        self.what, self.why, self.what_to_do = what, why, what_to_do
        super().__init__(" ".join(part for part in (what, why, what_to_do) if part))
