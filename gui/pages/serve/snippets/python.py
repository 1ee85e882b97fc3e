"""Python: with the openai package for language models, with requests for all others."""

from typing import Any

from gui.pages.serve.snippets.question import Question, said_in_json

_OPENAI = frozenset(
    {"max_tokens", "temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "stop"}
)  # the others that we know go into extra_body: its calls take no words of their own for them


def python_code(question: Question) -> str:
    """Prints the answer."""
    return _prediction(question) if question.kind == "predict" else _generation(question)


def _generation(question: Question) -> str:
    chat = question.kind == "chat"
    body = dict(question.body)
    more = {name: body.pop(name) for name in list(body) if name in question.sampling and name not in _OPENAI}
    rows = [f"    {name}={_literal(value)},\n" for name, value in body.items()]
    if more:
        rows.append(f"    extra_body={_literal(more)},\n")
    call = "chat.completions" if chat else "completions"
    said = "message.content" if chat else "text"
    return (
        f"{_imports(question)}\n"
        "client = OpenAI(\n"
        f"    base_url={_literal(question.base)},\n"
        f"    api_key={_literal(question.key)},\n"
        f"{_trust(question)}"
        ")\n"
        f"answer = client.{call}.create(\n"
        f"{''.join(rows)}"
        ")\n"
        f"print(answer.choices[0].{said})\n"
    )


def _imports(question: Question) -> str:
    if question.certificate:
        return "import ssl\n\nfrom openai import DefaultHttpxClient, OpenAI\n"
    return "from openai import OpenAI\n"


def _trust(question: Question) -> str:
    if not question.certificate:
        return ""
    context = f"ssl.create_default_context(cafile={_literal(question.certificate)})"
    return f"    http_client=DefaultHttpxClient(verify={context}),\n"


def _prediction(question: Question) -> str:
    verify = f"    verify={_literal(question.certificate)},\n" if question.certificate else ""
    call = (
        "answer = requests.post(\n"
        f"    {_literal(question.address)},\n"
        f'    headers={{"Authorization": {_literal("Bearer " + question.key)}}},\n'
        f'    json={{"model": {_literal(question.model)}, "inputs": [{_input(question)}]}},\n'
        "    timeout=60,\n"
        f"{verify}"
        ")\n"
        "print(answer.json())\n"
    )
    if not question.picture:
        return f"import requests\n\n{call}"
    return (
        "import base64\n\nimport requests\n\n"
        f'with open({_literal(question.picture)}, "rb") as file:\n'
        "    image = base64.b64encode(file.read()).decode()\n"
        f"{call}"
    )


def _input(question: Question) -> str:
    if question.picture:
        return '{"image": image}'
    value = question.value
    if not isinstance(value, dict) or not value:
        return _literal(value)
    rows = [f"        {_literal(name)}: {_literal(item)}," for name, item in value.items()]
    return "{\n" + "\n".join(rows) + "\n    }"


def _literal(value: Any) -> str:
    """A JSON string is a Python string too; the rest is written as Python writes it."""
    if isinstance(value, str):
        return said_in_json(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(name)}: {_literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return repr(value)
