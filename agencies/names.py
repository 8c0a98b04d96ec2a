"""What names are sorted, searched and compared by."""


def name_key(*parts: str) -> str:
    """Lower case, single spaces: the same for "SMITH  Ann" and "Smith Ann"."""
    return " ".join(" ".join(parts).casefold().split())
