"""Spec files that nobody wrote by accident: every one is answered with a line, none with time, memory or a traceback."""

import os
import threading
from pathlib import Path

import pytest

from engine.schema.problem import UserError
from engine.schema.spec_file import MAX_BYTES, MOST_PROBLEMS, load_text, read_spec

GOOD = "name: x\ntask: tabular_regression\ndata: {source: a.csv, target: y}\nmodel: {name: linear}\n"


def _bomb() -> str:
    """Nine lines that stand for 9**9 words."""
    lines, before = ["a: &a [x, x, x, x, x, x, x, x, x]"], "a"
    for name in "bcdefghi":
        lines.append(f"{name}: &{name} [{', '.join(['*' + before] * 9)}]")
        before = name
    return "\n".join([*lines, f"name: *{before}"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(_bomb(), 6, id="aliases that multiply"),
        pytest.param("&a\nname: *a\n<<: *a\n", 1, id="a group that contains itself"),
        pytest.param("a: &a [*a]\nname: *a\n", 1, id="a list that contains itself"),
        pytest.param("[" * 50_000, 1, id="deep nesting"),
        pytest.param(GOOD + "name: y\n", 5, id="a key twice"),
        pytest.param(GOOD + "training: {seed: 1, epochs: 1, seed: 2}\n", 5, id="a key twice in a group"),
        pytest.param("name: 2020-99-99\n", 1, id="no such day"),
        pytest.param("name: x\nseed: " + "9" * 5000, 2, id="more digits than Python reads"),
        pytest.param("name: 0b_\n", 1, id="a number without digits"),
        pytest.param("name: !!bool maybe\n", 1, id="a tag its value does not fit"),
        pytest.param("name: !!timestamp soon\n", 1, id="a time that is none"),
        pytest.param("name: !!python/object/apply:os.getcwd []\n", 1, id="a call"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_line(text: str, line: int):
    with pytest.raises(UserError) as refused:
        load_text(text)
    assert (refused.value.problems[0].code, refused.value.problems[0].params["line"]) == ("not_yaml", line)


def test_anchors_are_welcome_where_they_spare_writing():
    text = "a: &half {validation: 0.25}\nb: {<<: *half, test: 0.25}\nc: *half\n"
    assert load_text(text)["b"] == {"validation": 0.25, "test": 0.25}


def test_only_so_many_problems_are_named_at_once(tmp_path: Path):
    spec = tmp_path / "spec.yaml"
    spec.write_text(GOOD + "".join(f"k{number}: 1\n" for number in range(500)))
    with pytest.raises(UserError) as refused:
        read_spec(spec)
    assert len(refused.value.problems) == MOST_PROBLEMS


@pytest.mark.parametrize("content", [b"\x00\xff\xfe" * 100, b"a" * (MAX_BYTES + 1)], ids=["binary", "large"])
def test_a_file_that_is_no_text_or_too_large_is_unreadable(tmp_path: Path, content: bytes):
    spec = tmp_path / "spec.yaml"
    spec.write_bytes(content)
    assert _code(spec) == "file_unreadable"


def test_a_folder_and_a_link_to_itself_are_unreadable(tmp_path: Path):
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    assert (_code(tmp_path), _code(loop)) == ("file_unreadable", "file_unreadable")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_device_without_end_is_not_read_to_its_end():
    assert _code(Path("/dev/zero")) == "file_unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_like_a_file(tmp_path: Path):
    pipe = tmp_path / "spec.yaml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(GOOD,))
    writer.start()
    assert read_spec(pipe).name == "x"
    writer.join()


def _code(spec: Path) -> str:
    with pytest.raises(UserError) as refused:
        read_spec(spec)
    return refused.value.problems[0].code
