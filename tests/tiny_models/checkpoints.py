"""Checkpoints of colpali-engine's models that are as small as they can be.

The classes, processors and tokenizers are the real ones, written by `save_pretrained`; only the numbers are drawn by
chance. So they prove that everything fits together, and nothing about quality.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import colpali_engine.models as models
import torch
import transformers
from tokenizers import Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from transformers.models.qwen2_5_omni import Qwen2_5OmniThinkerConfig

_WIDTH = 32
_TEXT: dict[str, Any] = {
    "vocab_size": 400,
    "bos_token_id": 0,
    "eos_token_id": 0,
    "hidden_size": _WIDTH,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 4096,
}
_SIGLIP: dict[str, Any] = {"hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2}
# Rotation by time, row and column of a patch; they share the eight numbers of a head.
_TURNED: dict[str, Any] = {"rope_type": "default", "rope_theta": 10_000.0, "mrope_section": [2, 1, 1]}
_QWEN = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>",
         "<|video_pad|>")  # fmt: skip
_TILES = tuple(f"<row_{row}_col_{col}>" for row in range(1, 7) for col in range(1, 7))
_TILED = ("<pad>", "<|im_start|>", "<|begin_of_text|>", "<fake_token_around_image>", "<image>", "<end_of_utterance>",
          "<global-img>", *_TILES)  # fmt: skip
_CHAT = (
    "{% for message in messages %}<turn>{{ message['role'] }}\n"
    "{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}IMAGE{% else %}{{ part['text'] }}{% endif %}"
    "{% endfor %}</turn>\n{% endfor %}"
)


@dataclass(frozen=True, slots=True)
class TinyModel:
    """A model and its processor, not yet on disk."""

    model: Any
    processor: Any

    def save(self, folder: Path) -> Path:
        """Write a checkpoint as it would be published."""
        # tqdm's would leave a thread behind.
        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self.model.save_pretrained(folder)
        self.processor.save_pretrained(folder)
        return folder


def tiny_model(name: str, *, many_tiles: bool = True, **said: object) -> TinyModel:
    """Make a model of a class of colpali-engine.

    many_tiles: models that cut pages into tiles do so.    said: what its configuration says besides.
    """
    processor = _PROCESSORS[name]()
    if not many_tiles:
        processor.image_processor.do_image_splitting = False
    config = _CONFIGS[name](processor.tokenizer)
    for key, value in said.items():
        setattr(config, key, value)
    torch.manual_seed(0)
    model = getattr(models, name)(config).eval()
    with torch.no_grad():
        for part, weights in model.named_parameters():
            if not weights.any() and weights.dim() > 1:
                weights.normal_(std=0.1)
            elif "vision" not in part and part.endswith(("q_proj.weight", "k_proj.weight", "Wqkv.weight")):
                weights *= 10  # Or else everything would be attended to alike.
    return TinyModel(model, processor)


def _tokenizer(specials: tuple[str, ...], *, pad: str, named: Mapping[str, str] | None = None, **more: str) -> Any:
    """Make a tokenizer with a token for each byte."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = {word: at for at, word in enumerate([*specials, *letters])}
    tokenizer = Tokenizer(BPE(words, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(specials))
    extra = {"extra_special_tokens": dict(named)} if named else {}
    made: Any = transformers.PreTrainedTokenizerFast
    return made(tokenizer_object=tokenizer, pad_token=pad, eos_token=pad, **extra, **more)


def _qwen_processor(made: type[Any], patch: int) -> Any:
    size = {"shortest_edge": (4 * patch) ** 2, "longest_edge": (16 * patch) ** 2}
    each: dict[str, Any] = {"patch_size": patch, "merge_size": 2, "size": size}
    return made(
        image_processor=transformers.Qwen2VLImageProcessor(**each),
        tokenizer=_tokenizer(_QWEN, pad="<|endoftext|>"),
        video_processor=transformers.Qwen2VLVideoProcessor(**each),
    )


def _pali_processor() -> Any:
    square: Any = transformers.SiglipImageProcessor(size={"height": 48, "width": 48})
    square.image_seq_length = 36
    tokenizer = _tokenizer(("<pad>", "<bos>", "<image>"), pad="<pad>", bos_token="<bos>")
    return models.ColPaliProcessor(image_processor=square, tokenizer=tokenizer)


def _gemma_processor() -> Any:
    named = {"image_token": "<image_soft_token>", "boi_token": "<start_of_image>", "eoi_token": "<end_of_image>"}
    specials = ("<pad>", "<eos>", "<bos>", *named.values())
    tokenizer = _tokenizer(specials, pad="<pad>", bos_token="<bos>", named=named)
    tokenizer.chat_template = _CHAT.replace("IMAGE", "<start_of_image>")
    return models.ColGemmaProcessor3(
        image_processor=transformers.Gemma3ImageProcessor(size={"height": 48, "width": 48}),
        tokenizer=tokenizer,
        image_seq_length=36,
    )


def _tiled_processor(made: type[Any]) -> Any:
    # 24 pixels are 3 x 3 cells.
    images = transformers.Idefics3ImageProcessor(size={"longest_edge": 96}, max_image_size={"longest_edge": 24})
    return made(image_processor=images, tokenizer=_tokenizer(_TILED, pad="<pad>"), image_seq_len=9)


def _ids(tokenizer: Any, **named: str) -> dict[str, Any]:
    return {name: tokenizer.convert_tokens_to_ids(token) for name, token in named.items()}


def _qwen_ids(tokenizer: Any) -> dict[str, Any]:
    return _ids(
        tokenizer,
        image_token_id="<|image_pad|>",
        video_token_id="<|video_pad|>",
        vision_start_token_id="<|vision_start|>",
        vision_end_token_id="<|vision_end|>",
    )


def _pali_config(tokenizer: Any) -> Any:
    return transformers.PaliGemmaConfig(
        text_config={**_TEXT, "model_type": "gemma"},
        vision_config={
            **_SIGLIP,
            "model_type": "siglip_vision_model",
            "image_size": 48,
            "patch_size": 8,
            "projection_dim": _WIDTH,
        },
        projection_dim=_WIDTH,
        hidden_size=_WIDTH,
        vocab_size=400,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
    )


def _gemma_config(tokenizer: Any) -> Any:
    return transformers.Gemma3Config(
        text_config={**_TEXT, "layer_types": ["full_attention", "sliding_attention"], "query_pre_attn_scalar": 8},
        vision_config={**_SIGLIP, "image_size": 48, "patch_size": 4},
        mm_tokens_per_image=36,
        **_ids(tokenizer, boi_token_index="<start_of_image>", eoi_token_index="<end_of_image>",
               image_token_index="<image_soft_token>"),
    )  # fmt: skip


def _qwen2_config(tokenizer: Any) -> Any:
    return transformers.Qwen2VLConfig(
        text_config={**_TEXT, "rope_parameters": _TURNED},
        vision_config={"depth": 1, "embed_dim": _WIDTH, "hidden_size": _WIDTH, "num_heads": 2, "patch_size": 4,
                       "mlp_ratio": 2},
        **_qwen_ids(tokenizer),
    )  # fmt: skip


_WINDOWED: dict[str, Any] = {"depth": 2, "hidden_size": 16, "intermediate_size": 24, "num_heads": 2, "patch_size": 4,
             "out_hidden_size": _WIDTH, "window_size": 16, "fullatt_block_indexes": [1]}  # fmt: skip


def _qwen2_5_config(tokenizer: Any) -> Any:
    return transformers.Qwen2_5_VLConfig(
        text_config={**_TEXT, "rope_parameters": _TURNED}, vision_config=_WINDOWED, **_qwen_ids(tokenizer)
    )


def omni_config() -> Any:
    """Return what ColQwen2_5Omni should be made of."""
    return Qwen2_5OmniThinkerConfig(
        text_config={**_TEXT, "rope_parameters": _TURNED},
        vision_config=_WINDOWED,
        audio_config={"d_model": 16, "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": 16},
    )


_DEEP: dict[str, Any] = {"depth": 2, "hidden_size": 16, "intermediate_size": 24, "num_heads": 2, "patch_size": 4,
         "out_hidden_size": _WIDTH, "num_position_embeddings": 64}  # fmt: skip


def _qwen3_config(tokenizer: Any) -> Any:
    return transformers.Qwen3VLConfig(
        text_config={**_TEXT, "rope_parameters": _TURNED},
        vision_config={**_DEEP, "deepstack_visual_indexes": [0]},
        **_qwen_ids(tokenizer),
    )


def _qwen3_5_config(tokenizer: Any) -> Any:
    return transformers.Qwen3_5Config(
        text_config={**_TEXT, "num_hidden_layers": 3,
                     "layer_types": ["linear_attention", "full_attention", "linear_attention"],
                     "linear_key_head_dim": 8, "linear_value_head_dim": 8, "linear_num_key_heads": 2,
                     "linear_num_value_heads": 2,
                     "rope_parameters": {**_TURNED, "partial_rotary_factor": 1.0}},
        vision_config=_DEEP,
        **_qwen_ids(tokenizer),
    )  # fmt: skip


_TILE = {**_SIGLIP, "image_size": 24, "patch_size": 4}


def _idefics_config(tokenizer: Any) -> Any:
    return transformers.Idefics3Config(
        text_config={**_TEXT, "model_type": "llama"},
        vision_config=_TILE,
        scale_factor=2,
        **_ids(tokenizer, image_token_id="<image>", pad_token_id="<pad>"),
    )


def _modern_config(tokenizer: Any) -> Any:
    text = {name: value for name, value in _TEXT.items() if name not in ("num_key_value_heads", "head_dim")}
    return transformers.ModernVBertConfig(
        text_config={
            **text,
            "model_type": "modernbert",
            "layer_types": ["full_attention", "sliding_attention"],
            "local_attention": 8,
            "pad_token_id": 0,
            "cls_token_id": 0,
            "sep_token_id": 0,
        },
        vision_config={**_TILE, "model_type": "siglip_vision_model"},
        pixel_shuffle_factor=2,
        **_ids(tokenizer, image_token_id="<image>"),
    )


_PROCESSORS: dict[str, Callable[[], Any]] = {
    "ColPali": _pali_processor,
    "ColGemma3": _gemma_processor,
    "ColQwen2": lambda: _qwen_processor(models.ColQwen2Processor, 4),
    "ColQwen2_5": lambda: _qwen_processor(models.ColQwen2_5_Processor, 4),
    "ColQwen3": lambda: _qwen_processor(models.ColQwen3Processor, 4),
    "ColQwen3_5": lambda: _qwen_processor(models.ColQwen3_5Processor, 4),
    "ColIdefics3": lambda: _tiled_processor(models.ColIdefics3Processor),
    "ColModernVBert": lambda: _tiled_processor(models.ColModernVBertProcessor),
}
_CONFIGS: dict[str, Callable[[Any], Any]] = {
    "ColPali": _pali_config,
    "ColGemma3": _gemma_config,
    "ColQwen2": _qwen2_config,
    "ColQwen2_5": _qwen2_5_config,
    "ColQwen3": _qwen3_config,
    "ColQwen3_5": _qwen3_5_config,
    "ColIdefics3": _idefics_config,
    "ColModernVBert": _modern_config,
}
TILED = ("ColIdefics3", "ColModernVBert")
LOADABLE = tuple(_PROCESSORS)
