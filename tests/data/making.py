"""Files as tests need them: images, workbooks, folders."""

import io
import random
from pathlib import Path

from PIL import Image


def encoded_image(width: int = 8, height: int = 6, kind: str = "PNG", seed: int = 0) -> bytes:
    """An image of noise, so that each seed is another one."""
    noise = random.Random(seed).randbytes(width * height * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (width, height), noise).save(target, kind)
    return target.getvalue()


def fill(folder: Path, files: dict[str, bytes | str]) -> Path:
    """Write files by their names below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
