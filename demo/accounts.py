"""Who can sign in to the demo: one person for each role, and one who has two.

There are two program managers: what one of them entered or proposed, the other one decides.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    AUDITOR,
    FIELD_OFFICE_DIRECTOR,
    PROGRAM_MANAGER,
    REGISTRAR,
    SUPERVISOR,
    TRAINING_COORDINATOR,
    Role,
)

PASSWORD = "train-and-sign-287"  # noqa: S105 - of the demo, and printed by it


@dataclass(frozen=True)
class Account:
    """One demo sign-in. `places` are names of invented agencies or field offices, as `roles` go."""

    name: str
    email: str
    roles: tuple[Role, ...]
    places: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """The roles in words, with the second place where there are two."""
        return gettext(" and ").join(dict.fromkeys(str(role.title) for role in self.roles))


CYPRESS = "Cypress County Sheriff's Office (example)"
SANDHILL = "Sandhill County Detention Center (example)"
BLUESTEM = "Bluestem Regional Jail and Corrections Authority (example)"
SOUTH = "Example South"

ACCOUNTS: tuple[Account, ...] = (
    Account("Jordan Example", "jordan@cypress.example", (AGENCY_ADMINISTRATOR,), (CYPRESS,)),
    Account("Jules Sample", "jules@cypress.example", (TRAINING_COORDINATOR,), (CYPRESS,)),
    Account("Morgan Placeholder", "morgan@field-office.example", (SUPERVISOR,), (SOUTH,)),
    Account("Reese Specimen", "reese@field-office.example", (FIELD_OFFICE_DIRECTOR,), (SOUTH,)),
    Account("Terry Placeholder", "terry@program.example", (REGISTRAR,)),
    Account("Alex Placeholder", "alex@program.example", (PROGRAM_MANAGER,)),
    Account("Robin Specimen", "robin@program.example", (PROGRAM_MANAGER,)),
    Account("Dana Testcase", "dana@program.example", (AUDITOR,)),
    Account(
        "Casey Template",
        "casey@sandhill.example",
        (AGENCY_ADMINISTRATOR, TRAINING_COORDINATOR),
        (SANDHILL, BLUESTEM),
    ),
)
