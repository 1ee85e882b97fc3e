"""What transformers wants beside the weights of a decoder: its configuration and its tokenizer, in the files and words
of that library. With them ``AutoModelForCausalLM`` and ``AutoTokenizer`` open the folder as it is."""

from typing import Any

from engine.data.text.tokenizer import END
from engine.model.inputs.preprocessing import TokenPreprocessing
from engine.model.networks.decoder import INIT_STD, NORM_EPS, ROPE_THETA
from engine.schema.model_spec import DecoderSpec


def llama_files(spec: DecoderSpec, preprocessing: TokenPreprocessing) -> dict[str, Any]:
    """File names to their JSON values."""
    end = preprocessing.tokenizer.end
    special = {"bos_token_id": end, "eos_token_id": end, "pad_token_id": end}
    return {
        "config.json": {**_shape(spec), **special, "vocab_size": preprocessing.tokenizer.size},
        "generation_config.json": {**special, "do_sample": False},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": END,
            "eos_token": END,
            "pad_token": END,
            "model_max_length": spec.context,
            "clean_up_tokenization_spaces": False,
        },
    }


def _shape(spec: DecoderSpec) -> dict[str, Any]:
    shape = spec.shape
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": shape.width,
        "intermediate_size": shape.feed_forward,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "head_dim": shape.width // shape.heads,
        "hidden_act": "silu",
        "max_position_embeddings": spec.context,
        "rms_norm_eps": NORM_EPS,
        "rope_theta": ROPE_THETA,  # read by versions before 5
        "rope_parameters": {"rope_type": "default", "rope_theta": ROPE_THETA},
        "initializer_range": INIT_STD,
        "attention_bias": False,
        "attention_dropout": 0.0,
        "mlp_bias": False,
        "tie_word_embeddings": False,
        "use_cache": True,
        "dtype": "float32",
    }
