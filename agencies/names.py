"""What names are sorted, searched and compared by."""

# Phones and word processors write these for ' and -: "Sheriff’s" and "Sheriff's" are one name.
_TYPOGRAPHIC = str.maketrans("‘’ʼ`´‐‑–—", "'''''----")


def name_key(*parts: str) -> str:
    """Lower case, single spaces, plain marks: the same for "O’NEIL  Ann" and "O'Neil Ann"."""
    return " ".join(" ".join(parts).translate(_TYPOGRAPHIC).casefold().split())
