"""Train the built-in model: `python -m indexer.embed.builtin_training.train --help`."""

from __future__ import annotations

import argparse
import json
import math
import random
import signal
import time
from pathlib import Path
from queue import Empty

import torch

from indexer.embed.builtin_training import feeding
from indexer.embed.builtin_training.losses import Report, Spotter, losses
from indexer.embed.builtin_training.targets import Example
from indexer.embed.builtin_training.validation import held_out_examples, validate

_WARM_UP = 150
_LAST_RATE = 0.01
_LONGEST_WAIT_S = 600


def main() -> None:
    """Train from the start, or from where a run that was stopped left off."""
    parser = argparse.ArgumentParser(description="Train the built-in model on pages that are drawn meanwhile.")
    parser.add_argument(
        "folder", type=Path, help="where checkpoints and the log go; a checkpoint there is gone on from"
    )
    parser.add_argument(
        "--steps", type=int, default=25_000, help="how many in all: the learning rate falls towards the last"
    )
    parser.add_argument("--batch", type=int, default=3, help="tiles per step")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="the highest learning rate")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1, help="of the trainer")
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw")
    parser.add_argument("--save-every", type=float, default=300.0, help="seconds between checkpoints")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    train(
        chosen.folder,
        chosen.steps,
        chosen.batch,
        chosen.rate,
        torch.device(chosen.device),
        chosen.drawers,
        chosen.save_every,
    )


def train(
    folder: Path, steps: int, batch: int, rate: float, device: torch.device, drawers: int, save_every_s: float
) -> None:
    """Train until the last step, saving now and then. Stopping the process for a while does no harm."""
    torch.manual_seed(1)
    spotter = Spotter.new()
    first = 0
    checkpoint = checkpoint_of(folder)
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True) if checkpoint.exists() else None
    if saved:
        spotter.load(saved["spotter"])
        first = saved["step"]
    spotter.page.to(device)
    spotter.query.to(device)
    spotter.log_scale.data = spotter.log_scale.data.to(device)
    optimiser = optimiser_for(spotter, rate)
    if saved:
        optimiser.load_state_dict(saved["optimiser"])
    queue = feeding.start(drawers, batch, seed=first + 1)
    rng = random.Random(first)
    held_out = held_out_examples(24)
    begun = saved_at = time.process_time()
    reports: list[Report] = []
    asked_to_end: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked_to_end.append(number))
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        for step in range(first, steps):
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(rate, step, steps)
            try:
                drawn = queue.get(timeout=_LONGEST_WAIT_S)
            except Empty:
                raise RuntimeError("No pages are drawn any more: see the messages above.") from None
            reports.append(train_step(spotter, optimiser, drawn, rng))
            is_last = step + 1 == steps or bool(asked_to_end)
            if (step + 1) % 100 == 0 or is_last:
                line: dict[str, object] = {"step": step + 1, "cpu_s": round(time.process_time() - begun)}
                line |= {name: round(_mean(reports, name), 4) for name in reports[0].figures}
                reports.clear()
                if (step + 1) % 500 == 0 or is_last:
                    line["held out"] = {name: round(share, 4) for name, share in validate(spotter, held_out).items()}
                print(json.dumps(line), file=log, flush=True)
            if time.process_time() - saved_at > save_every_s or is_last:
                saved_at = time.process_time()
                save(checkpoint, spotter, optimiser, step + 1)
            if is_last:
                break


def train_step(spotter: Spotter, optimiser: torch.optim.Optimizer, drawn: list[Example], rng: random.Random) -> Report:
    """Learn from some examples."""
    report = losses(spotter, drawn, rng)
    optimiser.zero_grad()
    report.total.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_([one for group in optimiser.param_groups for one in group["params"]], 2.0)
    optimiser.step()
    return report


def learning_rate(highest: float, step: int, steps: int) -> float:
    """Return the rate of a step: a short rise, then half a cosine."""
    rise = min(1.0, (step + 1) / _WARM_UP)
    fall = _LAST_RATE + (1 - _LAST_RATE) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
    return highest * rise * fall


def optimiser_for(spotter: Spotter, rate: float) -> torch.optim.Optimizer:
    """Make what moves the weights. Biases, scales and the query's side are free of decay."""
    matrices = [one for one in spotter.page.parameters() if one.ndim > 1]
    others = [one for one in spotter.page.parameters() if one.ndim <= 1]
    free = [*others, *spotter.query.parameters(), spotter.log_scale]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)


def _mean(reports: list[Report], name: str) -> float:
    return float(sum(report.figures[name].detach() for report in reports)) / len(reports)


def checkpoint_of(folder: Path) -> Path:
    """Return where a run's checkpoint is."""
    return folder / "checkpoint.pt"


def save(path: Path, spotter: Spotter, optimiser: torch.optim.Optimizer, step: int) -> None:
    """Write a checkpoint: all there, or the earlier one."""
    unfinished = path.with_suffix(".tmp")
    torch.save({"spotter": spotter.state(), "optimiser": optimiser.state_dict(), "step": step}, unfinished)
    unfinished.replace(path)


if __name__ == "__main__":
    main()
