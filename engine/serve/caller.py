"""Who asks: what the key that a request showed allows. Knows no HTTP and no file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """A key's holder, for the length of one request."""

    key: str  # its id
    name: str
    models: frozenset[str] | None = None  # the names it may ask; None for all
    actions: frozenset[str] = frozenset({"infer"})  # of "infer", "metrics", "manage"

    def may_use(self, served: str) -> bool:
        """Whether it may ask the model that is served by this name."""
        return self.models is None or served in self.models

    def may(self, action: str) -> bool:
        return action in self.actions
