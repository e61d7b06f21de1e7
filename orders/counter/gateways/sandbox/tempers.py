"""How a gateway can misbehave; the sandbox is switched from one to the other while it runs."""

from enum import StrEnum


class Temper(StrEnum):
    CALM = "calm"
    SLOW = "slow"  # does it, answers later than anybody waits
    SILENT = "silent"  # does it, never answers
    RESET = "reset"  # does it, breaks the connection
    ERROR_FIRST = "error_first"  # 500 at the first try, success at the next
    TWICE = "twice"  # does it and calls back twice
    FAILED_FIRST = "failed_first"  # says failed, calls back with a success
    WRONG_AMOUNT = "wrong_amount"  # reports another amount than was asked for
    NONSENSE = "nonsense"  # does it, answers with a web page
    HUGE = "huge"  # does it, answers with 10 MB
