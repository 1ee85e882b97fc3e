"""Words about a run that ended badly."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "rank_failed": Wording(
        "Rank {rank} stopped with an error.", "{type}: {text}", "The run's log and its error file show where."
    ),
    "rank_killed": Wording(
        "Rank {rank} was killed by {signal}.",
        "Something outside the run ended it; often the system ran out of memory.",
        "Free some memory, then resume the run: it goes on from its newest checkpoint.",
    ),
    "rank_hung": Wording(
        "Rank {rank} did nothing for {seconds} s and was ended.",
        "It was stopped from outside, or waited for something that never came.",
        "Resume the run: it goes on from its newest checkpoint.",
    ),
    "peer_lost": Wording(
        "Rank {rank} lost the connection to another rank.",
        "The other one ended first; its own error is the cause.",
        "Resume the run.",
    ),
    "worker_lost": Wording(
        "Worker {rank} is lost; the others go on.",
        "Its process ended. What it was working on is done by another worker.",
        "Nothing needs to be done; look in its log for the cause.",
    ),
    "rank_not_starting": Wording(
        "Rank {rank} ended with status {status}.", "It left no error file.", "Look in its log."
    ),
    "out_of_memory": Wording(
        "Rank {rank} ran out of memory ({phase}).",
        "It asked for {asked_bytes} more, and {free_bytes} were free.",
        "Work through the batch in more passes, recompute activations, share the model over more devices, or close other programs.",
    ),
    "loss_not_finite": Wording(
        "The loss is no longer a number at step {step}.",
        "The steps were too large for this model, or the data holds extreme values.",
        "Choose a smaller learning rate (it is {learning_rate}), clip gradients at 1, or look at the data.",
    ),
    "checkpoint_lacks": Wording(
        "The checkpoint {name} does not hold “{tensor}”.",
        "It was written by a run of another model or optimizer.",
        "Start a new run, or set model and optimizer back to what they were.",
    ),
    "disk_full": Wording(
        "The disk is full: {path} could not be written.",
        "About {needed_bytes} are needed, {free_bytes} are free.",
        "Free some space, then resume the run: earlier checkpoints are intact.",
    ),
    "checkpoint_damaged": Wording(
        "The checkpoint {name} is damaged.",
        "{file} is not what was written.",
        "It was set aside, and the run goes on from the one before.",
    ),
    "device_missing": Wording("The device {device} is not there.", "", "Choose another device."),
    "device_left_out": Wording(
        "The run goes on without {device}, on {ranks} ranks.",
        "Its rank was lost twice without a step in between.",
        "Look at the device, then pause and resume the run to use it again.",
    ),
}
