"""No secret reaches the log, whatever is logged and however."""

import logging
import secrets

import pytest

from engine.api.logs import RedactingFormatter

TOKEN = secrets.token_urlsafe(32)


def formatted(message: str, *arguments: object, exc_info: object = None) -> str:
    record = logging.LogRecord("n", logging.INFO, "f", 1, message, arguments, exc_info)
    return RedactingFormatter((TOKEN,)).format(record)


@pytest.mark.parametrize(
    "text",
    [
        "%s",
        "Authorization: Bearer %s",
        "{'authorization': 'Bearer %s'}",
        "http://127.0.0.1:1/?token=%s",
        "a%sb",
    ],
)
def test_the_token_is_taken_out_wherever_it_stands(text):
    assert TOKEN not in formatted(text, TOKEN)


@pytest.mark.parametrize("text", ["Bearer %s", "my-%s", "Authorization: %s"])
def test_secrets_that_nobody_named_are_taken_out_by_their_form(text):
    other = secrets.token_urlsafe(32)
    assert other not in formatted(text, other)


def test_a_traceback_is_covered_too():
    try:
        raise ValueError(f"could not use {TOKEN}")
    except ValueError as error:
        text = formatted("failed", exc_info=(type(error), error, error.__traceback__))
    assert "ValueError" in text
    assert TOKEN not in text
