"""Structured logs: ids and events, never a person's name, a form's content or a secret link."""

import logging
import os
import re

import structlog
from structlog.typing import EventDict

# Whoever holds the rest of these addresses takes the role, or chooses the password.
_SECRET_LINK = re.compile(r"(/invitation/|/password/reset/key/)[^/\s'\"]+")


def mask_links(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Leave the secret out of an address that opens something by itself."""
    return {
        key: _SECRET_LINK.sub(r"\1***", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


class MaskLinks(logging.Filter):
    """The same for lines of libraries, whose words and arguments are still apart."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the words together where they name such an address."""
        masked = _SECRET_LINK.sub(r"\1***", words := record.getMessage())
        if masked != words:
            record.msg, record.args = masked, ()
        return True


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        mask_links,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask_links": {"()": MaskLinks}},
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.LogfmtRenderer(),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
            ],
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["mask_links"],
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
