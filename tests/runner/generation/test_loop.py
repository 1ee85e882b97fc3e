import json

import pytest
import torch

from engine.data.text.tokenizer import Specials, TextTokenizer
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.runner.exchange import Kind
from engine.runner.generation.opening import Opened
from engine.runner.generation.preparation import Preparation
from engine.runner.generation.scheduler import Budget
from tests.fakes.steppers import Desk, card, greedy, scores_of

PROMPTS = ["one", "two three", "four five six " * 6, "one two three four five six seven eight nine ten"]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def expected(desk: Desk, prompt: str, most: int) -> list[int]:
    return greedy(desk.tokenizer.encode(prompt), desk.vocabulary, most, desk.tokenizer.stops)


def test_texts_that_are_written_side_by_side_are_those_that_each_would_be_alone(desk):
    for number, prompt in enumerate(PROMPTS, 1):
        desk.ask(number, prompt=prompt, temperature=0, max_tokens=20)
    desk.finish()
    for number, prompt in enumerate(PROMPTS, 1):
        assert desk.tokens(number) == expected(desk, prompt, 20)
        assert desk.text(number) == desk.tokenizer.decode(desk.tokens(number))
        [end] = desk.of(number, Kind.END)
        assert end["completion_tokens"] == len(desk.tokens(number))
        assert end["prompt_tokens"] == len(desk.tokenizer.encode(prompt))


def test_a_text_that_is_put_back_for_want_of_blocks_is_the_same():
    desk = Desk(context=112, blocks=8)
    prompts = ["one two three", "four five six", "seven eight nine"]
    for number, prompt in enumerate(prompts, 1):
        desk.ask(number, prompt=prompt, temperature=0, max_tokens=60, ignore_end=True)
    desk.finish()
    for number, prompt in enumerate(prompts, 1):
        assert desk.tokens(number) == greedy(desk.tokenizer.encode(prompt), desk.vocabulary, 60)
    computed = sum(len(batch.tokens) for batch in desk.stepper.batches)
    assert computed > sum(59 + len(desk.tokenizer.encode(prompt)) for prompt in prompts)


def test_what_was_computed_for_one_is_reused_for_the_next_and_told(desk):
    long = "one two three four five six seven eight nine ten " * 4
    for number in (1, 2):
        desk.ask(number, prompt=long, temperature=0, max_tokens=8)
        desk.finish()
    assert desk.of(1, Kind.BEGUN)[0]["cached_tokens"] == 0
    assert desk.of(2, Kind.BEGUN)[0]["cached_tokens"] >= 16
    assert desk.tokens(1) == desk.tokens(2) == expected(desk, long, 8)


def test_all_that_a_step_gives_is_sent_at_once(desk):
    for number in range(1, 5):
        desk.ask(number, prompt="one", temperature=0, max_tokens=5, ignore_end=True)
    desk.finish()
    assert len(desk.link.frames) > 8 and desk.link.sendings <= len(desk.stepper.batches)


def test_a_seed_gives_the_same_text_alone_and_in_company():
    asked = {"prompt": "one two", "seed": 11, "temperature": 0.9, "top_p": 0.9, "max_tokens": 24, "n": 2}
    alone, among = Desk(), Desk(budget=Budget(16, 16))
    alone.ask(1, **asked)
    for number in range(2, 6):
        among.ask(number, prompt="three " * number, max_tokens=30, temperature=1.3)
    among.turn(3)
    among.ask(1, **asked)
    for desk in (alone, among):
        desk.finish()
    assert [alone.tokens(1, index) for index in (0, 1)] == [among.tokens(1, index) for index in (0, 1)]
    assert alone.tokens(1, 0) != alone.tokens(1, 1)


def test_answers_to_one_prompt_share_it(desk):
    long = "one two three four five six seven eight nine ten " * 4
    desk.ask(1, prompt=long, n=4, seed=1, max_tokens=3, ignore_end=True)
    desk.finish()
    prompt = len(desk.tokenizer.encode(long))
    computed = sum(len(batch.tokens) for batch in desk.stepper.batches)
    assert computed <= prompt + 3 * 16 + 4 * 2
    assert [len(desk.tokens(1, index)) for index in range(4)] == [3] * 4


