"""Words about what is asked of a language model by the interface that programs know from OpenAI."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "not_offered": Wording(
        "This is not offered here.",
        "The field is known, but no model of this endpoint can do what it asks for.",
        "Leave it out.",
    ),
    "prompt_form": Wording(
        "{value} cannot be read.",
        "It must be a text, a list of token numbers, or a list of up to {most} of either.",
        "Write it in one of these forms.",
    ),
    "stop_form": Wording(
        "{value} cannot be where an answer ends.",
        "It must be a text, or up to {most} of them, each of 1 to {letters} letters.",
        "Write it in one of these forms.",
    ),
    "content_form": Wording(
        "The content of a message must be a text.",
        "A list of parts of type “text” is one too; the models here read no pictures, sounds or files.",
        "Send text alone.",
    ),
    "token_number_form": Wording("{value} is not a token’s number.", "", "Write a whole number, 0 or more."),
    "token_unknown": Wording(
        "The model has no token {token}.",
        "Its {vocabulary} tokens are numbered from 0.",
        "Count tokens with the model’s own tokenizer.",
    ),
    "top_logprobs_alone": Wording(
        "The likeliest tokens are told beside the log probabilities alone.",
        "“logprobs” is not true.",
        "Set it to true, or leave “top_logprobs” out.",
    ),
    "too_many_answers": Wording(
        "{answers} answers are too many for one request.",
        "Each prompt has n answers; {most} may be asked for together.",
        "Send several requests.",
    ),
    "too_many_prompts": Wording(
        "{prompts} texts are too many for one request.", "It may have up to {most}.", "Send several requests."
    ),
    "dimensions_fixed": Wording(
        "The model’s embeddings cannot have {value} numbers.",
        "They have {dimensions}, and mean nothing when some are cut off.",
        "Leave “dimensions” out.",
    ),
    "prompt_or_messages": Wording("It is not said what to count.", "", "Send either “prompt” or “messages”."),
    # Programs look for “maximum context length is” or “prompt is too long”, to shorten what they send.
    "context_exceeded": Wording(
        "This model's maximum context length is {context} tokens.",
        "The prompt is too long: its {prompt} tokens leave no room for an answer.",
        "Send a shorter one.",
    ),
    "schema_refused": Wording(
        "No answer can be held to this JSON schema.", "{reason}", "Change the schema in “response_format”."
    ),
    "request_unreadable": Wording("The request cannot be read.", "{reason}", ""),
    "model_cannot_write": Wording(
        "“{name}” writes no text.", "It is not a language model.", "Ask it at /v1/predict."
    ),
    "model_cannot_chat": Wording(
        "“{name}” holds no conversations.", "It has learnt none.", "Ask it at /v1/completions."
    ),
    "model_cannot_embed": Wording(
        "“{name}” gives no embeddings.", "Only some models can.", "Choose another model."
    ),
}
