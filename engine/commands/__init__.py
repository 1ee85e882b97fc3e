"""One file per subcommand of main.py, each with ``add_arguments(parser)`` and ``run(arguments) -> int``."""
