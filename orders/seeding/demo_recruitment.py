"""Who wanted to run the demo's stations: long decided for the open ones, in every state in one county."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from random import Random

from django.utils import timezone

from orders.seeding.demo_names import full_name
from orders.seeding.demo_people import OPS
from partners.accounts.models import Role, User
from partners.people.models import Tenure
from partners.recruitment.advertising import open_vacancy
from partners.recruitment.applying import ApplicantDetails, submit_application, withdraw_application
from partners.recruitment.codes import hash_of
from partners.recruitment.deciding.deciding import confirm_decision, propose_decision
from partners.recruitment.deciding.models import HiringDecision, Verdict
from partners.recruitment.lifecycle import ApplicationStatus, Education, VacancyStatus
from partners.recruitment.models import (
    NO_NAME,
    Application,
    ApplicationChange,
    Vacancy,
    VacancyChange,
)
from partners.recruitment.scoring.models import Score, ScoreSheet
from partners.recruitment.scoring.scoring import (
    criteria_in_use,
    end_scoring,
    load_standard_criteria,
    score_applicant,
)
from partners.recruitment.screening import invite_application, refuse_application, shortlist_application
from stations.clock import day_start, today
from stations.network.lifecycle import StationStatus
from stations.network.models import Station

SEED = 20150518
COUNTY = "FJYX"
A = ApplicationStatus
DAY = dt.timedelta(days=1)
# By how far they are; scored ones by their points: two are equal.
APPLICANTS: tuple[tuple[ApplicationStatus, int], ...] = (
    (A.RECEIVED, 0),
    (A.RECEIVED, 0),
    (A.RECEIVED, 0),
    (A.SHORTLISTED, 0),
    (A.SHORTLISTED, 0),
    (A.INVITED, 0),
    (A.INVITED, 7),
    (A.SCORED, 9),
    (A.SCORED, 7),
    (A.SCORED, 7),
    (A.REFUSED, 0),
    (A.REFUSED, 0),
    (A.WITHDRAWN, 0),
)
FROM = ("杭州，服装厂", "厦门，快递员", "深圳，电子厂", "", "福州，网店客服", "")
WHY = ("想回家照顾父母，也懂网购。", "村里老人多，我愿意教他们。", "在外做过电商，想把家乡的茶卖出去。")


class _Applicants:
    """People who do not exist, with numbers of a range of their own."""

    def __init__(self) -> None:
        self.chance = Random(SEED)  # noqa: S311 a demo, not a secret
        self.count = 0

    def new(self) -> ApplicantDetails:
        self.count += 1
        return ApplicantDetails(
            name=full_name(self.chance),
            phone=f"1990000{self.count:04d}",
            birth_year=today().year - 22 - self.chance.randrange(20),
            education=self.chance.choice(Education.values),
            why=self.chance.choice(WHY),
            returning_from=self.chance.choice(FROM),
        )


def make_recruitment() -> None:
    """The open stations' vacancies set by set, and one county's present through the verbs."""
    load_standard_criteria()
    people = _Applicants()
    staff = User.objects.get(role=Role.COUNTY_STAFF, center__code=COUNTY, is_lead=False)
    ops = User.objects.get(username=OPS)
    _past(people, (staff, ops))
    waiting = Station.objects.filter(
        center__code=COUNTY, status__in=[StationStatus.APPROVED, StationStatus.FITTING_OUT]
    ).order_by("code")
    for place, station in enumerate(waiting):
        vacancy = open_vacancy(
            actor=staff,
            station=station,
            closes_on=today() + 30 * DAY,
            words="村口有四十平方米的门面，县里给装修补贴。",
        )
        scored = [
            application
            for number, (status, points) in enumerate(APPLICANTS)
            if (application := _applicant(people, vacancy, number, status, points, (staff, ops))) is not None
            and status == A.SCORED
        ]
        decision = propose_decision(
            actor=staff, application=scored[0], verdict="accept", reason="三项最高，村里威信好"
        )
        if place:  # one place waits for the second person, the other is given away
            confirm_decision(actor=ops, decision=decision)


def _applicant(
    people: _Applicants,
    vacancy: Vacancy,
    number: int,
    status: ApplicationStatus,
    points: int,
    panel: tuple[User, User],
) -> Application:
    staff, ops = panel
    now = timezone.now()
    application = submit_application(
        vacancy=vacancy,
        details=people.new(),
        consented=True,
        token=f"demo-{vacancy.pk}-{number}",
        at=now - (3 + 2 * number) * DAY,
    ).application
    if status == A.REFUSED:
        return refuse_application(actor=staff, application=application, reason="离村较远，照看不过来")
    if status == A.WITHDRAWN:
        return withdraw_application(actor=None, application=application)
    if status == A.RECEIVED:
        return application
    application = shortlist_application(actor=staff, application=application)
    if status == A.SHORTLISTED:
        return application
    application = invite_application(
        actor=staff, application=application, interview_at=now + 3 * DAY, interview_place="县运营中心 201"
    )
    if not points:
        return application
    # The interview was yesterday: nobody can be invited into the past.
    Application.objects.filter(pk=application.pk).update(interview_at=now - DAY)
    given = {one.pk: points for one in criteria_in_use()}
    score_applicant(actor=staff, application=application, points=given)
    if status != A.SCORED:
        return application
    score_applicant(actor=ops, application=application, points=given)
    return end_scoring(actor=staff, application=application)


def _past(people: _Applicants, panel: tuple[User, User]) -> None:
    """For each partner of an open station the vacancy of then, and two dozen who were not taken on."""
    firsts = Tenure.objects.select_related("partner", "station").order_by("partner_id", "starts_on")
    chosen = list(firsts.distinct("partner_id"))
    moments = [day_start(tenure.starts_on) - 60 * DAY for tenure in chosen]
    vacancies = Vacancy.objects.bulk_create(
        Vacancy(
            station=tenure.station,
            closes_on=tenure.starts_on - 40 * DAY,
            status=VacancyStatus.FILLED,
            opened_at=at,
        )
        for tenure, at in zip(chosen, moments, strict=True)
    )
    VacancyChange.objects.bulk_create(
        VacancyChange(vacancy=vacancy, before=before, after=after, at=vacancy.opened_at + days * DAY)
        for before, after, days in (
            ("", VacancyStatus.OPEN, 0),
            (VacancyStatus.OPEN, VacancyStatus.FILLED, 45),
        )
        for vacancy in vacancies
    )
    rows = [
        row
        for tenure, vacancy in zip(chosen, vacancies, strict=True)
        for row in _applied(people.chance, vacancy, tenure)
    ]
    applications = Application.objects.bulk_create(rows)
    ApplicationChange.objects.bulk_create(
        ApplicationChange(application=one, before=before, after=after, at=at)
        for one in applications
        for before, after, at in _steps(one)
    )
    _judged([one for one in applications if one.status == A.ACCEPTED], panel)


def _steps(one: Application) -> list[tuple[str, str, dt.datetime]]:
    """What the log says of it, evenly between the form and the answer."""
    on_the_way = (A.SHORTLISTED, A.INVITED, A.SCORED) if one.status == A.ACCEPTED else ()
    states = ["", A.RECEIVED, *on_the_way, one.status]
    took = (one.decided_at or one.created_at) - one.created_at
    return [
        (before, after, one.created_at + took * number / (len(states) - 2))
        for number, (before, after) in enumerate(pairwise(states))
    ]


def _judged(applications: list[Application], panel: tuple[User, User]) -> None:
    """Two sheets with 8 points each, and the decision of two people."""
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(application=one, scorer=person) for one in applications for person in panel
    )
    criteria = criteria_in_use()
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=criterion, points=8) for sheet in sheets for criterion in criteria
    )
    HiringDecision.objects.bulk_create(
        HiringDecision(
            application=one,
            verdict=Verdict.ACCEPT,
            reason=one.reason,
            proposed_by=panel[0],
            confirmed_by=panel[1],
            confirmed_at=one.decided_at,
        )
        for one in applications
    )


def _applied(chance: Random, vacancy: Vacancy, tenure: Tenure) -> list[Application]:
    """The partner to be, and others whose data are long erased."""
    rows = []
    for number in range(16 + chance.randrange(20)):
        created = vacancy.opened_at + chance.randrange(20 * 24) * dt.timedelta(hours=1)
        taken = number == 0
        rows.append(
            Application(
                vacancy=vacancy,
                token=f"past-{vacancy.pk}-{number}",
                content="",
                code_hash=hash_of(f"{vacancy.pk}-{number}"),
                name=tenure.partner.name if taken else NO_NAME,
                phone=tenure.partner.phone if taken else None,
                education=chance.choice(Education.values),
                consented_at=created,
                created_at=created,
                status=A.ACCEPTED if taken else A.REFUSED,
                interview_at=created + 15 * DAY if taken else None,
                interview_place="县运营中心" if taken else "",
                score=Decimal("8.00") if taken else None,
                decided_at=created + (20 if taken else chance.randrange(3, 30)) * DAY,
                reason="综合评分最高" if taken else "名额已满",
                partner=tenure.partner if taken else None,
                erased_at=None if taken else created + 210 * DAY,
            )
        )
    return rows
