"""A request that gets no text, and why: the payload of REFUSED."""

from typing import Any

from engine.schema.problem import Problem


class RefusedError(Exception):
    """``status`` is HTTP's; the server sends it as it is."""

    def __init__(self, status: int, code: str, **params: Any) -> None:
        super().__init__(code)
        self.status = status
        self.problem = Problem(code=code, params=params)

    @property
    def payload(self) -> dict[str, Any]:
        return {"status": self.status, "problem": self.problem.model_dump(mode="json")}
