"""Words about a spec, read field by field."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "unexpected": Wording(
        "Something went wrong inside Modelyard.",
        "The details ({code}) are in the log.",
        "Try again; if it happens twice, report it with the log.",
    ),
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
        "The task predicts no column.", "A language model learns to continue a text.", "Remove data.target."
    ),
    "model_does_not_fit_task": Wording(
        "This model cannot learn this task.",
        "",
        "Tables take linear, mlp, resnet_mlp or ft_transformer; texts mean_embedding, text_cnn, transformer_encoder or pretrained; language decoder or pretrained; images small_cnn, resnet, convnext, vit or pretrained; recommendation matrix_factorization, neural_cf, two_tower or sasrec.",
    ),
    "text_column_missing": Wording(
        "A text task needs the column that holds the text.", "", "Set data.text to its name."
    ),
    "text_too_short": Wording(
        "The text is too short for this context.",
        "Its training part has {tokens} tokens, and one window needs {context} and one more.",
        "Use a longer text, or a smaller model.context.",
    ),
    "role_missing": Wording(
        "No {role} column is chosen.", "The task needs one.", "Choose the column that says it."
    ),
    "role_unused": Wording("The task reads no {role} column.", "", "Remove it, or choose another task."),
    "role_without_partner": Wording(
        "A {role} column means nothing by itself.",
        "A language model reads a text, prompts with responses, messages, or prompts with a preferred and a rejected answer.",
        "Give the whole set, or remove this one.",
    ),
    "metric_not_of_task": Wording(
        "The task has no such score.", "", "Judge by loss, or by a score that the task reports."
    ),
    "metric_not_of_columns": Wording(
        "What these columns teach has no such score as {metric}.",
        "Preferences are judged by loss or accuracy, all other texts by loss, perplexity or bits_per_byte.",
        "Judge by loss, or by another of these.",
    ),
    "metric_of_ratings": Wording(
        "There are no ratings to judge by.",
        "{metric} measures how well a rating is foreseen, and no column of ratings is chosen.",
        "Judge by loss or ndcg_at_10, or choose the ratings as the column to predict.",
    ),
    "metric_of_choices": Wording(
        "Ratings are not judged by {metric}.",
        "It measures how items are ranked, and this run foresees ratings.",
        "Judge by loss, rmse or mae; or leave the column to predict empty, to learn from choices.",
    ),
    "features_need_towers": Wording(
        "{model} reads no features.",
        "It knows users and items by their ids alone.",
        "Choose two_tower, or leave the features empty.",
    ),
    "sequences_have_no_ratings": Wording(
        "A sequence model foresees what comes next, not how it is rated.",
        "",
        "Leave the column to predict empty, or choose matrix_factorization, neural_cf or two_tower.",
    ),
    "sparse_in_strategy": Wording(
        "Sparse gradients do not go with {strategy}.",
        "It exchanges whole tables between the ranks.",
        "Choose single or ddp, or switch sparse gradients off.",
    ),
    "sparse_is_not_compressed": Wording(
        "Sparse gradients cannot be compressed.",
        "Only the rows that a batch has touched are exchanged, and they are few.",
        "Choose no compression, or switch sparse gradients off.",
    ),
    "sparse_in_optimizer": Wording(
        "{optimizer} moves whole tables.",
        "With sparse gradients only the rows that a batch has touched move.",
        "Choose sgd, adam or adamw, or switch sparse gradients off.",
    ),
    "augmentation_not_of_task": Wording(
        "This augmentation does not vary what the task reads.",
        "",
        "Choose table for tables, text for text_classification, image for images; other tasks have none.",
    ),
    "patch_does_not_divide_image": Wording(
        "The patches do not fill the image.",
        "The image size is no multiple of the patch.",
        "Change one of the two.",
    ),
    "split_group_missing": Wording(
        "The split needs a group.",
        "It keeps rows of one group together.",
        "Choose the column that says the group.",
    ),
    "split_time_missing": Wording(
        "The split needs a time.", "It holds out the newest rows.", "Choose the column that says when."
    ),
    "split_fold_unknown": Wording(
        "There is no such fold.",
        "Folds are counted from 0 over all repeats.",
        "Choose a smaller number, or leave it empty.",
    ),
    "bucketing_in_blocks": Wording(
        "Rows in blocks cannot be put together by length.",
        "Each rank has its own rows, so the lengths in a batch would not agree.",
        "Deal the rows at random, or switch this off.",
    ),
    "text_column_unused": Wording(
        "This task reads no text column.", "", "Remove data.text, or choose text_classification."
    ),
    "target_among_features": Wording(
        "The column to predict is also among the columns to predict from.",
        "The model would only copy it.",
        "Take it out of the features.",
    ),
}
