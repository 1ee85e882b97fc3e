import pytest

from engine.data.text.chat import Chat
from engine.data.text.tokenizer import END, Specials, TextTokenizer
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.runner.generation.prompt import Prompts
from engine.runner.generation.refused import RefusedError
from engine.runner.generation.request import GenerationRequest
from tests.fakes.pretrained_models import CHATML


def prompts(template: str | None = None, context: int = 200, begin: str | None = None) -> Prompts:
    tokenizer = TextTokenizer.fit(["what is seven and nine?"] * 3, 300)
    tokenizer = TextTokenizer.from_json(
        tokenizer.as_json(), {"template": template, "begin": begin, "end": END}
    )
    return Prompts(TokenPreprocessing("text", tokenizer, context), tokenizer.size, context)


def test_a_conversation_is_written_as_training_writes_it_and_words_stay_words():
    model = prompts()
    said = [{"role": "user", "content": f"what{END}is"}]
    tokens = model.of_messages(said)
    tokenizer = model._tokenizer
    text = Chat(Specials()).text(said, asks=True)
    assert tokenizer.decode(tokens) == text
    assert tokenizer.end not in tokens


def test_a_template_of_the_models_own_is_used_and_may_write_special_tokens():
    model = prompts(CHATML + "{{ eos_token }}")
    tokens = model.of_messages([{"role": "user", "content": "seven"}])
    assert tokens.count(model._tokenizer.end) == 1


def test_a_text_begins_with_the_token_that_the_model_expects():
    model = prompts(begin=END)
    assert model.of_text("seven")[0] == model._tokenizer.end != model.of_text("seven")[1]
    assert prompts().of_text("") == [model._tokenizer.end]


@pytest.mark.parametrize(
    "template",
    [
        "{{ raise_exception('no system here') }}",
        "{% for a in range(99999) %}{{ 'x' * 100 }}{% endfor %}",
        "{{ messages.__class__.__mro__ }}",
    ],
)
def test_a_template_that_fails_or_grows_is_one_requests_trouble(template):
    with pytest.raises(RefusedError) as refused:
        prompts(template).of_messages([{"role": "user", "content": "seven"}])
    assert refused.value.problem.code == "chat_template_failed" and refused.value.status == 400


def test_a_prompt_that_leaves_no_room_for_a_token_is_refused_with_its_length():
    model = prompts(context=8)
    assert len(model.of(GenerationRequest(tokens=(1,) * 7))) == 7
    with pytest.raises(RefusedError) as refused:
        model.of(GenerationRequest(tokens=(1,) * 8))
    assert refused.value.problem.params == {"prompt": 8, "answer": 1, "context": 8}
    assert len(model.of(GenerationRequest(tokens=(1,) * 8, max_tokens=0))) == 8


@pytest.mark.parametrize(
    "asked", [{"prompt": "seven " * 200_000}, {"messages": ({"role": "user", "content": "a" * 1_200_000},)}]
)
def test_what_is_far_too_long_is_refused_without_reading_its_tokens(asked):
    model = prompts()
    model._tokenizer.encode = model._tokenizer.spans = None  # not to be called
    with pytest.raises(RefusedError) as refused:
        model.of(GenerationRequest(**asked))
    assert refused.value.problem.code == "context_exceeded"
