"""A request that ends without what it asked for: the status, the reason, and when to come back. Knows no HTTP library."""

from engine.schema.problem import Problem


class Refused(Exception):  # noqa: N818 - an answer, not a failure of ours
    """Raised by whatever a request meets on its way; the route says it in its own envelope."""

    def __init__(
        self, status: int, problem: Problem, headers: list[tuple[bytes, bytes]] | None = None
    ) -> None:
        super().__init__(problem.code)
        self.status = status
        self.problem = problem
        self.headers = headers or []
