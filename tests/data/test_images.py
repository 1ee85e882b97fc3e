"""Encoded images of every kind become the same arrays, and broken ones name their row."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from engine.data.images import EncodedImages, ImageError, decoded, is_grey
from engine.data.table import read_table
from engine.schema.problem import UserError
from tests.fakes.images import encoded, write_images
from tests.fakes.run_folder import write_dataset

DRAW = np.random.default_rng(0)
COLOURED = DRAW.integers(0, 256, (20, 30, 3), dtype=np.uint8)
GREY = DRAW.integers(0, 256, (20, 20), dtype=np.uint8)


def saved(image: Image.Image, form: str = "PNG", **settings) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **settings)
    return target.getvalue()


@pytest.mark.parametrize("form", ["PNG", "BMP", "TIFF", "WEBP"])
def test_an_image_of_the_right_size_comes_out_as_it_went_in(form):
    settings = {"lossless": True} if form == "WEBP" else {}
    square = COLOURED[:, 5:25]
    assert (decoded(encoded(square, form, **settings), 20, 3) == square.transpose(2, 0, 1)).all()
    assert (decoded(encoded(GREY), 20, 1)[0] == GREY).all()


@pytest.mark.parametrize(("width", "height"), [(30, 20), (20, 30), (37, 101), (9, 8), (3000, 2)])
def test_the_short_side_fits_and_the_middle_is_cut_out(width, height):
    pixels = DRAW.integers(0, 256, (height, width, 3), dtype=np.uint8)
    short, long = min(width, height), max(width, height)
    across, down = (16, int(16 * long / short)) if width <= height else (int(16 * long / short), 16)
    whole = np.asarray(Image.fromarray(pixels).resize((across, down), Image.Resampling.BILINEAR))
    left, top = (across - 16) // 2, (down - 16) // 2
    wanted = whole[top : top + 16, left : left + 16].transpose(2, 0, 1).astype(int)
    assert np.abs(decoded(encoded(pixels), 16, 3) - wanted).max() <= 1


def test_a_camera_held_sideways_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    turned = decoded(saved(Image.fromarray(GREY), exif=exif), 20, 1)[0]
    assert (turned == np.rot90(GREY, -1)).all()


def test_what_can_be_seen_through_shows_white():
    pixels = np.zeros((8, 8, 4), dtype=np.uint8)
    pixels[:4, :, 3] = 255
    shown = decoded(encoded(pixels), 8, 3)
    assert (shown[:, :4] == 0).all() and (shown[:, 4:] == 255).all()
    palette = Image.fromarray(pixels[..., 3]).convert("P")
    assert (decoded(saved(palette, transparency=0), 8, 1)[0, 4:] == 255).all()


def test_sixteen_bits_become_eight():
    wide = np.linspace(0, 65535, 64, dtype=np.uint16).reshape(8, 8)
    assert (decoded(encoded(wide), 8, 1)[0] == wide // 256).all()
    assert (decoded(encoded(wide.astype(np.float32) / 65535, "TIFF"), 8, 1)[0] == wide // 257).all()


def test_grey_is_told_from_colour():
    assert is_grey(decoded(encoded(GREY), 20, 3)[None])
    assert not is_grey(decoded(encoded(COLOURED), 20, 3)[None])


def bomb() -> bytes:
    """A PNG of 100,000 × 100,000 pixels in a few bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "image_unreadable"),
        (b"no image at all", "image_unreadable"),
        (encoded(COLOURED)[:300], "image_unreadable"),
        (encoded(COLOURED, "JPEG")[:200], "image_unreadable"),
        (bomb(), "image_too_large"),
    ],
    ids=["empty", "text", "half a png", "half a jpeg", "bomb"],
)
def test_what_cannot_be_read_has_a_code(content, code):
    with pytest.raises(ImageError) as refused:
        decoded(content, 8, 3)
    assert refused.value.code == code


def test_images_are_found_by_row_and_a_broken_one_is_named(home):
    contents = [encoded(np.full((6, 6), value, dtype=np.uint8)) for value in (10, 20, 30)]
    write_dataset(home, "some", {"image": [*contents, b"broken"]}, {"image": "image"})
    data = home.dataset("some") / "data.arrow"
    images = EncodedImages(data, "image", np.array([2, 0]))
    assert images.decoded(np.array([1, 0, 1]), 6, 1)[:, 0, 0, 0].tolist() == [10, 30, 10]
    assert images.all_decoded(6, 1, 2)[:, 0, 0, 0].tolist() == [30, 10]
    with pytest.raises(UserError) as refused:
        EncodedImages(data, "image", np.arange(4)).all_decoded(6, 1, 2)
    [problem] = refused.value.problems
    assert (problem.code, problem.params["row"]) == ("image_unreadable", 4)


def test_in_a_table_equal_images_are_equal_and_absent_ones_missing(home):
    write_images(home, rows=2)
    one = encoded(GREY)
    write_dataset(home, "twice", {"image": [one, None, one, encoded(GREY.T)]}, {"image": "image"})
    column = read_table(home.dataset("twice") / "data.arrow", {"image": "image"}, ["image"]).columns["image"]
    assert column[0] == column[2] != column[3] and column[1] is None
