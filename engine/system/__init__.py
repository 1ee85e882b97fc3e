"""The machine and this disk: paths, durable files, processes, devices."""