def test_a_cancelled_text_takes_part_in_no_step_any_more(desk):
    desk.ask(1, prompt="one", ignore_end=True)
    desk.ask(2, prompt="one two", ignore_end=True, max_tokens=4)
    desk.turn(2)
    desk.cancel(1)
    desk.turn()
    assert desk.stepper.batches[-1].decodes == 1
    desk.finish()
    assert desk.of(2, Kind.END) and not desk.of(1, Kind.END)
    assert desk.link.gauges.cache == 0


def test_scores_that_are_no_numbers_are_one_requests_trouble(desk):
    bad = desk.tokenizer.encode("two")[0]

    def spoil(batch, logits):
        logits[[row for row, (start, _) in enumerate(batch.spans) if batch.tokens[start] == bad]] = torch.nan

    desk.stepper.spoil = spoil
    desk.ask(1, prompt="two", temperature=0.5)
    desk.ask(2, prompt="one", temperature=0, max_tokens=1, ignore_end=True)
    desk.finish()
    assert desk.of(1, Kind.REFUSED)[0]["problem"]["code"] == "answer_not_finite"
    assert len(desk.tokens(2)) == 1 and desk.of(2, Kind.END)


def test_a_prompt_that_is_no_number_in_its_first_part_leaves_nothing_behind():
    desk = Desk(budget=Budget(32, 32))
    cleared, clear = [], desk.loop._cache.clear

    def spoil(batch, logits):
        logits[:] = torch.nan

    def note(blocks):
        cleared.extend(blocks)
        clear(blocks)

    desk.stepper.spoil, desk.loop._cache.clear = spoil, note
    desk.ask(1, tokens=[5] * 100, max_tokens=4)
    desk.turn()
    assert desk.of(1, Kind.REFUSED)[0]["problem"]["code"] == "answer_not_finite"
    assert len(cleared) == 7
    desk.stepper.spoil = lambda batch, logits: None
    desk.ask(2, tokens=[5] * 100, temperature=0, max_tokens=4, ignore_end=True)
    desk.finish()
    assert desk.of(2, Kind.BEGUN)[0]["cached_tokens"] == 0
    assert desk.tokens(2) == greedy([5] * 100, desk.vocabulary, 4)


def test_what_fails_after_a_step_ends_the_texts_of_that_step_alone(desk, capsys):
    desk.ask(1, prompt="one", temperature=0, max_tokens=9)
    desk.turn()
    answer = desk.loop._requests[1].answers[0]
    answer.take = None  # not to be called
    desk.turn()
    desk.ask(2, prompt="one", temperature=0, max_tokens=3)
    desk.finish()
    assert desk.of(1, Kind.REFUSED)[0]["problem"]["code"] == "unexpected"
    assert desk.tokens(2) == expected(desk, "one", 3)
    assert "TypeError" in capsys.readouterr().err and desk.link.gauges.cache == 0


def test_short_of_memory_fewer_texts_are_written_at_a_time(desk):
    def spoil(batch, logits):
        if len(batch.spans) > 2:
            raise MemoryError

    desk.stepper.spoil = spoil
    for number, prompt in enumerate(PROMPTS, 1):
        desk.ask(number, prompt=prompt, temperature=0, max_tokens=6)
    desk.finish()
    for number, prompt in enumerate(PROMPTS, 1):
        assert desk.tokens(number) == expected(desk, prompt, 6)


def test_what_does_not_fit_alone_is_refused_and_the_next_is_tried(desk, capsys):
    def spoil(batch, logits):
        if len(batch.tokens) > 10:
            raise MemoryError

    desk.stepper.spoil = spoil
    desk.ask(1, prompt="one two three four five six seven")
    desk.finish()
    assert desk.of(1, Kind.REFUSED)[0] == {
        "status": 503,
        "problem": {"code": "runner_out_of_memory", "field": None, "params": {}, "severity": "error"},
    }
    desk.ask(2, prompt="one", max_tokens=2, ignore_end=True)
    desk.finish()
    assert len(desk.tokens(2)) == 2


def test_a_step_that_fails_otherwise_ends_its_own_texts_alone(desk, capsys):
    def spoil(batch, logits):
        raise ValueError("a kernel")

    desk.stepper.spoil = spoil
    desk.ask(1, prompt="one")
    desk.finish()
    assert desk.of(1, Kind.REFUSED)[0]["status"] == 500
    assert "a kernel" in capsys.readouterr().err


