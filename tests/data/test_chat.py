"""Conversations become the text that a model reads, and it is known which part of it are answers."""

import json
import time

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


HUGE = "{% set ns = namespace(x='a') %}"


@pytest.mark.parametrize(
    "template",
    [
        # what reaches out of the sandbox elsewhere
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context.cycler.__init__.__globals__.os }}",
        "{{ messages.__class__.__base__.__subclasses__() }}",
        "{{ raise_exception.__globals__.sys }}",
        "{{ namespace.__init__.__globals__.sys }}",
        "{{ ''|attr('__class__') ~ ''|attr('__class__')|attr('__mro__') }}{{ (''|attr('__class__')).mro() }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(raise_exception) }}",
        "{{ '{x.__class__.__mro__}'.format_map({'x': 1}) }}",
        "{{ dict.__base__.__subclasses__() }}",
        "{% import 'os' as os %}{{ os.system('true') }}",
        "{{ {}.fromkeys([1]) }}",
        # what takes all time
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "{{ range(10**9)|list }}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro a(n) %}{% if n %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}{% endmacro %}{{ a(60) }}",
        "{% for i in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
        "{{ range(100000)|map('string')|select('in', range(100000)|map('string')|list)|list|length }}",
        "{% set l = range(100000)|map('float')|list %}{% set m = range(100000)|map('float')|list %}"
        + "{% if l == m %}{% endif %}" * 500,
        "{{ 10**(10**10) }}",
        "{{ 9|round(10**9, 'ceil') }}",
        # what takes all memory
        "{{ 'a' * 10**9 }}",
        "{{ 10**9 * 'a' }}",
        "{{ [0] * 10**9 }}",
        HUGE + "{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = ns.x|replace('a', 'aaaa') %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = ns.x.replace('a', 'aaaa') %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = ns.x.join(['a'] * 99) %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = ['a', 'b', 'c']|join(ns.x) %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        HUGE + "{% for i in range(40) %}{% set ns.x = {'a': ns.x, 'b': ns.x} %}{% endfor %}{{ ns.x|tojson }}",
        HUGE + "{% for i in range(40) %}{% set ns.x = dict(a=ns.x, b=ns.x) %}{% endfor %}{{ ns.x|string }}",
        HUGE
        + "{% for i in range(40) %}{% set x %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = x %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = '%s%s' % (ns.x, ns.x) %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = '%s%s'|format(ns.x, ns.x) %}{% endfor %}",
        HUGE + "{% for i in range(40) %}{% set ns.x = '{0}{0}'.format(ns.x) %}{% endfor %}",
        "{% set x = 'a' * 10**6 %}{{ " + " ~ ".join("x" * 999) + " }}",
        "{% set x = 'a' * 10**6 %}" + "{{ x }}" * 999,
        "{% set x = 'a' * 10**6 %}" + "".join(f"{{% set x{n} = x[1:] %}}" for n in range(999)),
        "{% set x = 'ab' * 10**6 %}{% for i in range(100000) %}{{ x|upper }}{% endfor %}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (10**9, 1) }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '{:{}}'.format(1, 10**9) }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ 'a'.zfill(10**9) }}",
        "{{ '\t'.expandtabs(10**9) }}",
        "{{ (1).to_bytes(10**9, 'big') }}",
        "{{ 'a'.translate({97: 'b' * 10**6}) }}",
        "{{ ('\n' * 10**6)|indent(1000) }}",
        "{{ [[1]]|tojson(indent=10**9) }}",
        "{{ 'a'|center(10**9) }}",
        "{{ [1]|batch(10**9, 'x')|list }}",
        "{{ lipsum(n=10**6) }}",
        "{{ 'abc' * 400000 }}",  # more than it may write
        "{# " + "a" * 65_536 + " #}",
    ],
)
def test_a_template_takes_no_more_of_the_machine_than_it_is_allowed(template, monkeypatch):
    monkeypatch.setattr("engine.data.text.allowance.SECONDS", 0.2)
    began = time.thread_time()
    with pytest.raises(UserError) as refused:
        Chat(Specials(template=template)).text(TALK)
    assert refused.value.problems[0].code == "chat_template_failed"
    assert time.thread_time() - began < 1.0


def test_a_namespace_that_holds_itself_is_not_written_out():
    deep = "{% set a = namespace() %}{% set b = namespace() %}{% set a.x = b %}{% set b.x = a %}{{ a }}"
    assert Chat(Specials(template=deep)).text(TALK) == "<Namespace>"


def test_a_long_conversation_may_be_written_out_whole():
    talk = turn("a" * 3_000_000, "b" * 3_000_000)
    assert len(Chat(Specials(template=CHATML)).text(talk)) > 6_000_000
    many = turn("Hi?", "Ho.") * 2000
    assert Chat(Specials(template=CHATML)).text(many).count("Ho.") == 2000


def test_a_template_is_not_told_the_date():
    dated = "{% if strftime_now is defined %}{{ strftime_now('%Y') }}{% else %}no date{% endif %}"
    assert Chat(Specials(template=dated)).text(TALK) == "no date"


@pytest.mark.parametrize(
    "template",
    [
        CHATML,
        GEMMA,
        "{% for m in messages %}{% generation %}{{ m | tojson }}{% endgeneration %}{% endfor %}",
        "{% set ns = namespace(n=0) %}{% for m in messages if m.role != 'system' %}{% set ns.n = ns.n + 1 %}"
        "{{ loop.index }}/{{ loop.length }}{{ loop.last }}{{ loop.first }} {{ m.content.split(' ')[-1] ~ ns.n }}"
        "{{ '%s!'|format(m.content|trim) }}{{ [m.role, m['content']]|join(', ') }}{% break %}{% endfor %}",
        "{% macro say(m, end='') %}{{ m.content.strip().replace('4', 'four') ~ end }}{% endmacro %}"
        "{% set rest = messages[1:] %}{% for m in rest %}{{ say(m, end='.') | indent(2) }}{% endfor %}"
        "{{ messages|map(attribute='role')|list }}{{ ({'a': messages|length}).items()|list }}{{ none }}{{ 1.5 * 2 }}"
        "{{ messages|selectattr('role', 'equalto', 'user')|first }}{{ range(3)|list }}{{ '{:>4}'.format(7) }}"
        "{% if 'user' in messages|map(attribute='role') and messages is sequence %}{{ missing }}yes{% endif %}",
    ],
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
