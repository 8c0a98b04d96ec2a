"""The reports, by the name in their address."""

from reports.selectors.report.agreement_register import AgreementRegister
from reports.selectors.report.definition import Report
from reports.selectors.report.falling_due import FallingDue
from reports.selectors.report.officer_compliance import OfficerCompliance
from reports.selectors.report.program import Program
from reports.selectors.report.waiting_for_sign_off import WaitingForSignOff

REPORTS: dict[str, Report] = {
    report.slug: report
    for report in (
        Program(),
        OfficerCompliance(),
        FallingDue(),
        WaitingForSignOff(),
        AgreementRegister(),
    )
}
