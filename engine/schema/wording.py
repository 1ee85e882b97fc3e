"""The English words of every problem: what is wrong, why, and what to do.

One entry a code, grouped by where the problem is found. ``{name}`` is filled from the problem's
parameters. The window translates these templates, so each stands here once.
"""

from typing import NamedTuple


class Wording(NamedTuple):
    """Templates of one problem; ``{name}`` is filled from the problem's parameters."""

    what: str
    why: str
    what_to_do: str


WORDING: dict[str, Wording] = {
    "unexpected": Wording(
        "Something went wrong inside Modelyard.",
        "The details ({code}) are in the log.",
        "Try again; if it happens twice, report it with the log.",
    ),
    # --- a spec, field by field
    "unknown_key": Wording(
        "“{key}” is not a setting here.", "", "Did you mean {suggestion}? Known: {known}."
    ),
    "missing_key": Wording("This setting is missing.", "", "Add it."),
    "surplus_key": Wording("“{key}” is not a setting here.", "", "Remove it."),
    "below_minimum": Wording("{value} is too small.", "It must be {bound} or more.", ""),
    "not_above": Wording("{value} is too small.", "It must be above {bound}.", ""),
    "above_maximum": Wording("{value} is too large.", "It must be {bound} or less.", ""),
    "not_below": Wording("{value} is too large.", "It must be below {bound}.", ""),
    "too_short": Wording("{value} is too short.", "Its length must be {bound} or more.", ""),
    "too_long": Wording("{value} is too long.", "Its length must be {bound} or less.", ""),
    "not_whole_number": Wording("{value} is not a whole number.", "", "Write a whole number."),
    "not_number": Wording("{value} is not a number.", "", "Write a number."),
    "not_text": Wording("{value} is not a text.", "", "Write a text, in quotes if it looks like a number."),
    "not_switch": Wording("{value} is neither true nor false.", "", "Write true or false."),
    "not_date": Wording("{value} is not a date.", "", "Write year, month and day, such as 2026-11-23."),
    "not_list": Wording("{value} is not a list.", "", "Write a list, in square brackets."),
    "not_group": Wording(
        "{value} is not a group of names and values.", "", "Write each name with its value."
    ),
    "not_a_name": Wording(
        "{value} cannot be a name.", "It may be part of a file’s name.", "Leave out slashes and line breaks."
    ),
    "not_a_device": Wording("{value} is not a device.", "", "Write cpu, or cuda:0 for the first GPU."),
    "bad_form": Wording("{value} cannot be used here.", "It does not have the form that is expected.", ""),
    "not_a_choice": Wording("“{value}” is not one of the choices.", "", "Write one of: {choices}."),
    "not_yaml": Wording(
        "The file is not readable as YAML or JSON.", "Line {line}: {reason}.", "Mend that line."
    ),
    "file_missing": Wording("{path} was not found.", "", "Check the name and the folder."),
    "file_unreadable": Wording(
        "{path} cannot be read.", "{reason}.", "Choose another file, or mend its permissions."
    ),
    "split_leaves_nothing": Wording(
        "The split leaves no rows to train on.",
        "Validation and test share add up to 1 or more.",
        "Make them smaller, 0.1 each for example.",
    ),
    "heads_do_not_divide_width": Wording(
        "The heads do not divide the width.",
        "Each head takes an equal part of it.",
        "Choose a width that is a multiple of the heads.",
    ),
    "single_takes_one_device": Wording(
        "“single” runs on one device.", "More than one is chosen.", "Choose one device, or the strategy ddp."
    ),
    "replicas_do_not_divide_devices": Wording(
        "The replicas do not divide the devices.",
        "Each replica takes an equal part of them.",
        "Choose a number of replicas that divides the number of devices.",
    ),
    "degree_does_not_divide_devices": Wording(
        "The degree does not divide the devices.",
        "Groups of that many devices share each layer.",
        "Choose a degree that divides the number of devices, or leave it empty.",
    ),
    "stages_do_not_divide": Wording(
        "The stages cannot be dealt out evenly.",
        "Each device takes the same number of them.",
        "Choose a multiple of the number of devices, or leave it empty.",
    ),
    "stages_need_interleaving": Wording(
        "More stages than devices need another schedule.",
        "GPipe and 1F1B give each device one stage.",
        "Choose the schedule interleaved_1f1b, or leave the stages empty.",
    ),
    "servers_leave_no_worker": Wording(
        "Every device is a server, and nobody trains.",
        "The last devices are servers, the others workers.",
        "Choose fewer servers, or more devices.",
    ),
    "mesh_does_not_cover_devices": Wording(
        "The mesh does not cover the devices.",
        "data × tensor × pipeline must be the number of devices.",
        "Change the axes, or choose other devices.",
    ),
    "mesh_shard_in_pipeline": Wording(
        "Sharded data and a pipeline cannot be combined.",
        "A stage would gather its weights anew for each micro-batch.",
        "Set strategy.data to replicate, or the pipeline axis to 1.",
    ),
    "mesh_interleaved": Wording(
        "Interleaved stages cannot be combined with other axes.",
        "",
        "Choose gpipe or 1f1b, or the strategy pipeline.",
    ),
    "target_missing": Wording(
        "The column to predict is missing.",
        "This task learns to predict a column.",
        "Set data.target to its name.",
    ),
    "target_unused": Wording(
        "A language model predicts no column.", "It learns to continue a text.", "Remove data.target."
    ),
    "model_does_not_fit_task": Wording(
        "This model cannot learn this task.",
        "",
        "Use linear or mlp for tabular_regression, mean_embedding or transformer_encoder for text_classification, decoder for language_model.",
    ),
    "text_column_missing": Wording(
        "A text task needs the column that holds the text.", "", "Set data.text to its name."
    ),
    "text_too_short": Wording(
        "The text is too short for this context.",
        "Its training part has {tokens} tokens, and one window needs {context} and one more.",
        "Use a longer text, or a smaller model.context.",
    ),
    "text_column_unused": Wording(
        "This task reads no text column.", "", "Remove data.text, or choose text_classification."
    ),
    "target_among_features": Wording(
        "The column to predict is also among the columns to predict from.",
        "The model would only copy it.",
        "Take it out of the features.",
    ),
    # --- a request that the guard of a server refuses
    "unauthorised": Wording(
        "The key is missing or wrong.",
        "",
        "Send the header “Authorization: Bearer” with a key of this server.",
    ),
    "too_many_failures": Wording(
        "Too many wrong keys were tried.", "", "Wait a minute, then send the right key."
    ),
    "host_not_allowed": Wording(
        "This server is not asked for by that name.", "", "Use the address exactly as Modelyard shows it."
    ),
    "origin_not_allowed": Wording("Web pages may not ask this server.", "", "Ask from a program instead."),
    "bad_path": Wording(
        "This address is not written in its plain form.", "", "Write it without escapes or empty parts."
    ),
    "method_not_allowed": Wording("This method is not known here.", "", "Look in /openapi.json."),
    "headers_too_large": Wording("The request has too many or too long headers.", "", "Send fewer."),
    "not_json_type": Wording(
        "The request is not marked as JSON.",
        "",
        "Send it with “Content-Type: application/json”, not compressed.",
    ),
    "not_json": Wording("The request is not readable as JSON.", "", "Send JSON in UTF-8."),
    "body_too_large": Wording("The request is too large.", "", "Send less at once."),
    "body_too_deep": Wording("The request is nested too deeply.", "", "Send flatter JSON."),
    "body_too_slow": Wording("The request did not arrive in time.", "", "Send it again."),
    # --- data of a run
    "column_missing": Wording(
        "The dataset has no column “{column}”.", "Its columns are {known}.", "Choose one of them."
    ),
    "no_training_rows": Wording(
        "No rows are left to train on.",
        "{rows} rows remain after cleaning.",
        "Use more data, or a smaller validation and test share.",
    ),
    "no_features": Wording(
        "No column is left to predict from.",
        "Text and empty columns are not read by this task.",
        "Choose at least one column of numbers, categories, dates or yes/no.",
    ),
    "feature_unusable": Wording(
        "The column “{column}” cannot be read by this task.",
        "Its kind is {kind}.",
        "Take it out of the features.",
    ),
    "target_not_number": Wording(
        "The column “{column}” does not hold numbers.",
        "A regression predicts a number.",
        "Choose a column of numbers.",
    ),
    "one_class": Wording(
        "The column “{column}” holds a single class.",
        "There is nothing to tell apart.",
        "Choose a column with two or more classes.",
    ),
    "dataset_missing": Wording("The dataset {dataset} is gone.", "", "Import its file again."),
    # --- a run that ended badly
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
    # --- a finished model, and inputs for it
    "model_damaged": Wording(
        "The model in {path} is damaged.",
        "{file} is missing or not what was written.",
        "Train it again, or restore the folder from a copy.",
    ),
    "input_missing": Wording("This value is missing.", "The model saw no row without it.", "Add it."),
    "input_unknown": Wording("The model has no such input.", "", "Remove it. Known: {known}."),
    "answer_not_finite": Wording(
        "The model has no answer to this input.",
        "Its values lie so far from those it learnt from that the result is no number.",
        "Give values like those of the training data.",
    ),
    # --- the window's line to the engine
    "engine_unreachable": Wording(
        "The engine does not answer.",
        "{reason}.",
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
    "route_unknown": Wording("The engine knows no such address.", "", "Look in /openapi.json."),
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
    # --- a file that is imported
    "path_not_absolute": Wording(
        "{path} does not say where it starts.",
        "The engine runs in a folder of its own.",
        "Write the whole path.",
    ),
    "dataset_empty": Wording("{path} is empty.", "", "Choose a file with rows."),
    "dataset_header_only": Wording("{path} has a header and no rows.", "", "Choose a file with rows."),
    "dataset_no_rows": Wording(
        "No row of {path} could be read.",
        "{count} were refused, the first on line {line}.",
        "Look at that line.",
    ),
    "dataset_is_folder": Wording("{path} is a folder.", "", "Choose a file in it."),
    "dataset_not_a_file": Wording("{path} is not a plain file.", "", "Choose a CSV or TSV file."),
    "dataset_binary": Wording(
        "{path} is not a text file.",
        "Modelyard reads tables as CSV or TSV, and plain texts.",
        "Export it as one of these first.",
    ),
    "dataset_too_wide": Wording(
        "The file has too many columns.", "It has {columns}, and {limit} are read at most.", "Leave some out."
    ),
    "dataset_changed": Wording(
        "{path} changed while it was read.", "", "Wait until it is written, then import it again."
    ),
    "dataset_unreadable": Wording(
        "{path} cannot be cut into rows.", "{reason}.", "Save it again as CSV, with quotes around texts."
    ),
    "dataset_disk_full": Wording(
        "The disk is too full for this dataset.",
        "{needed} bytes are needed, {free} are free.",
        "Free some space.",
    ),
    "header_missing": Wording(
        "The file has no header.",
        "Its first line looks like data.",
        "The columns are named column_1, column_2 and so on.",
    ),
    "names_repeated": Wording("Some columns have the same name.", "{names}.", "The later ones got a number."),
    "names_missing": Wording("Some columns have no name.", "", "They are named by their place."),
    "dates_assumed": Wording(
        "The dates in {columns} can be read in two ways.", "", "They were read as month/day/year."
    ),
    "infinite_missing": Wording(
        "{columns} holds infinite numbers.", "Nothing can be learnt from them.", "They count as missing."
    ),
    "rows_refused": Wording("Rows that could not be read: {count}.", "", "They are listed with their lines."),
    # --- why a row was refused
    "refused_columns": Wording("Too many or too few columns.", "", ""),
    "refused_encoding": Wording("Bytes that are no text.", "", ""),
    "refused_nul": Wording("It holds NUL characters.", "", ""),
    "refused_quote": Wording("A quote that never closes.", "", ""),
    "refused_too_long": Wording("Longer than 16 MiB.", "", ""),
    # --- a spec against its data
    "dataset_not_found": Wording(
        "There is no dataset “{source}” here.",
        "A run reads datasets that were added first.",
        "Add the file under Datasets, then choose it.",
    ),
    "dataset_ambiguous": Wording(
        "Several datasets are called “{source}”.", "Their ids are {ids}.", "Write one of these ids."
    ),
    "model_not_found": Wording(
        "There is no model “{model}” here.", "", "Choose one from the list of models."
    ),
    "column_not_found": Wording(
        "The dataset has no column “{column}”.", "Its columns are {known}.", "Did you mean “{suggestion}”?"
    ),
    "column_not_found_at_all": Wording(
        "The dataset has no column “{column}”.", "Its columns are {known}.", "Choose one of them."
    ),
    "column_empty": Wording(
        "The column “{column}” is empty.", "Nothing can be learnt from it.", "Choose another column."
    ),
    "target_not_class": Wording(
        "The column “{column}” does not hold classes.",
        "Its kind is {kind}, with {distinct} different values.",
        "Choose a column with few different values.",
    ),
    "target_constant": Wording(
        "The column “{column}” holds the same value in every row.",
        "There is nothing to learn.",
        "Choose another column to predict.",
    ),
    "text_is_target": Wording(
        "The text is also what the model should predict.",
        "It would only copy it.",
        "Choose another column to predict.",
    ),
    "text_not_text": Wording(
        "The column “{column}” holds no text.", "Its kind is {kind}.", "Choose a column of texts."
    ),
    "too_few_rows": Wording(
        "The dataset has too few rows to train on.",
        "It has {rows}, and none is left after cleaning and split.",
        "Use more data, or smaller validation and test shares.",
    ),
    "few_rows": Wording(
        "Rows left to train on: only {rows}.", "", "Expect little of the model, or use more data."
    ),
    "split_part_empty": Wording(
        "The {part} share holds no row.", "Of {rows} rows it takes less than one.", "Make it larger, or 0."
    ),
    "early_stopping_without_validation": Wording(
        "Early stopping needs validation rows.",
        "It watches the validation loss.",
        "Set a validation share, or turn early stopping off.",
    ),
    "batch_below_ranks": Wording(
        "The batch of {batch} is smaller than the {ranks} ranks.",
        "Some ranks have no row in a step.",
        "Choose a batch of at least {ranks}.",
    ),
    "batch_above_rows": Wording(
        "The batch of {batch} is larger than the {rows} training rows.",
        "Each epoch is then one step with all rows.",
        "Choose a smaller batch for more steps.",
    ),
    # --- a strategy against the other settings, the model and the batch
    "needs_more_devices": Wording(
        "This needs at least {devices} devices.", "One is chosen.", "Choose more devices."
    ),
    "mesh_needs_more_devices": Wording(
        "Combining needs an even number of devices, at least {devices}.",
        "Fewer leave one axis, which has a strategy of its own.",
        "Choose more devices.",
    ),
    "accumulation_in_pipeline": Wording(
        "A pipeline takes no accumulation.",
        "Its micro-batches are passes already.",
        "Set training.accumulation to 1, and choose strategy.micro_batches.",
    ),
    "compile_in_pipeline": Wording(
        "Stages of a pipeline are not compiled.",
        "Micro-batches differ in size.",
        "Switch training.compile off.",
    ),
    "ema_free_running": Wording(
        "Free-running workers have no common moment at which weights could be averaged.",
        "",
        "Leave training.ema empty, or choose the mode sync.",
    ),
    "elastic_not_here": Wording(
        "This strategy cannot go on without a device.",
        "Each holds a part of the model that no other has.",
        "Switch strategy.elastic off, or choose ddp, zero1, fsdp or local_sgd.",
    ),
    "powersgd_needs_fp32": Wording(
        "PowerSGD works with fp32 only.",
        "What it leaves out is added later, and would be lost in half the bits.",
        "Choose fp32, or another compression.",
    ),
    "tf32_idle_on_cpu": Wording(
        "tf32 changes nothing on a CPU.", "It is arithmetic of NVIDIA GPUs.", "Choose fp32, or bf16."
    ),
    "fp16_slow_on_cpu": Wording("fp16 is slow on a CPU.", "Few CPUs compute in it.", "Choose bf16, or fp32."),
    "accumulation_above_rows": Wording(
        "{accumulation} passes are more than a rank has rows ({rows}).",
        "A pass needs a row.",
        "Accumulate over {suggestion} at most, or choose a larger batch.",
    ),
    "batch_not_divisible": Wording(
        "A batch of {batch} cannot be dealt out evenly.",
        "{micro_batches} micro-batches on {ranks} data ranks must be equal.",
        "The nearest batch that works is {suggestion}.",
    ),
    "model_cannot_be_cut": Wording(
        "The model {model} cannot be cut into stages.",
        "It has too few layers.",
        "Choose another strategy, or a model with layers.",
    ),
    "stages_above_parts": Wording(
        "The model cannot be cut into {stages} stages.",
        "It has {parts} parts.",
        "Choose {suggestion} at most.",
    ),
    "model_has_no_split": Wording(
        "The model {model} has no matrices worth splitting.",
        "",
        "Choose another strategy, or an mlp, transformer_encoder or decoder.",
    ),
    "degree_does_not_divide_model": Wording(
        "{degree} devices cannot share each layer evenly.",
        "{what} is {width}.",
        "The nearest degree that works is {suggestion}.",
    ),
    "sequence_cannot_be_split": Wording(
        "The sequence of the model {model} cannot be split.",
        "Its texts differ in length.",
        "Switch strategy.sequence_parallel off.",
    ),
    "context_not_divisible": Wording(
        "A context of {context} cannot be split over {degree} devices.",
        "Each takes an equal part.",
        "The nearest context that works is {suggestion}.",
    ),
    # --- a spec against the machine
    "no_gpu_here": Wording("{device} is not there.", "No GPU was found on this machine.", "Choose cpu."),
    "device_not_found": Wording(
        "{device} is not there.", "The devices here are {known}.", "Choose {suggestion}."
    ),
    "device_unhealthy": Wording(
        "{device} does not answer.",
        "Its driver reports a fault.",
        "Choose another device, or restart the machine.",
    ),
    "device_twice": Wording("{device} is chosen twice.", "A GPU takes one rank.", "Choose it once."),
    "devices_mixed": Wording(
        "CPU and GPU are mixed.",
        "Ranks of one run must be alike to exchange gradients.",
        "Choose only cpu, or only GPUs.",
    ),
    "more_ranks_than_cores": Wording(
        "{ranks} ranks have too few cores ({cores}).",
        "They take turns, so the run is slower than with one rank per core.",
        "Choose at most one rank per core.",
    ),
    "memory_too_small": Wording(
        "The run does not fit into the memory of {device}.",
        "It needs about {needed_bytes}; there are {available_bytes}.",
        "Choose a smaller model, a smaller batch or fewer ranks.",
    ),
    "memory_tight": Wording(
        "Memory on {device} is short now.",
        "The run needs about {needed_bytes}; {available_bytes} are free.",
        "Close other programs, or choose a smaller batch.",
    ),
    "disk_too_small": Wording(
        "The disk is too full for the checkpoints.",
        "They need about {needed_bytes}; {free_bytes} are free.",
        "Keep fewer checkpoints, or free some space.",
    ),
    # --- a job, and what can be asked of it
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
    # --- the catalogue and the home
    "dataset_unknown": Wording("There is no dataset “{id}”.", "It may have been deleted.", ""),
    "dataset_in_use": Wording("The dataset is in use.", "By {runs}.", "Stop these runs first."),
    "model_unknown": Wording(
        "There is no model “{id}”.", "It may have been deleted.", "Choose one from the list of models."
    ),
    "model_in_use": Wording("The model is being served.", "By {endpoints}.", "Stop the endpoint first."),
    "recipe_unknown": Wording("There is no recipe “{id}”.", "", ""),
    "recipe_without_sample": Wording("The recipe “{id}” has no sample.", "", "Add a file of your own."),
    "home_unwritable": Wording(
        "{path} cannot be written.", "{reason}.", "Free some space, or mend the folder’s permissions."
    ),
    "database_unusable": Wording(
        "{path} cannot be opened.", "{reason}.", "Mend its permissions, or free some space."
    ),
    "database_newer": Wording(
        "{path} was written by a newer Modelyard.",
        "Its version is {version}, this program knows {known}.",
        "Update Modelyard.",
    ),
    # --- a served model
    "queue_full": Wording(
        "Too many inputs wait for the model.", "", "Ask again in a second, or send fewer at once."
    ),
    "model_failed": Wording(
        "The model could not answer these inputs.", "", "Look in the endpoint's log for the reason."
    ),
    "port_taken": Wording(
        "Port {port} cannot be used.", "{reason}.", "Choose another port, or 0 for any free one."
    ),
}


# What the check before a launch has looked at, one sentence each; sizes are filled in with units.
CHECK_ITEMS: dict[str, str] = {
    "data_ready": "{name} is ready: {rows} rows, {columns} columns.",
    "rows": "{train} rows to train on, {validation} to validate, {test} to test.",
    "steps": "{total} steps, {per_epoch} per epoch.",
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
