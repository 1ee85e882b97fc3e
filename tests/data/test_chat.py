"""Conversations become the text that a model reads, and it is known which part of it are answers."""

import json

import pytest

from engine.data.text.chat import Chat, messages_in, turn
from engine.data.text.tokenizer import Specials
from engine.schema.problem import UserError
from tests.fakes.pretrained_models import CHATML

TALK = [
    {"role": "system", "content": "Be brief."},
    *turn("Two and two?", "Four."),
    *turn("And three?", "Seven."),
]
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% for message in messages %}{{ '<start_of_turn>' + message['role'] + '\n' + message['content'] | trim + "
    "'<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"
)


def answers_in(chat, messages):
    text, answers = chat.answered(messages)
    return [text[first:last] for first, last in answers]


def test_a_model_without_a_template_reads_a_plain_one():
    chat = Chat(Specials(end="<end>", begin="<begin>"))
    assert chat.text(turn("Hi?", "Ho."), asks=False) == (
        "<begin>### Instruction:\nHi?\n\n### Response:\nHo.<end>\n\n"
    )
    assert chat.text(turn("Hi?", "Ho.")[:1], asks=True).endswith("Hi?\n\n### Response:\n")
    assert answers_in(chat, TALK) == ["Four.<end>\n\n", "Seven.<end>\n\n"]


def test_answers_are_what_follows_when_a_template_asks():
    chat = Chat(Specials(template=CHATML))
    assert answers_in(chat, TALK) == ["Four.<|im_end|>\n", "Seven.<|im_end|>\n"]


def test_what_follows_the_last_answer_is_not_read():
    chat = Chat(Specials(template=CHATML))
    assert chat.answered([*TALK, {"role": "user", "content": "And?"}]) == chat.answered(TALK)
    assert answers_in(chat, TALK[:2]) == []


def test_a_template_that_writes_earlier_answers_otherwise_teaches_the_last_alone():
    forgets = CHATML.replace(
        "message['content']", "(message['content'] if loop.last or message['role'] == 'user' else '…')"
    )
    assert answers_in(Chat(Specials(template=forgets)), turn("a", "b") + turn("c", "d")) == ["d<|im_end|>\n"]


def test_what_a_template_refuses_is_said_in_its_words():
    with pytest.raises(UserError) as refused:
        Chat(Specials(template=GEMMA)).text(TALK)
    [problem] = refused.value.problems
    assert problem.code == "chat_template_failed"
    assert problem.params["reason"] == "System role not supported."


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.append(1) }}",
        "{% include '/etc/passwd' %}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{% for",
    ],
)
def test_a_template_can_read_what_it_is_given_and_nothing_else(template):
    with pytest.raises(UserError):
        Chat(Specials(template=template)).text(TALK)


def test_a_template_is_not_told_the_date():
    dated = "{% if strftime_now is defined %}{{ strftime_now('%Y') }}{% else %}no date{% endif %}"
    assert Chat(Specials(template=dated)).text(TALK) == "no date"


@pytest.mark.parametrize(
    "template",
    [CHATML, GEMMA, "{% for m in messages %}{% generation %}{{ m | tojson }}{% endgeneration %}{% endfor %}"],
)
def test_templates_read_as_transformers_reads_them(template):
    from transformers.utils.chat_template_utils import render_jinja_template

    talk = [turn("Größe <3?", "  40 \n")]
    [theirs], _ = render_jinja_template(
        talk, chat_template=template, bos_token="<s>", add_generation_prompt=True
    )
    assert Chat(Specials(template=template, begin="<s>")).text(talk[0], asks=True) == theirs


def test_a_cell_is_a_list_of_messages_or_nothing():
    assert messages_in(json.dumps(TALK)) == TALK
    more = [{"role": "user", "content": "a", "weight": 1}]
    assert messages_in(json.dumps(more)) == [{"role": "user", "content": "a"}]
    for cell in (
        "",
        "[" * 100_000,
        "[]",
        "{}",
        "hello",
        '[{"role": "user"}]',
        '[{"role": "user", "content": 3}]',
    ):
        assert messages_in(cell) is None
