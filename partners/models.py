"""Gathers the rooms' models for Django."""

from partners.accounts.codes import PasswordCode
from partners.accounts.looking.models import Look, LookStep
from partners.accounts.models import Role, User
from partners.announcements.models import Announcement, AnnouncementCounty, AnnouncementRead
from partners.commission.models import CommissionRate
from partners.complaints.models import Complaint, ComplaintChange, ComplaintKind
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.handing_over.models import HandOverProtocol
from partners.contracts.models import Contract, ContractChange, DepositRate
from partners.income.adjustments.models import Adjustment
from partners.income.awarding.models import Award
from partners.income.disputes.models import Dispute
from partners.income.models import ClosingRange, Earning, MonthClosing, Statement
from partners.income.months.models import CountyMonth, CountyMonthChange
from partners.journal.models import Activity, PendingActivity
from partners.ledger.models import Account, Balance, CreditLine, Transfer
from partners.payouts.accounts.models import PayoutAccount
from partners.payouts.models import (
    LeftOut,
    Payout,
    PayoutBatch,
    PayoutFile,
    PayoutRule,
    ResultFile,
)
from partners.people.models import Partner, Tenure, TenureSuspension
from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.models import Application, ApplicationChange, Vacancy, VacancyChange
from partners.recruitment.scoring.models import InterviewCriterion, Score, ScoreSheet
from partners.subsidies.models import SubsidyRule, SubsidySlab
from partners.training.models import Certificate, Course, Enrolment, EnrolmentChange, TrainingSession
from partners.trials.models import Draft, DraftRate, DraftRule, TrialRange, TrialResult, TrialRun

__all__ = [
    "Account",
    "Activity",
    "Adjustment",
    "Announcement",
    "AnnouncementCounty",
    "AnnouncementRead",
    "Application",
    "ApplicationChange",
    "Award",
    "Balance",
    "Certificate",
    "ClosingRange",
    "CommissionRate",
    "Complaint",
    "ComplaintChange",
    "ComplaintKind",
    "Contract",
    "ContractChange",
    "CountyMonth",
    "CountyMonthChange",
    "Course",
    "CreditLine",
    "DepositEntry",
    "DepositRate",
    "Dispute",
    "Draft",
    "DraftRate",
    "DraftRule",
    "Earning",
    "Enrolment",
    "EnrolmentChange",
    "HandOverProtocol",
    "HiringDecision",
    "InterviewCriterion",
    "LeftOut",
    "Look",
    "LookStep",
    "MonthClosing",
    "Partner",
    "PasswordCode",
    "Payout",
    "PayoutAccount",
    "PayoutBatch",
    "PayoutFile",
    "PayoutRule",
    "PendingActivity",
    "ResultFile",
    "Role",
    "Score",
    "ScoreSheet",
    "Statement",
    "SubsidyRule",
    "SubsidySlab",
    "Tenure",
    "TenureSuspension",
    "TrainingSession",
    "Transfer",
    "TrialRange",
    "TrialResult",
    "TrialRun",
    "User",
    "Vacancy",
    "VacancyChange",
]
