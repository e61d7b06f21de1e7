"""How a contract is called in the books; the paper has a number of its own."""


def contract_number(pk: int) -> str:
    """HT and six digits."""
    return f"HT{pk:06d}"
