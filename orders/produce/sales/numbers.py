"""How a sale and a settlement are called."""


def sale_number(pk: int) -> str:
    """The number people read out: SX (上行) and nine digits."""
    return f"SX{pk:09d}"


def settlement_number(pk: int) -> str:
    """The number on a farmer's receipt: JS (结算) and nine digits."""
    return f"JS{pk:09d}"
