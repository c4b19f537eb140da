"""The sentence models as onnxruntime runs them, and what it says where it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from voice_interview.errors import MeaningError
from voice_interview.processors import cores

THREADS = 2
"""Cores for one window: 500 tokens take 66 ms on one, 37 on two (AMD EPYC), with the same result to the bit."""

CURE = "Close other programs: most often there is too little memory."


class Session:
    """A loaded model. Raises MeaningError where onnxruntime refuses it, most often for want of memory."""

    def __init__(self, weights: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = min(THREADS, cores()), 1
        # Threads that wait for the next window would hold a core that others decode on.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        with _failures():
            self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def run(self, fed: Mapping[str, Any]) -> Any:
        """The first output. Raises MeaningError."""
        with _failures():
            return self._session.run(None, fed)[0]


@contextmanager
def _failures() -> Iterator[None]:
    """Turns what onnxruntime raises into a MeaningError; its own errors have nothing in common but Exception."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    own = (one for one in vars(state).values() if isinstance(one, type) and issubclass(one, Exception))
    failures: tuple[type[BaseException], ...] = (RuntimeError, MemoryError, *own)
    try:
        yield
    except failures as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise MeaningError(f"The model of meaning cannot be run: {said.rstrip('.')}.", CURE) from error
