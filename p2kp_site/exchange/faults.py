"""What a person reads when a cell, a row or a file is refused: what is wrong and what to do."""

from collections.abc import Mapping
from typing import Any

from p2kp_site.exchange.datasets import Dataset


def describe_fault(fault: Mapping[str, Any], dataset: type[Dataset]) -> str:
    """A fault of a row, in the active language."""
    return f"{fault['kind']} {fault.get('params') or ''}"


def describe_failure(failure: Mapping[str, Any] | None) -> str:
    """Why a job came to nothing, in the active language."""
    return f"{(failure or {}).get('kind')} {(failure or {}).get('params') or ''}"
