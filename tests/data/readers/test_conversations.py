"""Instructions, conversations and preferences come to one layout, whatever theirs was; nothing else they hold is lost."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

CHAT = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
SHARED = [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]


@pytest.fixture(params=["json", "jsonl", "parquet"])
def written(request, tmp_path):
    """Write records in one of the formats they come in."""

    def write(records):
        path = tmp_path / f"t.{request.param}"
        if request.param == "parquet":
            pq.write_table(pa.Table.from_pylist(records), path)
        else:
            lines = map(json.dumps, records)
            path.write_text("\n".join(lines) if request.param == "jsonl" else json.dumps(records))
        return path

    return write


def test_an_input_is_put_below_its_instruction(take, written):
    records = [
        {"instruction": "Add.", "input": "1 2", "output": "3", "id": 7},
        {"instruction": "Say hi.", "input": "", "output": "hi", "id": 8},
    ]
    card, rows = take(written(records))
    assert rows == [
        {"prompt": "Add.\n\n1 2", "response": "3", "id": 7},
        {"prompt": "Say hi.", "response": "hi", "id": 8},
    ]
    assert card.suggestion == {
        "task": "language_model", "target": None, "text": None, "prompt": "prompt", "response": "response",
    }  # fmt: skip
    assert [column.kind for column in card.columns[:2]] == ["text", "text"]


@pytest.mark.parametrize("record", [{"messages": CHAT}, {"conversations": SHARED}])
def test_turns_are_brought_to_role_and_content(take, written, record):
    card, rows = take(written([record] * 3))
    assert [json.loads(row["messages"]) for row in rows] == [CHAT] * 3
    assert (card.columns[0].kind, card.suggestion["messages"]) == ("messages", "messages")


def test_of_preferences_the_last_answers_are_taken(take, written):
    other = [CHAT[0], {"role": "assistant", "content": "Go away"}]
    card, rows = take(written([{"chosen": CHAT, "rejected": other, "score": 1.5}] * 2))
    assert rows[0] == {"prompt": "Hi", "chosen": "Hello", "rejected": "Go away", "score": 1.5}
    assert {"prompt", "chosen", "rejected"} <= card.suggestion.keys()


def test_a_record_of_another_layout_is_refused(take, tmp_path):
    records = [{"messages": CHAT}] * 12 + [{"messages": [{"role": "user"}]}]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, records)))
    card, rows = take(tmp_path / "t.jsonl")
    assert (len(rows), [(row.line, row.reason) for row in card.refused]) == (12, [(13, "conversation")])


def test_what_a_record_holds_beside_does_not_take_the_place_of_prompt_and_messages(take, written):
    whole = "Below is an instruction. Add. The answer is 3."
    record = {"instruction": "Add.", "input": "1 2", "output": "3", "prompt": whole}
    assert take(written([record]))[1] == [{"prompt": "Add.\n\n1 2", "response": "3", "prompt (2)": whole}]


def test_other_messages_beside_a_conversation_stay(take, written):
    _, [row] = take(written([{"conversations": SHARED, "messages": "see above"}]))
    assert json.loads(row["messages"]) == CHAT
    assert row["messages (2)"] == "see above"
