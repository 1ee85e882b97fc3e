"""The local engine: owns jobs, files and devices; never imports Qt or the gui package."""

VERSION = "0.1.0"  # the same as in pyproject.toml, which is not read at run time
