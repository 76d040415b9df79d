"""Language models small enough for a test, in the ordinary format: config, tokenizer, safetensors.

One kind has random weights: it babbles, but reads every token of its prompt. The other says a fixed text: each token is
followed by the next of the script, whatever was asked, which is a matter of the last layer alone.
"""

import importlib.util
import json
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

START, END = "<|im_start|>", "<|im_end|>"
TEMPLATE = (
    "{%- if tools %}<|im_start|>system\nTools: {{ tools | tojson }}\n"
    'Answer with <tool_call>{"name": ..., "arguments": ...}</tool_call><|im_end|>\n{% endif %}'
    "{%- for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}"
    "{%- for tool_call in message.tool_calls or [] %}<tool_call>{{ tool_call.name }}</tool_call>{% endfor %}"
    "<|im_end|>\n{% endfor %}"
    "{%- if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CORPUS = (
    "Your HRV is in your usual range, your resting heart rate a little below it, and recovery was 62 of 100 today.",
    "You slept 7 h 25 min and fell asleep at 23:10; a late coffee is associated with 12 minutes less of deep sleep.",
    "FACTS QUESTION ATHLETE system user assistant: should I do hard intervals today? Why is my recovery low this week?",
)


def has_a_build() -> bool:
    """Whether MLX has a build for this machine: then it has to be installed, and the tests that need it have to run."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    name, version = platform.libc_ver()
    return sys.platform == "linux" and name == "glibc" and tuple(map(int, version.split("."))) >= (2, 35)


needs_mlx = pytest.mark.skipif(
    not has_a_build() and importlib.util.find_spec("mlx_lm") is None, reason="MLX has no build for this machine"
)


def write_model(
    folder: Path,
    *,
    says: Sequence[str] = (),
    layers: int = 2,
    hidden: int = 64,
    vocabulary: int = 400,
    context_tokens: int = 2048,
    template: str | None = TEMPLATE,
    seed: int = 5,
) -> Path:
    """A model of the llama kind in float32. says: the pieces of the text that it says, each a token, none twice."""
    folder.mkdir(parents=True, exist_ok=True)
    words = _tokenizer(folder, says, vocabulary, template)
    size = max(words.get_vocab_size(), vocabulary)
    if says:
        hidden = -(-size // 64) * 64  # as wide as there are tokens: each has a direction of its own
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "torch_dtype": "float32", "hidden_size": hidden,
        "intermediate_size": 2 * hidden, "num_hidden_layers": layers, "num_attention_heads": hidden // 32,
        "num_key_value_heads": hidden // 32, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "vocab_size": size,
        "max_position_embeddings": context_tokens, "tie_word_embeddings": False, "eos_token_id": words.token_to_id(END),
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    weights = _random_weights(config, seed)
    if says:
        _script(weights, [words.token_to_id(token) for token in ("\u010a", *says, END)])
    save_file(weights, folder / "model.safetensors", metadata={"format": "mlx"})
    return folder


def write_bench_model(folder: Path) -> Path:
    """A model of 15 million parameters."""
    return write_model(folder, layers=8, hidden=384, vocabulary=4096, seed=15)


def write_4_bit(folder: Path, model: Path) -> Path:
    """A model once more, with weights of 4 bits, as mlx-lm converts it."""
    from mlx_lm.utils import load, quantize_model, save

    loaded, tokenizer, config = load(str(model), return_config=True)
    loaded, config = quantize_model(loaded, config, group_size=64, bits=4)
    save(folder, str(model), loaded, tokenizer, config)
    return folder


def _tokenizer(folder: Path, says: Sequence[str], vocabulary: int, template: str | None) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    words = Tokenizer(models.BPE())
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    words.train_from_iterator(
        CORPUS,
        trainers.BpeTrainer(
            vocab_size=vocabulary, special_tokens=[START, END], initial_alphabet=alphabet, show_progress=False
        ),
    )
    words.add_tokens([*says])
    words.save(str(folder / "tokenizer.json"))
    named = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": END, "model_max_length": 100_000}
    if template is not None:
        named["chat_template"] = template
    (folder / "tokenizer_config.json").write_text(json.dumps(named))
    return words


def _random_weights(config: dict, seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    wide, inner, size = config["hidden_size"], config["intermediate_size"], config["vocab_size"]

    def matrix(rows: int, columns: int) -> np.ndarray:
        return (rng.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float32)

    weights = {
        "model.embed_tokens.weight": matrix(size, wide),
        "model.norm.weight": np.ones(wide, np.float32),
        "lm_head.weight": 4 * matrix(size, wide),
    }
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}"
        weights |= {
            f"{layer}.{norm}_layernorm.weight": np.ones(wide, np.float32) for norm in ("input", "post_attention")
        }
        weights |= {f"{layer}.self_attn.{name}_proj.weight": matrix(wide, wide) for name in "qkvo"}
        weights |= {f"{layer}.mlp.{name}_proj.weight": matrix(inner, wide) for name in ("gate", "up")}
        weights[f"{layer}.mlp.down_proj.weight"] = matrix(wide, inner)
    return weights


def _script(weights: dict[str, np.ndarray], tokens: list[int]) -> None:
    """Makes each of the tokens lead to the next. Nothing that a layer adds counts: the last token alone decides."""
    for name in weights:
        if name.endswith(("o_proj.weight", "down_proj.weight")):
            weights[name][:] = 0
    embedding, head = weights["model.embed_tokens.weight"], weights["lm_head.weight"]
    embedding[:] = np.eye(*embedding.shape)
    head[:] = 0
    for token, following in zip(tokens, tokens[1:], strict=False):
        head[following, token] = 4
