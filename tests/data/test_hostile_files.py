"""Files that mean harm give a dataset or a reason, in a process that may not take more memory than a cap."""

import json
import os
import subprocess
import sys
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.data.making import encoded_image

CAP = 1500 << 20  # of address space; Arrow and Python alone reserve a third of it
_PROGRAM = f"""
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({CAP}, {CAP}))
from engine.data.intake.importing import import_file
from engine.schema.problem import UserError
for path in sys.argv[2:]:
    try:
        card = import_file(Path(path), Path(sys.argv[1]))
        print(json.dumps([card.rows, [row.reason for row in card.refused], ""]))
    except UserError as error:
        print(json.dumps([0, [], error.problems[0].code]))
"""

pytestmark = [pytest.mark.fault, pytest.mark.skipif(sys.platform != "linux", reason="the cap is Linux's")]


@pytest.fixture
def outcomes(tmp_path):
    """Import each file in one process under the cap; (rows, reasons of refused ones, code of the problem) by name."""

    def outcomes_of(files):
        (tmp_path / "datasets").mkdir()
        (tmp_path / "in").mkdir()
        for name, write in files.items():
            write(tmp_path / "in" / name)
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(tmp_path / "datasets"), *(str(tmp_path / "in" / name) for name in files)],
            capture_output=True, text=True, timeout=600,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "ARROW_DEFAULT_MEMORY_POOL": "system"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return dict(zip(files, map(json.loads, done.stdout.splitlines()), strict=True))

    return outcomes_of


def endless(start, letter, end=b"", size=40):
    """A file with a line of so many megabytes."""

    def write(path):
        with path.open("wb") as file:
            file.write(start)
            for _ in range(size):
                file.write(letter * (1 << 20))
            file.write(end)

    return write


@pytest.mark.parametrize("size", [40, pytest.param(1100, marks=[pytest.mark.slow, pytest.mark.timeout(700)])])
def test_endless_lines_are_refused(outcomes, size):
    told = outcomes(
        {
            "a.csv": endless(b"a,b\n1,x\n2,", b"y", b"\n3,z\n", size),
            "b.csv": endless(b'a,b\n1,x\n2,"', b"y", b"\n3,z\n", size),
            "c.jsonl": endless(b'{"a": 1}\n{"a": "', b"y", b'"}\n{"a": 2}\n', size),
            "d.json": endless(b'[{"a": 1}, {"a": "', b"y", b'"}]', size),
            "e.txt": endless(b"words\n", b"y", b"\nmore words\n", size),
            "f.csv": endless(b"a,b\n1,x\n", b"\0", b"\n3,z\n", size),
            "g.json": endless(b"{", b" " * 7 + b'"', size=size // 8),
        }
    )
    assert told["a.csv"] == [2, ["too_long"], ""]
    assert told["b.csv"][2] == "" and told["b.csv"][0] == 2
    assert told["c.jsonl"] == [2, ["too_long"], ""]
    assert told["d.json"][2] == "dataset_unreadable"
    assert told["e.txt"] == [2, ["too_long"], ""]
    assert told["f.csv"][2] == "dataset_binary"
    assert told["g.json"][2] in ("dataset_unreadable", "json_too_large")


def test_files_that_unpack_to_far_more_are_refused(outcomes):
    def zip_of_zeros(name):
        def write(path):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(name, b"\0" * (64 << 20))

        return write

    def arrow_of_zeros(path):
        batch = pa.record_batch({"x": pa.repeat(pa.scalar(0), 200 << 20)})
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with (
            pa.OSFile(str(path), "wb") as file,
            pa.ipc.new_file(file, batch.schema, options=options) as writer,
        ):
            writer.write_batch(batch)

    told = outcomes(
        {
            "a.zip": zip_of_zeros("t.csv"),
            "b.xlsx": zip_of_zeros("xl/worksheets/sheet1.xml"),
            "c.arrow": arrow_of_zeros,
        }
    )
    assert [told[name][2] for name in ("a.zip", "b.xlsx")] == ["dataset_bomb"] * 2
    assert told["c.arrow"][2] == "dataset_memory_short"


@pytest.mark.slow  # a gigabyte is written before it is enough
def test_a_word_repeated_thousands_of_times_is_refused(outcomes):
    def repeated_word(path):
        word = pa.DictionaryArray.from_arrays(pa.array([0] * 8000, pa.int32()), ["x" * (1 << 20)])
        pq.write_table(pa.table({"x": word}), path)  # 8 GB of words in one MB

    assert outcomes({"a.parquet": repeated_word})["a.parquet"][2] == "dataset_bomb"


def test_an_image_that_unpacks_to_far_more_is_refused(outcomes):
    from PIL import Image

    def bomb(path):
        path.mkdir(parents=True)
        (path / "fine.png").write_bytes(encoded_image())
        Image.new("1", (14_000, 14_000)).save(path / "large.png")
        Image.new("L", (9000, 9000)).save(path / "middle.tiff", compression="tiff_deflate")

    told = outcomes({"images": bomb})
    assert told["images"] == [1, ["image_too_large", "image_too_large"], ""]
