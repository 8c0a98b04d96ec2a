"""Behind the Makefile: `python3 deploy/start.py run|setup|test|check|format|bench|stop|clean|lock`.

Needs nothing but a plain Python. This file is written so that an old one can still read it and
say what is missing; the rest (`deploy/bootstrap/`) may use Python 3.11.
"""

import os
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def usable(python):
    """Whether `python` runs, is of a version we test with, and can make an environment."""
    probe = "import sys, venv; print('%d %d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20
        )
        version = tuple(int(part) for part in answer.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and OLDEST <= version <= NEWEST


def another_python():
    """A Python that we test with, from PATH; newest first."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for folder in os.get_exec_path():
            candidate = os.path.join(folder, "python3.%d" % minor)
            if os.access(candidate, os.X_OK) and usable(candidate):
                return candidate
    return None


def main():
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        tried = "G287_BOOTSTRAP" in os.environ or sys.version_info < (3, 5)
        python = None if tried else another_python()
        if python is None:
            sys.exit(
                "G287 needs Python 3.11, 3.12 or 3.13 and this is %d.%d: install one (on Debian or"
                " Ubuntu: apt install python3 python3-venv), or name it: make run"
                " PYTHON=/path/to/python3.12" % sys.version_info[:2]
            )
        os.environ["G287_BOOTSTRAP"] = "1"
        os.execv(python, [python, os.path.abspath(__file__)] + sys.argv[1:])
    from bootstrap.commands import main as run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
