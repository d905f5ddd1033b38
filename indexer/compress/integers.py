"""Products of small integers: the hot loop of scoring codes.

ONNX Runtime's MatMulInteger uses the processor's 8-bit dot products where it has them, about four times as fast as
turning levels into floats for BLAS. Without ONNX Runtime, NumPy gives the same integers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import Bytes, Ints


def _field(number: int, value: bytes | int | str) -> bytes:
    """Write one field of a protocol buffer; all lengths here fit one byte."""
    if isinstance(value, int):
        return bytes([number << 3, value])
    data = value.encode() if isinstance(value, str) else value
    return bytes([number << 3 | 2, len(data)]) + data


def _model() -> bytes:
    """Write an ONNX model: c (t, n) int32 = the transpose of a (n, d) uint8 @ b (d, t) int8. Source: onnx.proto."""
    uint8, int8, int32 = 2, 3, 6

    def matrix(name: str, kind: int, rows: str, cols: str) -> bytes:
        shape = _field(1, _field(2, rows)) + _field(1, _field(2, cols))
        return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))

    # A transpose without "perm" turns the axes round; NumPy takes several times as long for it.
    nodes = (
        _field(1, "a") + _field(1, "b") + _field(2, "ab") + _field(4, "MatMulInteger"),
        _field(1, "ab") + _field(2, "c") + _field(4, "Transpose"),
    )
    graph = (
        b"".join(_field(1, node) for node in nodes)
        + _field(2, "product")
        + _field(11, matrix("a", uint8, "n", "d"))
        + _field(11, matrix("b", int8, "d", "t"))
        + _field(12, matrix("c", int32, "t", "n"))
    )
    ir_version, opset = 7, 10
    return _field(1, ir_version) + _field(7, graph) + _field(8, _field(2, opset))


@cache
def _session() -> Any:
    try:
        import onnxruntime
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    # One thread, as for BLAS: blocks are small, and the readers want the other cores.
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])


def product(levels: Bytes, weights: NDArray[np.int8]) -> Ints:
    """Multiply (n, d) uint8 levels by (d, t) int8 weights; returns (t, n) int32."""
    session = _session()
    if session is None or not len(levels):
        return slow_product(levels, weights)
    result: Ints = session.run(None, {"a": levels, "b": weights})[0]
    return result


def slow_product(levels: Bytes, weights: NDArray[np.int8]) -> Ints:
    """Do the same by BLAS, which is exact in float32 as long as no sum reaches 2**24 (levels to 15, dim to 8,000)."""
    products: NDArray[np.float32] = weights.astype(np.float32).T @ levels.astype(np.float32).T
    return products.astype(np.int32)
