"""A finished language model's tokenizer in the files by which other programs know it."""

from pathlib import Path

from engine.data.text.chat import plain_template
from engine.data.text.tokenizer import TextTokenizer
from engine.model.inputs.token_preprocessing import TOKENIZER
from engine.system.files import write_durably

TEMPLATE = "chat_template.jinja"


def write_tokenizer(aside: Path, tokenizer: TextTokenizer, *, chats: bool) -> tuple[str, ...]:
    """The tokenizer where the base had it in other files, and our template where conversations were learnt without one."""
    written = []
    if not (aside / TOKENIZER).exists():
        write_durably(aside / TOKENIZER, tokenizer.as_json())
        written.append(TOKENIZER)
    if chats and tokenizer.specials.template is None:
        write_durably(aside / TEMPLATE, plain_template(tokenizer.specials))
        written.append(TEMPLATE)
    return tuple(written)
