"""A file that cannot be read at all, as opposed to a row that is refused."""


class Unreadable(Exception):
    """The file as a whole is refused: `reason` says what is wrong, `mend` what to do about it.

    Both are whole sentences in plain words; `str()` gives them as one line.
    """

    def __init__(self, reason: str, mend: str) -> None:
        self.reason = reason
        self.mend = mend
        super().__init__(f"{reason} {mend}")
