"""Which runners of language models are installed beside this program. The engine and the window share a Python."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = {"vllm": ("vllm",), "llama_cpp": ("llama-cpp-python", "llama_cpp_python")}


@cache
def installed_version(runner: str) -> str | None:
    """The version of the package a runner needs; None where it is missing. The built-in one needs none."""
    for package in _PACKAGES.get(runner, ()):
        try:
            return version(package)
        except PackageNotFoundError:
            continue
    return None


def needs_package(runner: str) -> bool:
    return runner in _PACKAGES
