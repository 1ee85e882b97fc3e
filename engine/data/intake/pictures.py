"""Encoded images: whether one can be opened, and how large it is. Pillow decodes; nothing larger than the limits.

Only formats that Pillow decodes by itself are opened, so that no file can start another program.
"""

import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"})
MAX_PIXELS = 64 << 20  # decoded, 192 MiB of RGB
MAX_BYTES = 64 << 20  # of an encoded image
_SMALL = (64, 64)
_SIGNS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def fault_of_image(content: bytes) -> str | None:
    """Why these bytes cannot be learnt from as an image, as a code; None when they can. It is decoded once."""
    from PIL.Image import DecompressionBombError  # as below

    if len(content) > MAX_BYTES:
        return "image_too_large"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; what matters is whether the pixels come out
            with opened(content) as image:
                if image.width * image.height > MAX_PIXELS:
                    return "image_too_large"
                if image.format == "JPEG":
                    image.draft("RGB", _SMALL)  # the whole file is read, an eighth of the pixels made
                image.load()
    except DecompressionBombError:  # Pillow's own limit, at twice its MAX_IMAGE_PIXELS
        return "image_too_large"
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, MemoryError):
        return "image"  # what Pillow's decoders raise on broken files
    return None


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, by the header alone."""
    with opened(content) as image:
        return image.size


def opened(content: bytes) -> "Image":
    """The image, not decoded yet; raises what Pillow raises."""
    from PIL import Image  # only imports of images need it

    return Image.open(io.BytesIO(content), formats=FORMATS)


def looks_like_image(content: bytes) -> bool:
    """By the first bytes."""
    return content.startswith(_SIGNS)


def thumbnail(content: bytes, size: int) -> bytes:
    """The image at ``size`` pixels at most to a side, as PNG."""
    with opened(content) as image:
        image.draft("RGB", (size, size))
        small = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
        small.thumbnail((size, size))
        target = io.BytesIO()
        small.save(target, "PNG")
        return target.getvalue()
