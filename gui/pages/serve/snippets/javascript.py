"""JavaScript for node 18 and newer, as a script or as a module; nothing to install."""

from gui.pages.serve.snippets.question import Question, said_in_json

_SAID = {
    "chat": "body.choices ? body.choices[0].message.content : body",
    "complete": "body.choices ? body.choices[0].text : body",
    "predict": "JSON.stringify(body, null, 2)",
}


def javascript_code(question: Question) -> str:
    """Prints the answer."""
    note = ""
    if question.certificate:
        note = f"// start with NODE_EXTRA_CA_CERTS={question.certificate} node …\n"
    call = _fetch(question)
    if question.picture:
        read = f'readFileSync({said_in_json(question.picture)}, "base64")'
        call = f'import("node:fs").then(({{ readFileSync }}) => {{\n  const image = {read};\n  return {call};\n}})'
    return f"{note}{call}\n  .then((answer) => answer.json())\n  .then((body) => console.log({_SAID[question.kind]}));\n"


def _fetch(question: Question) -> str:
    return (
        f"fetch({said_in_json(question.address)}, {{\n"
        '  method: "POST",\n'
        "  headers: {\n"
        f'    "Authorization": {said_in_json("Bearer " + question.key)},\n'
        '    "Content-Type": "application/json",\n'
        "  },\n"
        f"  body: JSON.stringify({_body(question)}),\n"
        "})"
    )


def _body(question: Question) -> str:
    if question.picture:
        return f'{{ "model": {said_in_json(question.model)}, "inputs": [{{ "image": image }}] }}'
    rows = [f"    {said_in_json(name)}: {said_in_json(value)},\n" for name, value in question.body.items()]
    return "{\n" + "".join(rows) + "  }"
