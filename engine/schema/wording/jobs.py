"""Words about a job, and what can be asked of it."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "job_unknown": Wording("There is no run or endpoint “{id}”.", "It may have been deleted.", ""),
    "job_move_not_allowed": Wording("This cannot be done now.", "The job is {state}.", ""),
    "pause_endpoint_not_allowed": Wording(
        "An endpoint cannot pause.", "", "Stop it, and serve the model again later."
    ),
    "checkpoint_not_allowed": Wording(
        "No checkpoint can be saved now.", "The job is {state}.", "Wait until it is running."
    ),
    "place_not_allowed": Wording("Only waiting jobs have a place in the queue.", "The job is {state}.", ""),
    "delete_live_not_allowed": Wording("A live job cannot be deleted.", "It is {state}.", "Stop it first."),
    "delete_needs_with_model": Wording(
        "The run’s model would be deleted with it.",
        "The model lies in the run’s folder.",
        "Say that the model may go too, or keep the run.",
    ),
    "start_failed": Wording(
        "The job could not be started.", "{reason}.", "Close other programs, then try again."
    ),
    "agent_lost": Wording(
        "The process that leads the ranks was ended by {signal}.",
        "Something outside the run ended it.",
        "Resume the run: it goes on from its newest checkpoint.",
    ),
    "server_killed": Wording(
        "The endpoint’s process was ended by {signal}.",
        "Something outside Modelyard ended it.",
        "Start the endpoint again.",
    ),
    "worker_failed": Wording(
        "The job’s process ended with status {code}.", "It left no error file.", "Look in its log."
    ),
    "killed_out_of_memory": Wording(
        "The system ended the run: the memory was full.",
        "The run and other programs needed more than there is.",
        "Choose a smaller batch or model, or close other programs, then try again.",
    ),
    "lost_too_often": Wording(
        "The run lost its processes {times} times without a step in between.",
        "Something outside the run ends them.",
        "Look in its log, then try again.",
    ),
    "log_unknown": Wording(
        "There is no log of “{rank}”.", "", "Choose a rank’s number, shim, agent or server."
    ),
    "endpoint_unknown": Wording("There is no endpoint “{id}”.", "", ""),
    "endpoint_not_ready": Wording("The endpoint is not ready.", "", "Try again when it is running."),
    "key_unknown": Wording("There is no key “{id}”.", "It may have been revoked.", ""),
}
