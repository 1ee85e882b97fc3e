"""Words about models that somebody else has trained, and about data for language models."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "pretrained_missing": Wording(
        "There is no folder {path}.",
        "A pretrained model comes from a folder on this computer, or from the hub by a name such as owner/model.",
        "Choose the folder by its full path.",
    ),
    "pretrained_no_config": Wording(
        "The folder {path} holds no model in the Hugging Face layout.",
        "It has no config.json.",
        "Choose the folder in which config.json and the weights lie.",
    ),
    "pretrained_is_adapter": Wording(
        "The folder {path} holds an adapter, not a model.",
        "An adapter only changes the model it was made from.",
        "Choose the folder of a whole model, or merge the adapter first.",
    ),
    "pretrained_encrypted": Wording(
        "The model in {path} is encrypted.",
        "Its weights cannot be read without the passphrase.",
        "Decrypt it first.",
    ),
    "pretrained_gguf": Wording(
        "{path} is in the GGUF format, which cannot be trained further.",
        "Its numbers are packed for answering.",
        "Get the same model as safetensors, or unpack it once with transformers: "
        "from_pretrained(folder, gguf_file=…) and save_pretrained.",
    ),
    "pretrained_pickle": Wording(
        "The weights in {path} are in a format that can run code when it is opened.",
        "Only safetensors are read.",
        "Get the model as safetensors, or have its publisher convert it.",
    ),
    "pretrained_no_weights": Wording(
        "The folder {path} holds no weights.",
        "There is neither model.safetensors nor an index of several.",
        "Download the model again, with its safetensors.",
    ),
    "pretrained_remote_code": Wording(
        "The model in {path} brings code of its own.",
        "{file} asks for it, and code from a model's folder is never run.",
        "Choose a model of a family that transformers knows.",
    ),
    "pretrained_quantised": Wording(
        "The weights in {path} are quantised.",
        "They are rounded for answering and cannot be trained further as they are.",
        "Choose the folder of the original; QLoRA then keeps it in four bits.",
    ),
    "pretrained_damaged": Wording(
        "The model in {path} is damaged.",
        "{file} is missing, cut off or not what it says it is.",
        "Download or copy the folder again.",
    ),
    "pretrained_not_causal": Wording(
        "The model in {path} does not continue texts.",
        "Its architecture is {architecture}.",
        "Choose a model that writes, such as Llama, Qwen, Mistral, Gemma, Phi or GPT-2.",
    ),
    "pretrained_not_text": Wording(
        "The model in {path} does not read texts alone.",
        "Its architecture is {architecture}.",
        "Choose an encoder such as BERT, or a model that writes.",
    ),
    "pretrained_not_vision": Wording(
        "The model in {path} does not read images.",
        "Its architecture is {architecture}.",
        "Choose a model that classifies images, such as ViT or ConvNeXt.",
    ),
    "pretrained_no_tokenizer": Wording(
        "The folder {path} has no tokenizer.",
        "Without it texts cannot be turned into the numbers that the model knows.",
        "Put the tokenizer's files, such as tokenizer.json, beside the weights.",
    ),
    "pretrained_unsupported": Wording(
        "The model in {path} cannot be opened.",
        "{reason}",
        "Choose a model of a family that transformers knows.",
    ),
    "pretrained_tokenizer_larger": Wording(
        "The tokenizer in {path} does not belong to its model.",
        "It has {tokens} tokens, the model knows {known}.",
        "Use the tokenizer that the model was trained with.",
    ),
    "pretrained_not_adaptable": Wording(
        "This model has no layers that LoRA could stand beside.",
        "It is made of convolutions.",
        "Choose full tuning, or a model with linear layers.",
    ),
    "pretrained_window_too_long": Wording(
        "The model sees {most} tokens at once.",
        "{asked} are asked for.",
        "Choose {most} or fewer.",
    ),
    "pretrained_changed": Wording(
        "The model that this one was tuned from has changed.",
        "What was learnt fits the weights that lay in {path} then.",
        "Put the original folder back, or train again and merge.",
    ),
    "pretrained_changed_since": Wording(
        "The model that this run tunes has changed since it began.",
        "A checkpoint holds what was learnt alone, which fits the weights that lay in {path} then.",
        "Put the original folder back and retry, or start a new run.",
    ),
    "pretrained_download": Wording(
        "{name} will be downloaded from the hub when the run starts.",
        "Its size is not known before.",
        "Choose a folder instead, if nothing should be downloaded.",
    ),
    "pretrained_hub_failed": Wording(
        "{name} could not be downloaded from the hub.",
        "{reason}",
        "Check the name and the connection, or choose a folder on this computer.",
    ),
    "qlora_not_sharded": Wording(
        "QLoRA does not go with weights that are split over devices.",
        "Weights in four bits are whole on every device, so splitting would save nothing.",
        "Choose ddp or zero1, or LoRA.",
    ),
    "answers_free_running": Wording(
        "A parameter server whose workers are not in step does not go with answers.",
        "How many tokens count differs from row to row.",
        "Choose synchronous updates.",
    ),
    "preference_not_split": Wording(
        "Preference tuning does not go with a model that is split into stages or matrices.",
        "A row is a pair of answers that are compared as wholes.",
        "Choose ddp, zero1 or fsdp.",
    ),
    "samples_in_pipeline": Wording(
        "Sample prompts do not go with a pipeline.",
        "No device has the whole model to continue them with.",
        "Leave the sample prompts empty.",
    ),
    "no_answers": Wording(
        "No row has an answer to learn from.",
        "Of {rows} training rows none has an answer within {context} tokens.",
        "Choose other columns, or a longer window.",
    ),
    "messages_unreadable": Wording(
        "The column “{column}” does not hold conversations.",
        "A conversation is a list of messages with role and content; the first row that is none is {row}.",
        "Choose another column.",
    ),
    "chat_template_failed": Wording(
        "The model's chat template refuses a conversation.",
        "{reason}",
        "Use conversations of the form that the model knows, mostly user and assistant in turn.",
    ),
}
