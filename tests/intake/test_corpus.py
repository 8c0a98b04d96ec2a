"""Every nasty file gives the rows expected of it, or the refusal that says how to mend it."""

import pytest

from intake.unreadable import Unreadable
from tests.intake.corpus import CORPUS
from tests.intake.workbooks import read


def composed(rows):
    """The rows with accented letters as one sign, whichever way a program writes them."""
    import unicodedata

    return [(n, unicodedata.normalize("NFC", name), badge) for n, name, badge in rows]


@pytest.mark.parametrize("name", CORPUS)
def test_a_nasty_file_gives_its_rows_or_says_why_not(name):
    make, expected = CORPUS[name]
    file = make()
    if isinstance(expected, list):
        assert composed(read(file)) == expected
        return
    with pytest.raises(Unreadable) as caught:
        read(file)
    assert expected in caught.value.reason
    assert caught.value.mend.endswith(".")


def test_the_corpus_is_large():
    assert len(CORPUS) >= 60
