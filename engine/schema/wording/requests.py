"""Words about a request that the guard of a server refuses."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "unauthorised": Wording(
        "The key is missing or wrong.",
        "",
        "Send the header “Authorization: Bearer” with a key of this server.",
    ),
    "too_many_failures": Wording(
        "Too many wrong keys were tried.", "", "Wait a minute, then send the right key."
    ),
    "host_not_allowed": Wording(
        "This server is not asked for by that name.", "", "Use the address exactly as Modelyard shows it."
    ),
    "origin_not_allowed": Wording("Web pages may not ask this server.", "", "Ask from a program instead."),
    "bad_path": Wording(
        "This address is not written in its plain form.", "", "Write it without escapes or empty parts."
    ),
    "method_not_allowed": Wording("This method is not known here.", "", "Look in /openapi.json."),
    "headers_too_large": Wording("The request has too many or too long headers.", "", "Send fewer."),
    "not_json_type": Wording(
        "The request is not marked as JSON.",
        "",
        "Send it with “Content-Type: application/json”, not compressed.",
    ),
    "not_json": Wording("The request is not readable as JSON.", "", "Send JSON in UTF-8."),
    "body_too_large": Wording("The request is too large.", "", "Send less at once."),
    "body_too_deep": Wording("The request is nested too deeply.", "", "Send flatter JSON."),
    "body_too_slow": Wording("The request did not arrive in time.", "", "Send it again."),
    "not_http": Wording("This is no request of HTTP/1.1.", "", "Ask with a program that speaks HTTP."),
    "too_many_connections": Wording(
        "Too many connections are open to this server.", "", "Ask again in a second, over fewer connections."
    ),
    "too_much_at_once": Wording(
        "Too many large requests are here at a time.", "", "Ask again in a second, or send less at once."
    ),
    "action_not_allowed": Wording(
        "This key may not do that.",
        "It was made without this permission.",
        "Use another key, or make one that may.",
    ),
    "rate_limited": Wording(
        "This key has used what it may in a minute.", "", "Ask again after the seconds that Retry-After says."
    ),
    "endpoint_ends": Wording("The endpoint is being stopped.", "", "Ask again when it runs."),
    "address_not_here": Wording(
        "This machine has no address {address}.", "", "Choose one of its own, or 0.0.0.0 for all of them."
    ),
}
