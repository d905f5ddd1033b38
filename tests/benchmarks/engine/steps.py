"""Running contestants: each step in a child process, with one thread, and a limit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks.engine.contestants import Contestant

_ROOT = Path(__file__).parents[3]
_THREADS = (
    "OMP_NUM_THREADS OPENBLAS_NUM_THREADS MKL_NUM_THREADS RAYON_NUM_THREADS TOKIO_WORKER_THREADS LANCE_CPU_THREADS"
)
_LOOKED_AT_S = 0.5


def step(name: str, contestant: Contestant, data: Path, built: Path, limit_s: float) -> dict[str, Any]:
    """Run "build" or "ask"; returns its figures, or {"failed": why}."""
    if contestant.script and shutil.which("uv") is None:
        return {"failed": "not tried: its environment needs uv"}
    result = built / f"{contestant.key}.{name}.json"
    result.unlink(missing_ok=True)
    command = [*contestant.command, name, str(data), contestant.setting, str(built / contestant.built_as), str(result)]
    if name == "ask":
        command += ["--questions", str(contestant.questions), "--seconds", str(contestant.seconds)]
        command += ["--core", str(asking_core())]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    if name == "ask" or not contestant.script:
        # Peers may build with all they have; what counts is their CPU time.
        environment |= dict.fromkeys(_THREADS.split(), "1")
    # Our environment must not become theirs.
    environment.pop("VIRTUAL_ENV", None)
    try:
        done = subprocess.run(
            command, cwd=_ROOT, env=environment, timeout=limit_s, capture_output=True, text=True, check=False
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"took longer than {limit_s / 60:.0f} minutes"}
    if done.returncode or not result.is_file():
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return {"failed": f"ended with {done.returncode}: {last[:200]}"}
    figures: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return figures


def asking_core() -> int:
    """Return the one core that questions are answered on: the least busy, because others may be at work here."""
    if not hasattr(os, "sched_getaffinity"):
        return 0
    busy = psutil.cpu_percent(_LOOKED_AT_S, percpu=True)
    return min(os.sched_getaffinity(0), key=lambda core: busy[core] if core < len(busy) else 0.0)
