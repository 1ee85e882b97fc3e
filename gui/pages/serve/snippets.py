"""Code that asks an endpoint, ready to run. Plain text in and out."""

import json
import shlex
from typing import Any

PLACEHOLDER = "YOUR_KEY"


def python_code(url: str, key: str, value: Any) -> str:
    """With requests; prints the answer."""
    inputs = _python(value, "    ")
    return (
        "import requests\n\n"
        "answer = requests.post(\n"
        f"    {_literal(url.rstrip('/') + '/v1/predict')},\n"
        f'    headers={{"Authorization": {_literal("Bearer " + key)}}},\n'
        f'    json={{"inputs": [{inputs}]}},\n'
        "    timeout=60,\n"
        ")\n"
        "print(answer.json())\n"
    )


def curl_code(url: str, key: str, value: Any) -> str:
    """For a POSIX shell; quoted so that any text passes unharmed."""
    body = json.dumps({"inputs": [value]}, ensure_ascii=False)
    return (
        f"curl {shlex.quote(url.rstrip('/') + '/v1/predict')} \\\n"
        f"  -H {shlex.quote('Authorization: Bearer ' + key)} \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        f"  -d {shlex.quote(body)}\n"
    )


def _python(value: Any, indent: str) -> str:
    if not isinstance(value, dict):
        return _literal(value)
    rows = [f"{indent}    {_literal(name)}: {_literal(item)}," for name, item in value.items()]
    return "{\n" + "\n".join(rows) + f"\n{indent}}}" if rows else "{}"


def _literal(value: Any) -> str:
    """A JSON string is a Python string too; the rest is written as Python writes it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
