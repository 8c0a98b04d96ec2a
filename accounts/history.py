"""How history is written: by row as a rule, by statement where thousands of rows come at once."""

import pghistory


def by_statement() -> tuple[pghistory.RowEvent, ...]:
    """Trackers of inserts, updates and deletes that write history once a statement.

    New ones for each model: the library adapts a tracker to the model that it is given to.
    """
    return (
        pghistory.InsertEvent(level=pghistory.Statement),
        pghistory.UpdateEvent(level=pghistory.Statement),
        pghistory.DeleteEvent(level=pghistory.Statement),
    )