def test_an_answer_ends_at_a_stop_string_or_its_length_and_says_which(desk):
    desk.ask(1, prompt="one", temperature=0, max_tokens=30, ignore_end=True)
    desk.finish()
    whole = desk.text(1)
    stop = whole[6:8]
    desk.ask(2, prompt="one", temperature=0, max_tokens=30, ignore_end=True, stop=[stop])
    desk.ask(3, prompt="one", temperature=0, max_tokens=0)
    desk.finish()
    assert desk.text(2) == whole[: whole.index(stop)]
    assert [desk.items(number)[-1]["finish"] for number in (1, 2, 3)] == ["length", "stop", "length"]


def test_an_answer_never_outgrows_the_context():
    desk = Desk(context=32)
    desk.ask(1, prompt="one two three", ignore_end=True, max_tokens=900)
    desk.finish()
    prompt = len(desk.tokenizer.encode("one two three"))
    assert len(desk.tokens(1)) == 32 - prompt and desk.items(1)[-1]["finish"] == "length"


def test_log_probabilities_are_those_of_the_network_whatever_was_changed(desk):
    desk.ask(1, prompt="one", max_tokens=4, temperature=0, logprobs=3, logit_bias={5: 100}, ignore_end=True)
    desk.finish()
    prompt = desk.tokenizer.encode("one")
    told = [entry for item in desk.items(1) for entry in item["logprobs"]]
    assert desk.tokens(1) == [5] * 4
    for place, entry in enumerate(told):
        logprobs = scores_of([*prompt, *[5] * place], desk.vocabulary).log_softmax(0)
        assert entry["logprob"] == pytest.approx(float(logprobs[5]), abs=1e-5)
        assert [top["logprob"] for top in entry["top"]] == pytest.approx(
            logprobs.topk(3).values.tolist(), abs=1e-5
        )


def test_an_echo_tells_the_prompt_and_how_likely_it_was():
    desk = Desk(budget=Budget(5, 5))
    prompt = "one two three four five"
    desk.ask(1, prompt=prompt, echo=True, logprobs=1, max_tokens=2, n=2, seed=4, ignore_end=True)
    desk.finish()
    tokens = desk.tokenizer.encode(prompt)
    for index in (0, 1):
        assert desk.text(1, index).startswith(prompt)
        assert desk.tokens(1, index)[: len(tokens)] == tokens
        told = [entry for item in desk.items(1, index) for entry in item["logprobs"]]
        assert told[0]["logprob"] is None and len(told) == len(tokens) + 2
        truth = [
            float(scores_of(tokens[:n], desk.vocabulary).log_softmax(0)[tokens[n]])
            for n in range(1, len(tokens))
        ]
        assert [entry["logprob"] for entry in told[1 : len(tokens)]] == pytest.approx(truth, abs=1e-5)


def test_an_embedding_is_the_mean_of_the_states_at_length_one():
    desk = Desk(budget=Budget(7, 7))
    tokens = [list(range(3, 40)), [9]]
    desk.ask(1, Kind.EMBED, inputs=tokens)
    desk.ask(2, prompt="one", temperature=0, max_tokens=9, ignore_end=True)
    desk.ask(3, Kind.EMBED, inputs=[])
    desk.finish()
    status, body = desk.answer(1)
    truth = [
        torch.nn.functional.normalize(torch.tensor([1.0, sum(t) / len(t)]), dim=0).tolist() for t in tokens
    ]
    assert status == 200 and body["prompt_tokens"] == 38
    assert body["embeddings"] == [pytest.approx(row, abs=1e-6) for row in truth]
    assert desk.answer(3)[1] == {"embeddings": [], "prompt_tokens": 0}


def test_many_texts_of_one_request_hold_up_nobody_elses_and_are_not_held_up_for_ever():
    desk = Desk(streams=2, budget=Budget(64, 64))
    desk.ask(1, Kind.EMBED, inputs=[[5 + n] * 60 for n in range(40)])
    desk.turn(2)
    desk.ask(2, prompt="one", temperature=0, max_tokens=2, ignore_end=True)
    desk.turn(8)
    assert desk.of(2, Kind.END)
    for number in range(3, 90):  # one for every turn
        desk.ask(number, prompt="one", temperature=0, max_tokens=1, ignore_end=True)
        desk.turn()
    assert desk.answer(1)[0] == 200


