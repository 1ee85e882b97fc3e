"""How a request ends that is not let in: a status, a code, and nothing that depends on its content."""

import json

Headers = list[tuple[bytes, bytes]]


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of ours
    """A request ends here."""

    def __init__(self, status: int, code: str, headers: Headers | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers or []


def problem_body(status: int, code: str) -> bytes:
    """The engine's error body; an endpoint gives a function of its own."""
    return json.dumps(
        {"problems": [{"code": code, "field": None, "params": {}, "severity": "error"}]}
    ).encode()
