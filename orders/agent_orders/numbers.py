"""How an order is called."""


def order_number(pk: int) -> str:
    """The number people read out: DM and nine digits."""
    return f"DM{pk:09d}"
