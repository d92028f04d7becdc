"""Small things that many rows show."""

from typing import Final

from improvement.enums import MeasureState

_CODES: Final = {
    MeasureState.NOT_STARTED: "plan",
    MeasureState.ON_TRACK: "on",
    MeasureState.LATE: "late",
    MeasureState.STOPPED: "stop",
    MeasureState.DONE: "done",
}


def status_code(state: str) -> str:
    """Give the code that the component ``status`` knows a state by."""
    return _CODES[MeasureState(state)]
