"""Nasty files, made by the tests: each with the rows it must give or the words of its refusal.

A case is a function that makes the file, and what is expected: a list of (row number, NAME, BADGE)
or a part of the reason why the file is refused.
"""

from tests.intake.corpus.delimited import DELIMITED
from tests.intake.corpus.merged import MERGED
from tests.intake.corpus.open_documents import OPEN_DOCUMENTS
from tests.intake.corpus.refused import REFUSED
from tests.intake.corpus.workbooks import WORKBOOKS

CORPUS = {**DELIMITED, **WORKBOOKS, **OPEN_DOCUMENTS, **MERGED, **REFUSED}
