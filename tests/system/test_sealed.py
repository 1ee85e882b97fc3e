"""A folder that is encrypted at rest: what it holds is what was put in, or nothing."""

import io
import os
import subprocess
import sys

import pytest

from engine.system import sealed
from engine.system.paths import ROOT
from engine.system.sealed import chunks, wrapped
from engine.system.sealed.chunks import DamagedError, decrypted, encrypted
from engine.system.sealed.wrapped import DataKey, WrongPassphraseError, derived, unwrap, wrap

KEY = bytes(range(32))
PASSPHRASE = "correct horse"
CONTENT = {"weights.bin": b"w" * 5000, "adapter/weights.bin": b"", "words.json": b'{"a": 1}'}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """The cost of a try is what keeps others out, and tests long."""
    monkeypatch.setattr(wrapped, "_N", 16)
    monkeypatch.setattr(chunks, "CHUNK", 1000)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "model"
    for name, content in {**CONTENT, "card.json": b"{}"}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def plain_of(folder):
    """Its content, in whichever form it is whole."""
    if not sealed.is_sealed(folder):
        return {name: (folder / name).read_bytes() for name in CONTENT}
    opened = sealed.open_sealed(folder, PASSPHRASE)
    return {name: opened.read(name) for name in opened.names}


def test_the_cipher_is_aes_256_gcm():
    """Test case 16 of McGrew and Viega, “The Galois/Counter Mode of Operation”, through the library that we use."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    text = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
        "b16aedf5aa0de657ba637b39"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    assert AESGCM(key).encrypt(bytes.fromhex("cafebabefacedbaddecaf888"), text, bound).hex() == (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
        "c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b"
    )


def test_the_passphrase_key_is_scrypt_s():
    """The vector of RFC 7914, section 12, as far as our 32 bytes go."""
    made = derived("pleaseletmein", b"SodiumChloride", 16384, 8, 1)
    assert made.hex() == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"


def test_a_letter_that_can_be_written_in_two_ways_is_one_letter():
    assert derived("caf\u00e9", b"s", 16, 8, 1) == derived("cafe\u0301", b"s", 16, 8, 1)


def test_the_form_of_a_sealed_file_is_as_described():
    """Written out here by hand: a file of an older version must open for ever."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    prefix, content = b"\x01" * 8, b"a" * 1000 + b"b" * 10
    written = b"".join(encrypted(KEY, "w", io.BytesIO(content), prefix))
    head = b"MODELYARD SEALED 1\n" + prefix
    first = AESGCM(KEY).encrypt(prefix + bytes(4), content[:1000], head + bytes(4) + b"\0w")
    last = AESGCM(KEY).encrypt(prefix + b"\0\0\0\1", content[1000:], head + b"\0\0\0\1\1w")
    assert written == head + first + last


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2000, 3500])
def test_what_was_sealed_is_read_again(size):
    content = os.urandom(size)
    written = b"".join(encrypted(KEY, "w", io.BytesIO(content)))
    assert b"".join(decrypted(KEY, "w", io.BytesIO(written))) == content
    assert written != b"".join(encrypted(KEY, "w", io.BytesIO(content))), "no nonce comes twice"


def read(written, name="w", key=KEY):
    return b"".join(decrypted(key, name, io.BytesIO(written)))


def test_no_byte_can_be_changed():
    written = b"".join(encrypted(KEY, "w", io.BytesIO(bytes(1500))))
    for place in range(len(written)):
        changed = bytearray(written)
        changed[place] ^= 1 << place % 8
        with pytest.raises(DamagedError):
            read(bytes(changed))


def test_nothing_can_be_cut_off_added_swapped_or_taken_from_elsewhere():
    head, *pieces = encrypted(KEY, "w", io.BytesIO(bytes(3500)))
    whole = b"".join([head, *pieces])
    others = [whole[:length] for length in range(len(whole))] + [
        whole + b"x",
        whole + pieces[-1],
        b"".join([head, *pieces[:-1]]),
        b"".join([head, pieces[1], pieces[0], *pieces[2:]]),
        b"".join([head, pieces[0], *pieces]),
        b"".join([head, pieces[-1]]),
    ]
    for other in others:
        with pytest.raises(DamagedError):
            read(other)
    for wrong in ({"name": "v"}, {"key": bytes(32)}):
        with pytest.raises(DamagedError):
            read(whole, **wrong)
    (elsewhere, *others) = encrypted(KEY, "w", io.BytesIO(bytes(3500)))
    with pytest.raises(DamagedError):
        read(b"".join([elsewhere, pieces[0], *others[1:]]))


def test_the_data_key_opens_for_its_passphrase_alone():
    data = DataKey(KEY, ("w",))
    content = wrap(data, PASSPHRASE)
    assert unwrap(content, PASSPHRASE) == data
    assert content != wrap(data, PASSPHRASE)
    for wrong in ("", "correct horsf", "Correct horse", PASSPHRASE + " "):
        with pytest.raises(WrongPassphraseError):
            unwrap(content, wrong)


