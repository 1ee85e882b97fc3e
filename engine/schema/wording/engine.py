"""Words about the engine, and the window's line to it."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "engine_unreachable": Wording(
        "The engine does not answer.",
        "It was ended, or the machine is too busy.",
        "It is looked for, and started again if need be; runs go on meanwhile.",
    ),
    # --- the engine, and asking it
    "engine_lost": Wording(
        "The engine does not answer.",
        "It may have been stopped or ended.",
        "Try again; it is started when it is needed.",
    ),
    "engine_silent": Wording(
        "An engine has this home but does not answer.",
        "It is still starting, or it hangs ({home}).",
        "Try again in a moment; if it stays so, end its process, runs go on without it.",
    ),
    "engine_not_started": Wording(
        "The engine could not be started.", "{reason}.", "Run “main.py doctor” to see what is missing."
    ),
    "engine_does_not_stop": Wording(
        "The engine has not ended yet.",
        "It still works on its last orders (process {pid}).",
        "Wait, then try again.",
    ),
    "all_needs_stop": Wording("--all belongs to --stop.", "", "Write: main.py engine --stop --all."),
    "home_not_yours": Wording(
        "{path} belongs to another user.",
        "Your data would be in their hands.",
        "Choose another folder with --home.",
    ),
    "home_is_shared": Wording(
        "{path} holds other things than Modelyard’s.",
        "The home is closed to everyone but you.",
        "Choose a folder of its own with --home.",
    ),
    "route_unknown": Wording("Nothing answers at this path.", "", "Look in /openapi.json."),
    "request_unreadable": Wording("The request could not be read.", "", "Send it again as JSON."),
    "too_many_streams": Wording("Too many windows watch the engine.", "", "Close some of them."),
    "answer_refused": Wording(
        "The engine refused without saying why (status {status}).", "", "Look in its log."
    ),
    "answer_not_understood": Wording(
        "The engine’s answer was not understood.",
        "{reason}.",
        "Stop the engine and start again: it may be another version.",
    ),
    "model_ambiguous": Wording("Several models are called {name}.", "", "Name it by its id: {ids}."),
    "endpoint_does_not_stop": Wording(
        "{name} has not ended yet.", "It still answers requests.", "Wait, then try again."
    ),
    "endpoint_unreachable": Wording(
        "The endpoint does not answer.",
        "It may be starting again.",
        "Try again in a moment; look at its log if it stays so.",
    ),
    "process_unknown": Wording("Process {pid} has ended already.", "", "Nothing to do."),
    "process_not_allowed": Wording(
        "{name} (process {pid}) is not ended from here.",
        "It is not certainly left over from a run of yours.",
        "Stop its run, or end it yourself.",
    ),
}