def test_a_prediction_goes_on_past_the_context_from_what_the_model_still_sees():
    desk = Desk(context=24)
    desk.ask(1, Kind.PREDICT, inputs=["one", "two three four five six seven eight nine ten"], model="m")
    desk.finish()
    status, body = desk.answer(1)
    assert status == 200 and body["model"] == "m"
    for text, output in zip(
        ["one", "two three four five six seven eight nine ten"], body["outputs"], strict=True
    ):
        seen = desk.preprocessing.encode(text)
        begin = len(seen)
        while len(seen) < begin + 64:
            [token] = greedy(seen[-24:], desk.vocabulary, 1)
            if token in desk.tokenizer.stops:
                break
            seen.append(token)
        assert output["text"] == desk.tokenizer.decode(seen[begin:])


def test_a_text_held_to_a_schema_is_json_of_it_and_stops_by_itself(desk):
    schema = {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "required": ["a"],
        "additionalProperties": False,
    }
    for number in range(1, 4):
        desk.ask(number, prompt="one", schema=schema, seed=number, temperature=0.2, max_tokens=100)
    desk.ask(4, prompt="one", schema={"enum": ["yes", "no"]}, max_tokens=20, n=2, seed=1)
    desk.finish()
    for number in range(1, 4):
        if desk.items(number)[-1]["finish"] == "stop":
            assert isinstance(json.loads(desk.text(number))["a"], int)
    assert {json.loads(desk.text(4, index)) for index in (0, 1)} <= {"yes", "no"}
    assert [desk.items(4, index)[-1]["finish"] for index in (0, 1)] == ["stop", "stop"]


def test_a_schema_that_cannot_be_followed_to_its_end_is_no_finished_answer(desk):
    either = [{"type": "object", "properties": {f"k{n}": {"type": "string"}}} for n in range(2000)]
    desk.ask(1, prompt="one", schema={"anyOf": either}, temperature=0, max_tokens=60)
    desk.finish()
    [refused] = desk.of(1, Kind.REFUSED)
    assert refused["problem"]["code"] == "schema_refused" and not desk.of(1, Kind.END)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"prompt": "x", "schema": {"type": "bogus"}}, "schema_refused"),
        ({"tokens": [1, 5000]}, "token_unknown"),
        ({"prompt": "one " * 300}, "context_exceeded"),
        ({"n": "many"}, "request_unreadable"),
    ],
)
def test_what_cannot_be_written_is_refused_alone(desk, asked, code):
    desk.ask(1, **asked)
    desk.ask(2, prompt="one", temperature=0, max_tokens=3)
    desk.finish()
    [refused] = desk.of(1, Kind.REFUSED)
    assert (refused["status"], refused["problem"]["code"]) == (400, code)
    assert desk.tokens(2) == expected(desk, "one", 3)


def test_a_wrong_body_of_a_prediction_is_answered_in_its_own_form(desk):
    desk.ask(1, Kind.PREDICT, inputs=[7])
    status, body = desk.answer(1)
    assert status == 422 and body["problems"][0]["field"] == "inputs.0"


def test_a_template_that_refuses_a_prediction_is_that_requests_trouble(desk):
    specials = Specials(template="{{ raise_exception('never') }}")
    tokenizer = TextTokenizer.from_json(desk.tokenizer.as_json(), vars(specials))
    preprocessing = TokenPreprocessing("text", tokenizer, 128, "one", chats=True)
    opened = Opened(card(), preprocessing, desk.stepper)
    desk.preparation = Preparation(opened, "m", desk.link.send)
    desk.ask(1, Kind.PREDICT, inputs=["one"])
    status, body = desk.answer(1)
    assert (status, body["problems"][0]["code"]) == (422, "chat_template_failed")


def test_whatever_fails_while_a_request_is_prepared_the_next_is_prepared(desk, capsys):
    class Panic(BaseException):
        """As a library's that is no Exception."""

    def fail(text: str) -> None:
        raise Panic

    whole, desk.tokenizer.encode = desk.tokenizer.encode, fail
    desk.ask(1, prompt="one")
    desk.tokenizer.encode = whole
    desk.ask(2, prompt="one", temperature=0, max_tokens=3)
    desk.finish()
    assert desk.of(1, Kind.REFUSED)[0]["problem"]["code"] == "unexpected"
    assert desk.tokens(2) == expected(desk, "one", 3)
    assert "Panic" in capsys.readouterr().err


def test_tokens_are_counted_without_a_step(desk):
    desk.ask(1, Kind.TOKENIZE, text="one two")
    assert desk.answer(1)[1] == {"tokens": (tokens := desk.tokenizer.encode("one two")), "count": len(tokens)}
    assert not desk.stepper.batches