def test_no_byte_of_the_wrapped_key_can_be_changed(monkeypatch):
    content = wrap(DataKey(KEY, ("w",)), PASSPHRASE)
    for place in range(len(content)):
        for bit in (0, 5):  # 5 makes small letters of large ones
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            with pytest.raises((DamagedError, WrongPassphraseError)):
                unwrap(bytes(changed), PASSPHRASE)


@pytest.mark.parametrize(
    "cost", [{"n": 1 << 30}, {"r": 1 << 20}, {"n": 1 << 20, "r": 32}, {"p": 1 << 20}, {"n": 24}, {"n": 0}]
)
def test_a_key_that_would_cost_the_memory_is_not_tried(cost):
    import json

    content = {**json.loads(wrap(DataKey(KEY, ()), PASSPHRASE)), **cost}
    with pytest.raises(DamagedError):
        unwrap(json.dumps(content, indent=1, sort_keys=True).encode(), PASSPHRASE)


@pytest.mark.parametrize(
    "name", ["../bystander", "a/../../bystander", "{folder}/bystander", "", ".", "..", "a\0"]
)
def test_a_name_that_leads_out_of_the_folder_is_never_followed(folder, name):
    bystander = folder.parent / "bystander"
    bystander.write_bytes(b"mine")
    named = name.replace("{folder}", str(folder.parent))
    (folder / "sealed.json").write_bytes(wrap(DataKey(KEY, (named,)), PASSPHRASE))
    for follow in (sealed.finish, lambda folder: sealed.unseal(folder, PASSPHRASE)):
        with pytest.raises(DamagedError):
            follow(folder)
    assert bystander.read_bytes() == b"mine"


def test_nothing_of_a_sealed_folder_can_be_read_but_what_was_to_stay(folder):
    sealed.seal(folder, PASSPHRASE, plain=("card.json",))
    names = files_of(folder)
    assert names.keys() == {"card.json", "sealed.json", *(f"{name}.sealed" for name in CONTENT)}
    assert not any(b"wwww" in content or b'"a"' in content for content in names.values())
    assert plain_of(folder) == CONTENT
    with pytest.raises(WrongPassphraseError):
        sealed.open_sealed(folder, "another")
    with pytest.raises(DamagedError):
        sealed.open_sealed(folder, PASSPHRASE).read("card.json")


def test_a_sealed_folder_is_unsealed_to_what_it_was(folder):
    before = files_of(folder)
    sealed.seal(folder, PASSPHRASE, plain=("card.json",))
    with pytest.raises(WrongPassphraseError):
        sealed.unseal(folder, "another")
    assert plain_of(folder) == CONTENT
    sealed.unseal(folder, PASSPHRASE)
    assert files_of(folder) == before


def test_one_sealed_file_that_is_damaged_leaves_the_folder_sealed(folder):
    sealed.seal(folder, PASSPHRASE, plain=("card.json",))
    place = folder / "words.json.sealed"
    place.write_bytes(place.read_bytes()[:-1])
    with pytest.raises(DamagedError):
        sealed.unseal(folder, PASSPHRASE)
    assert not (folder / "weights.bin").exists() and not (folder / "words.json").exists()


_CHANGE = """
import sys
from pathlib import Path
from engine.system import sealed
from engine.system.sealed import chunks, wrapped
wrapped._N, chunks.CHUNK = 16, 1000
if sys.argv[2] == "seal":
    sealed.seal(Path(sys.argv[1]), "correct horse", plain=("card.json",))
else:
    sealed.unseal(Path(sys.argv[1]), "correct horse")
"""


@pytest.mark.parametrize(
    ("change", "point", "is_sealed"),
    [
        ("seal", "sealed.file", False),
        ("seal", "files.before_rename", False),
        ("seal", "sealed.sealed", True),
        ("unseal", "sealed.file", True),
        ("unseal", "sealed.unsealed", False),
    ],
)
def test_a_power_cut_in_the_middle_leaves_one_form_whole(folder, change, point, is_sealed):
    if change == "unseal":
        sealed.seal(folder, PASSPHRASE, plain=("card.json",))
    ended = subprocess.run(
        [sys.executable, "-c", _CHANGE, str(folder), change],
        cwd=ROOT,
        env={**os.environ, "MODELYARD_FAULT": f"{point}:kill9"},
        check=False,
    )
    assert ended.returncode == -9
    assert sealed.is_sealed(folder) is is_sealed
    assert plain_of(folder) == CONTENT
    sealed.finish(folder)
    assert plain_of(folder) == CONTENT
    ours = {f"{name}.sealed" for name in CONTENT} | {"sealed.json"} if is_sealed else set(CONTENT)
    assert files_of(folder).keys() == ours | {"card.json"}


def test_a_full_disk_leaves_the_plain_form(folder, monkeypatch):
    before = files_of(folder)
    calls = iter([None, OSError(28, "No space left on device")])

    def write(path, pieces):
        if error := next(calls):
            raise error
        path.write_bytes(b"".join(pieces))

    monkeypatch.setattr("engine.system.sealed.folder._write", write)
    with pytest.raises(OSError, match="No space"):
        sealed.seal(folder, PASSPHRASE, plain=("card.json",))
    assert files_of(folder) == before
