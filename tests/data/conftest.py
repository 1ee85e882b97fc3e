"""What tests of imports share: a folder of datasets, and a way to import into it and see the rows."""

from pathlib import Path

import pyarrow as pa
import pytest

from engine.data.intake.importing import import_file
from engine.data.intake.readers.base import DATA


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    folder = tmp_path / "datasets"
    folder.mkdir()
    return folder


@pytest.fixture
def take(datasets: Path):
    """Import a path; gives the card and the rows as dicts, images as bytes."""

    def take_in(path: Path, **options):
        card = import_file(path, datasets, **options)
        with pa.OSFile(str(datasets / card.id / DATA)) as file:
            rows = pa.ipc.open_file(file).read_all().to_pylist()
        assert len(rows) == card.rows
        return card, rows

    return take_in
