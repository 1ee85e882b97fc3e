"""Words about what the check before a launch has looked at."""

# One sentence each; sizes are filled in with units.
CHECK_ITEMS: dict[str, str] = {
    "data_ready": "{name} is ready: {rows} rows, {columns} columns.",
    "rows": "{train} rows to train on, {validation} to validate, {test} to test.",
    "steps": "{total} steps, {per_epoch} per epoch.",
    "parts": "{count} runs, {parallel} at once.",
    "parameters": "The model has {parameters} parameters.",
    "device_free": "{devices} is free; one rank.",
    "devices_free": "Free for {ranks} ranks: {devices}.",
    "devices_busy": "In use: {devices}. The run waits for its turn.",
    "memory_ok": "Memory fits: about {needed_bytes} of {available_bytes} free.",
    "memory_short": "Memory is short: about {needed_bytes} are needed, {available_bytes} are free.",
    "disk_ok": "Disk is enough: about {needed_bytes} of {free_bytes} free.",
    "disk_short": "The disk is too full: about {needed_bytes} are needed, {free_bytes} are free.",
    "auto_one_device": "One device is chosen; nothing needs to be shared.",
    "auto_one_is_fastest": "One rank is expected to be faster than {devices} that must agree after each step.",
    "auto_fastest": "{strategy} is expected to be the fastest of {tried} strategies that fit.",
    "auto_needs_splitting": "{strategy}, because the model does not fit on one device.",
    "auto_nothing_fits": "Nothing fits into the memory; {strategy} needs least, about {needed_bytes}.",
    "auto_accumulation": "Each batch is worked through in {passes} passes, because a larger pass does not fit.",
    "auto_recompute": "Activations are computed again ({how}), because they do not fit.",
    "auto_bf16": "bf16, because this device multiplies clearly faster in it.",
    "auto_fp32_faster": "fp32, because bf16 was measured to gain too little here.",
    "auto_fp32_unmeasured": "fp32, because bf16 was not measured here yet.",
    "auto_compile": "Layers are compiled, because the run is long enough for it to pay.",
}
