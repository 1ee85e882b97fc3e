"""Which HTTP status a problem travels with. One table for every route."""

_STATUS = {
    "route_unknown": 404,
    "unexpected": 500,
    "too_many_streams": 503,
    "too_many_asks": 503,
    "endpoint_not_itself": 503,
    "endpoint_not_ready": 503,
    "endpoint_unreachable": 503,
}
_BY_WORDS = (("_unknown", 404), ("_not_allowed", 409), ("_in_use", 409), ("_needs_", 409))


def status_of(code: str) -> int:
    """The status of a problem's code; 422 for everything a person wrote wrongly."""
    if code in _STATUS:
        return _STATUS[code]
    return next((status for words, status in _BY_WORDS if words in code), 422)
