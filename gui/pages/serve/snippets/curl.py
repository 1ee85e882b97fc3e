"""curl in a POSIX shell; quoted so that any text passes unharmed."""

import shlex

from gui.pages.serve.snippets.question import Question, said_in_json


def curl_code(question: Question) -> str:
    """Prints the answer. An image goes through a pipe: it may be longer than the words of a command."""
    head = f"curl {shlex.quote(question.address)}"
    lines = [
        f"-H {shlex.quote('Authorization: Bearer ' + question.key)}",
        "-H 'Content-Type: application/json'",
    ]
    if question.certificate:
        lines.insert(0, f"--cacert {shlex.quote(question.certificate)}")
    if question.picture:
        return _picture(question) + _joined([f"  {head}", *lines, "-d @-"])
    return _joined([head, *lines, f"-d {shlex.quote(said_in_json(question.body))}"])


def _picture(question: Question) -> str:
    end = shlex.quote('"}]}')
    start = f'{{"model": {said_in_json(question.model)}, "inputs": [{{"image": "'
    return (
        f"(printf %s {shlex.quote(start)}; base64 < {shlex.quote(question.picture)} | tr -d '\\n'; "
        f"printf %s {end}) |\n"
    )


def _joined(lines: list[str]) -> str:
    return " \\\n  ".join(lines) + "\n"
