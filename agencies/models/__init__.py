"""The parties: field offices, agencies, agreements, officers and the people with access."""

from agencies.models.agency import Agency, FieldOffice
from agencies.models.agency_match import AgencyMatch
from agencies.models.agreement import Agreement, AgreementAct, FormRevision, Model
from agencies.models.membership import Invitation, Membership, SupervisorAssignment
from agencies.models.officer import Appointment, Officer

__all__ = [
    "Agency",
    "AgencyMatch",
    "Agreement",
    "AgreementAct",
    "Appointment",
    "FieldOffice",
    "FormRevision",
    "Invitation",
    "Membership",
    "Model",
    "Officer",
    "SupervisorAssignment",
]
