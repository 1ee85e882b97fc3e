"""Words about the models behind an endpoint, and the processes that run them."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "model_name_needed": Wording(
        "It is not said which model to ask.", "Several are served here: {known}.", "Name one as “model”."
    ),
    "model_not_served": Wording(
        "No model is served here as “{name}”.", "", "Look in /v1/models for the names."
    ),
    "model_not_allowed": Wording(
        "This key may not ask “{name}”.", "It was made for other models.", "Ask for a key that may."
    ),
    "model_loading": Wording("“{name}” is still loading.", "", "Ask again in a few seconds."),
    "model_restarting": Wording(
        "“{name}” is being started again.", "Its process ended without warning.", "Ask again in a few seconds."
    ),
    "model_locked": Wording(
        "The model is encrypted, and locked.", "", "Unlock it with its passphrase on the Serve page."
    ),
    "model_not_locked": Wording(
        "“{name}” waits for no passphrase.", "It is not encrypted, or has been unlocked.", ""
    ),
    "passphrase_wrong": Wording("The passphrase is wrong.", "", "Try again."),
    "answer_too_late": Wording(
        "The answer took too long and was given up.",
        "It was not there within the endpoint’s longest wait.",
        "Ask for less at once, or allow a longer wait in the endpoint’s limits.",
    ),
    "runner_cannot": Wording(
        "{runner} cannot do this here: {what}.", "", "Leave it out, or serve the model with the built-in runner."
    ),
    "runner_not_installed": Wording(
        "{runner} is not installed.", "", "Install it, or choose another runner."
    ),
    "runner_knows_not_model": Wording(
        "{runner} cannot run this model.", "Its layout or its bits are not known to it.", "Choose another runner."
    ),
    "runner_needs_open_model": Wording(
        "{runner} cannot read an encrypted model.",
        "It would need the weights unencrypted on the disk.",
        "Choose the built-in runner.",
    ),
    "runner_did_not_start": Wording(
        "{runner} did not start.", "The endpoint’s log has its own words.", "Choose another runner."
    ),
    "runner_asked_for": Wording("This runner was asked for.", "", ""),
    "runner_fastest": Wording("The fastest of the runners that were measured on this machine.", "", ""),
    "runners_measured": Wording(
        "The runners that are installed are being measured.",
        "It is done once for each model, and may take some minutes.",
        "Choose a runner if it must be ready at once.",
    ),
    "runner_sealed": Wording("Only the built-in runner reads a model that is encrypted.", "", ""),
    "four_bit_differs": Wording(
        "In four bits the model says something else at times.",
        "On a text of its own it would take the same word as in 16 bits after {agreement} of all words.",
        "Serve it in 8 bits if answers matter more than memory.",
    ),
    "step_compiled": Wording("Computed by kernels that were compiled for this processor.", "", ""),
    "step_compiles": Wording(
        "Kernels are being compiled for this processor.", "Answers come more slowly until then.", ""
    ),
    "step_graphed": Wording("The kernels of a step are launched at once, as a CUDA graph.", "", ""),
    "step_not_graphed": Wording(
        "The kernels of a step are launched one by one.", "They could not be captured as a CUDA graph.", ""
    ),
    "step_no_compiler": Wording(
        "Computed without kernels of our own.",
        "No C++ compiler is installed here; with one, answers come up to twice as fast.",
        "Install g++ or clang.",
    ),
    "step_not_compiled": Wording(
        "Computed without kernels of our own.", "The compiler refused them; the endpoint’s log says why.", ""
    ),
    "step_differs": Wording(
        "Computed without kernels of our own.", "Compiled here, they did not compute what they should.", ""
    ),
    "runner_lost": Wording(
        "The process that was computing the answer ended.", "It is being started again.", "Ask again."
    ),
    "runner_killed": Wording(
        "The process that runs the model was killed by {signal}.",
        "Something outside ended it; often the system ran out of memory.",
        "It is started again by itself.",
    ),
    "runner_ended": Wording(
        "The process that runs the model ended with status {status}.",
        "It gave no reason.",
        "Look in the endpoint’s log.",
    ),
    "runner_failed": Wording(
        "The process that runs the model stopped with an error.",
        "{type}: {text}",
        "Look in the endpoint’s log.",
    ),
    "runner_stuck": Wording(
        "The process that runs the model no longer answered and was ended.", "", "It is started again by itself."
    ),
    "runner_out_of_memory": Wording(
        "The model does not fit into the memory that is free.",
        "Its process was ended for lack of memory, or was refused more.",
        "Serve it with fewer bits, a shorter context or fewer processes, or close other programs.",
    ),
}  # fmt: skip
