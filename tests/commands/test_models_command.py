"""Encrypting a model from a terminal: the passphrase comes by standard input, the engine does the work."""

import json
import subprocess
import sys

import pytest

from engine.system.paths import MAIN
from tests.fakes.served_model import save_table_model


@pytest.mark.flow
def test_a_model_is_encrypted_and_decrypted(modelyard):
    save_table_model(modelyard.home)
    folder = modelyard.home.run("table-1").model

    def change(how, passphrase):
        command = [sys.executable, str(MAIN), "models", how, "table-1", "--json"]
        command += ["--home", str(modelyard.home.root)]
        done = subprocess.run(
            command, input=f"{passphrase}\n", capture_output=True, text=True, timeout=60, check=False
        )
        assert passphrase not in done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    assert change("--encrypt", "correct horse")["encrypted"] is True
    assert not (folder / "model.safetensors").exists()
    assert change("--decrypt", "another horse")["problems"][0]["code"] == "passphrase_wrong"
    assert change("--decrypt", "correct horse")["encrypted"] is False
    assert (folder / "model.safetensors").exists()
