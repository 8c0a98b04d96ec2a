"""Rosters as tests make them."""

from intake.file import File

HEAD = "last_name,first_name,badge_number,email,rank,hired_on,model"


def roster(*lines, head=HEAD, name="roster.csv"):
    return File(name, "\n".join([head, *lines]).encode())
