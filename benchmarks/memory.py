"""What this process holds in memory, read from the kernel."""

import os
import threading
from pathlib import Path


class Peak:
    """The highest resident memory while something runs, sampled in a thread of its own."""

    def __init__(self) -> None:
        self.highest = resident()

    def __enter__(self) -> None:
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.highest = max(self.highest, resident())


def give_back() -> None:
    """Return what building left free to the system, or it would hide growth."""
    import ctypes
    import gc

    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)


def resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
