"""An import of results is taken back while the records are open, and stays once one is sent."""

import pytest

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from intake.models import Import
from intake.services.taking_back import take_back
from tests.support import chain
from tests.training.services.test_results_import import results, row
from training.models import ExamAttempt
from training.services.results_import import import_results
from training.services.submission import submit_record

SYSTEM = Viewer.system("test")


@pytest.fixture
def corrected(transactional_db):
    """A complete record whose score a file corrected from 85 to 91, and that import."""
    with acting_as(SYSTEM):
        cast = chain.chain()
        record = chain.complete(cast)
        record.cast = cast
        sitting = ExamAttempt.objects.get(enrollment=record)
        sitting.score = 85
        sitting.save()
    with acting_as(cast.registrar):
        report = import_results(
            cast.registrar, results(row(record, exam_FINAL=91)), commit=True, strict=True
        )
        assert (report.updated, score(record)) == (1, 91)
        return record, Import.objects.get()


def score(record):
    return ExamAttempt.objects.get(enrollment=record).score


def test_a_correction_is_taken_back_while_the_record_is_open(corrected):
    record, imported = corrected
    registrar = record.cast.registrar
    with acting_as(registrar):
        take_back(registrar, imported)
    with acting_as(SYSTEM):
        assert score(record) == 85


def test_a_correction_stays_once_the_record_is_sent(corrected):
    record, imported = corrected
    with acting_as(record.cast.registrar):
        submit_record(record.cast.registrar, record)
    with pytest.raises(Refused) as refused, acting_as(record.cast.registrar):
        take_back(record.cast.registrar, imported)
    (reason,) = refused.value.reasons
    with acting_as(SYSTEM):
        who = f"{record.officer}, {record.training_class}"
        assert reason.text.startswith(f"{who}: The record waits for sign-off.")
        assert score(record) == 91
