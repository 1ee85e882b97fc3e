"""Code that asks an endpoint, ready to run. Plain text in and out."""

import json
import shlex
from typing import Any

PLACEHOLDER = "YOUR_KEY"


def python_code(url: str, key: str, value: Any, picture: str = "") -> str:
    """With requests; prints the answer. ``picture`` is the file of an input that is an image."""
    if picture:
        return _picture_code(url, key, picture)
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


def curl_code(url: str, key: str, value: Any, picture: str = "") -> str:
    """For a POSIX shell; quoted so that any text passes unharmed. An image goes through a pipe: it may be longer than the
    words of a command."""
    if picture:
        start, end = shlex.quote('{"inputs": [{"image": "'), shlex.quote('"}]}')
        return (
            f"(printf %s {start}; base64 < {shlex.quote(picture)} | tr -d '\\n'; printf %s {end}) |\n"
            f"  curl {shlex.quote(url.rstrip('/') + '/v1/predict')} \\\n"
            f"  -H {shlex.quote('Authorization: Bearer ' + key)} \\\n"
            "  -H 'Content-Type: application/json' \\\n"
            "  -d @-\n"
        )
    body = json.dumps({"inputs": [value]}, ensure_ascii=False)
    return (
        f"curl {shlex.quote(url.rstrip('/') + '/v1/predict')} \\\n"
        f"  -H {shlex.quote('Authorization: Bearer ' + key)} \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        f"  -d {shlex.quote(body)}\n"
    )


def _picture_code(url: str, key: str, picture: str) -> str:
    return (
        "import base64\n\n"
        "import requests\n\n"
        f'with open({_literal(picture)}, "rb") as file:\n'
        "    image = base64.b64encode(file.read()).decode()\n"
        "answer = requests.post(\n"
        f"    {_literal(url.rstrip('/') + '/v1/predict')},\n"
        f'    headers={{"Authorization": {_literal("Bearer " + key)}}},\n'
        '    json={"inputs": [{"image": image}]},\n'
        "    timeout=60,\n"
        ")\n"
        "print(answer.json())\n"
    )


def _python(value: Any, indent: str) -> str:
    if not isinstance(value, dict):
        return _literal(value)
    rows = [f"{indent}    {_literal(name)}: {_literal(item)}," for name, item in value.items()]
    return "{\n" + "\n".join(rows) + f"\n{indent}}}" if rows else "{}"


def _literal(value: Any) -> str:
    """A JSON string is a Python string too; the rest is written as Python writes it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
