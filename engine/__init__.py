"""The local engine: owns jobs, files and devices; never imports Qt or the gui package."""
