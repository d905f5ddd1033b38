"""What CLIP's image towers see: the whole picture, and each of its places, in the space that texts share.

A tower looks at places and pools them into one vector. What a place shows by itself is what pooling makes of that
place alone, so that it can be compared with texts although the model was only trained on whole pictures:

- Where a class token pools (open_clip's own ViT), its last attention, turned to one place, is that place's value.
  Residual and MLP of that layer are left out. Sources: MaskCLIP (Zhou et al., 2022) for the value path; ClearCLIP (Lan
  et al., 2024), which finds that the residual hides places, and the MLP does not help them.
- A ResNet pools by attention: again the values, by MaskCLIP as it is.
- Where places are averaged, each is taken for the mean. Source: class activation maps (Zhou et al., 2016).
- timm's towers (SigLIP, EVA, PE, MobileCLIP, ConvNeXt): their own pooling and head, given one place at a time.

Other towers (CoCa, which pools by 256 questions; altered attention; maps that are neither) give the whole picture only.
"""

from __future__ import annotations

from typing import Any

import torch
from open_clip.modified_resnet import ModifiedResNet
from open_clip.timm_model import TimmModel
from open_clip.transformer import ResidualAttentionBlock
from torch import Tensor
from torch.nn import functional


def whole_and_places(visual: Any, images: Tensor) -> tuple[Tensor, Tensor | None]:
    """Look at images (n, 3, height, width), scaled as the tower wants them.

    visual: the image tower of an open_clip model.
    Returns the images as wholes, (n, dim), as `encode_image` does, and their places (n, rows, cols, dim), or None
    where the tower does not tell them apart. Rows are of any length.
    """
    if isinstance(visual, TimmModel):
        return _timm(visual, images)
    if isinstance(visual, ModifiedResNet):
        return _resnet(visual, images)
    return _vit(visual, images)


def _vit(visual: Any, images: Tensor) -> tuple[Tensor, Tensor | None]:
    blocks = visual.transformer.resblocks
    if visual.attn_pool is not None or not isinstance(blocks[-1], ResidualAttentionBlock):
        return visual.forward_intermediates(images, indices=1)["image_features"], None
    if visual.pool_type == "avg":
        out = visual.forward_intermediates(images, indices=1, output_fmt="NLC")
        whole, tokens = out["image_features"], out["image_intermediates"][0]
    else:
        out = visual.forward_intermediates(
            images,
            indices=[len(blocks) - 2],
            stop_early=True,
            intermediates_only=True,
            output_fmt="NLC",
            output_extra_tokens=True,
        )
        first, tokens = _last_block(blocks[-1], out["image_intermediates_prefix"][0], out["image_intermediates"][0])
        whole = visual.ln_post(first) @ visual.proj
    places = visual.ln_post(tokens) @ visual.proj
    return whole, places.unflatten(1, visual.grid_size)


def _last_block(block: Any, first: Tensor, others: Tensor) -> tuple[Tensor, Tensor]:
    """Return what the last block makes of the class token, (n, width), and the values of the others.

    first: (n, 1, width).    others: (n, cells, width).
    No other token needs the whole block, which makes up for looking at places.
    """
    normed = block.ln_1(torch.cat([first, others], dim=1))
    first = first + block.ls_1(block.attention(normed[:, :1], normed, normed))
    first = first + block.ls_2(block.mlp(block.ln_2(first)))
    # Queries and keys come first, and say nothing where there is but one place to turn to.
    weight, bias = (each[-normed.shape[-1] :] for each in (block.attn.in_proj_weight, block.attn.in_proj_bias))
    values = functional.linear(normed[:, 1:], weight, bias)
    return first[:, 0], block.ls_1(block.attn.out_proj(values))


def _resnet(visual: Any, images: Tensor) -> tuple[Tensor, Tensor]:
    out = visual.forward_intermediates(images, indices=[4])
    features = out["image_intermediates"][0].permute(0, 2, 3, 1)
    return out["image_features"], visual.attnpool.c_proj(visual.attnpool.v_proj(features))


def _timm(visual: Any, images: Tensor) -> tuple[Tensor, Tensor | None]:
    trunk = visual.trunk
    features = trunk.forward_features(images)

    def pooled(some: Tensor) -> Tensor:
        projected: Tensor = visual.head(trunk.forward_head(some))
        return projected

    whole = pooled(features)
    if hasattr(visual.head, "pool"):  # It pools by where places are, and has no use for one alone.
        return whole, None
    if features.ndim == 3:
        prefix = trunk.num_prefix_tokens
        rows, cols = trunk.patch_embed.grid_size
        # Pooling skips the prefix, or takes nothing but its first token: so the place stands for all of them.
        each = features[:, prefix:].flatten(0, 1)[:, None].expand(-1, prefix + 1, -1)
    elif features.shape[1] == trunk.num_features:
        rows, cols = features.shape[2:]
        each = features.permute(0, 2, 3, 1).reshape(-1, trunk.num_features, 1, 1)
    else:
        return whole, None
    return whole, pooled(each).reshape(len(images), rows, cols, -1)
