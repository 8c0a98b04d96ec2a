"""Work on a file behind the page: a thread of the server that ends with it, and can be seen to.

The import itself is the queue and the record. Whoever follows a file that nobody works on has it
taken up again; a commit whose process is gone wrote nothing, and says that it did not happen.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from intake.models import Import
from intake.services import import_file, lock
from intake.table import Table
from intake.unreadable import Unreadable

# A page waits this long for a small file, before it becomes one that follows a large one.
PATIENCE = 1.5
# What came just now is about to begin; later, nobody works on it.
BEGINS_WITHIN = timedelta(seconds=5)
TICK = 0.4
# One file at a time in each process: a second would slow both, and the pages besides.
_TURN = threading.Semaphore(1)
_log = structlog.get_logger(__name__)


def begin_check(viewer: Viewer, imported: Import) -> None:
    """Check the file once this transaction is committed."""
    pk = imported.pk
    transaction.on_commit(lambda: _start(lambda: _check(viewer, pk)))


def begin_commit(viewer: Viewer, imported: Import, *, digest: str) -> None:
    """Commit what was shown once this transaction is committed."""
    pk = imported.pk
    transaction.on_commit(lambda: _start(lambda: _commit(viewer, pk, digest)))


def take_up(viewer: Viewer, imported: Import) -> None:
    """Begin the check again of a file whose process is gone; nothing where one works on it."""
    waited = timezone.now() - imported.uploaded_at > BEGINS_WITHIN
    if imported.state == Import.State.READING and waited and lock.is_idle(imported):
        begin_check(viewer, imported)


def _start(work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            with _TURN:
                work()
        except Exception:
            _log.exception("import_broke")
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True, name="import")
    thread.start()
    thread.join(PATIENCE)


def _check(viewer: Viewer, pk: int) -> None:
    with _worked_on(viewer, pk, {Import.State.READING}) as imported:
        if imported is not None:
            with _Ticker(viewer, pk) as ticker, acting_as(viewer):
                import_file.check(viewer, imported, ticker.watch)


def _commit(viewer: Viewer, pk: int, digest: str) -> None:
    states = {Import.State.PLANNED}
    with _worked_on(viewer, pk, states) as imported:
        if imported is None or imported.digest != digest:
            return
        _become(viewer, pk, Import.State.COMMITTING)
        with _Ticker(viewer, pk) as ticker, acting_as(viewer):
            import_file.commit(
                viewer,
                imported,
                digest=digest,
                watch=ticker.watch,
                before_writing=ticker.writing,
            )
            ticker.stop()


@contextmanager
def _worked_on(viewer: Viewer, pk: int, states: set[Import.State]) -> Iterator[Import | None]:
    """Hold the import's lock; an error ends in a state that says so, never in silence."""
    with acting_as(viewer):
        uuid = Import.objects.visible_to(viewer).values_list("uuid", flat=True).get(pk=pk)
    with lock.held(uuid):
        with acting_as(viewer):
            imported = Import.objects.visible_to(viewer).get(pk=pk)
        try:
            yield imported if imported.state in states else None
        except Unreadable as error:
            _end(viewer, pk, Import.State.REFUSED, error.reason, error.mend)
        except Refused as error:
            _end(viewer, pk, Import.State.REFUSED, str(error), "")
        except Exception:
            _log.exception("import_failed", import_id=pk)
            _end(
                viewer,
                pk,
                Import.State.FAILED,
                _("Something went wrong on our side. Nothing was written."),
                _("Check the file again. If it happens twice, tell the people who run this."),
            )


def _end(viewer: Viewer, pk: int, state: Import.State, reason: str, mend: str) -> None:
    with acting_as(viewer):
        Import.objects.filter(pk=pk).update(
            state=state, phase="", findings={"whole": {"reason": reason, "mend": mend}}
        )


def _become(viewer: Viewer, pk: int, state: Import.State) -> None:
    with acting_as(viewer):
        Import.objects.filter(pk=pk).update(state=state, phase="", rows_read=0)


class _Ticker:
    """Tells the page how far the work is, from a connection of its own, while it goes on."""

    def __init__(self, viewer: Viewer, pk: int) -> None:
        self._viewer, self._pk = viewer, pk
        self._table: Table | None = None
        self._phase = Import.Phase.READ
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True, name="import progress")

    def __enter__(self) -> "_Ticker":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        self._thread.join(5)

    def stop(self) -> None:
        """No more news: the work itself is about to write the last of them."""
        self._done.set()

    def watch(self, table: Table) -> None:
        """Count the rows of this table as they are read."""
        self._table = table

    def writing(self) -> None:
        """The rows are read and compared. Told before the work holds the import's own row, for
        which any later news would wait."""
        self._phase = Import.Phase.WRITE
        self.stop()
        self._thread.join(5)

    def _tick(self) -> None:
        told: tuple[str, int] = ("", 0)
        try:
            while not self._done.wait(TICK):
                read = self._table.read if self._table else 0
                phase = self._phase
                if phase is Import.Phase.READ and read and read == told[1]:
                    phase = Import.Phase.COMPARE
                if (phase, read) != told:
                    told = (phase, read)
                    self._tell(*told)
            if self._phase is Import.Phase.WRITE:
                self._tell(self._phase, self._table.read if self._table else 0)
        except Exception:
            _log.warning("import_progress_unknown", import_id=self._pk)
        finally:
            connection.close()

    def _tell(self, phase: str, read: int) -> None:
        with acting_as(self._viewer):
            Import.objects.filter(pk=self._pk).update(phase=phase, rows_read=read)
