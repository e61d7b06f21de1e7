"""What the demo's partners are told, asked and measured by: a row in every state."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from orders.reports.levels.ruling import load_standard_rule
from orders.reports.levels.scoring import due_months, score_month
from partners.accounts.models import User
from partners.announcements.announcing import (
    draft_announcement,
    publish_announcement,
    withdraw_announcement,
)
from partners.announcements.reading import confirm_announcement, read_announcement
from partners.complaints.answering import answer_complaint, take_in_hand
from partners.complaints.kinds import load_standard_kinds
from partners.complaints.models import Complaint, ComplaintKind
from partners.complaints.receiving import ask_question, receive_complaint
from partners.people.models import Partner, Tenure
from stations.clock import day_start, today
from stations.network.models import Station

HOUR = dt.timedelta(hours=1)

# Station, kind, how many days ago, what about, in full, how it ended: nothing, in hand, upheld or not.
RECENT = (
    ("FJYX001", "late_parcel", 5, "包裹晚了四天", "说好周三到，到现在还没有消息。", ""),
    ("FJYX001", "manners", 2, "打电话没人接", "连打了两天电话，店里都没人接。", "in_hand"),
    ("FJYX002", "goods", 9, "电饭煲漏电", "插上就跳闸，店里说要等。", "upheld"),
    ("FJYX003", "question", 1, "能不能买化肥", "想问能不能通过站里买春耕的化肥。", ""),
    ("ZJTL001", "money", 6, "多收两块钱", "取件时多收了两块钱。", "not_upheld"),
    ("ZJLA002", "late_parcel", 1, "快递放错村", "我的快递被送到隔壁村去了。", ""),
)
# Upheld in the months that are scored: they cost their stations points.
LONG_AGO = (
    ("FJYX003", dt.date(2015, 10, 20)),
    ("FJYX005", dt.date(2015, 11, 16)),
    ("ZJTL002", dt.date(2015, 11, 23)),
)


def make_counsel() -> None:
    """Complaints, questions, announcements and the scores of the months that are over."""
    with transaction.atomic():
        load_standard_kinds()
        _complaints()
        _questions()
        _announcements()
    load_standard_rule()
    _levels()


def _staff(station: Station) -> User | None:
    found: User | None = User.objects.filter(center=station.center_id).order_by("pk").first()
    return found


def _complaints() -> None:
    kinds = {kind.code: kind for kind in ComplaintKind.objects.all()}
    stations = Station.objects.in_bulk(field_name="code")
    for number, (code, kind, days, subject, text, end) in enumerate(RECENT):
        station = stations[code]
        complaint = receive_complaint(
            actor=_staff(station) if number % 2 else None,
            station=station,
            kind=kinds[kind],
            subject=subject,
            text=text,
            name="陈阿姨",
            phone=f"1380591{number:04d}",
            at=timezone.now() - dt.timedelta(days=days),
        )
        _end(complaint, end, _staff(station))
    for code, day in LONG_AGO:
        at = day_start(day) + 10 * HOUR
        complaint = receive_complaint(
            actor=None,
            station=stations[code],
            kind=kinds["late_parcel"],
            subject="包裹迟到",
            text="等了一周",
            at=at,
        )
        answer_complaint(actor=None, complaint=complaint, answer="已补送", upheld=True, at=at + 24 * HOUR)


def _end(complaint: Complaint, end: str, staff: User | None) -> None:
    if end:
        take_in_hand(actor=staff, complaint=complaint)
    if end in {"upheld", "not_upheld"}:
        answer_complaint(
            actor=staff,
            complaint=complaint,
            answer="已经核实并处理，请再到站里看看。",
            upheld=end == "upheld",
            for_station="遇到质量问题先给村民换，再找卖家。",
        )


def _questions() -> None:
    kinds = {kind.code: kind for kind in ComplaintKind.objects.all()}
    asked = (
        ("FJYX001", "my_income", "十月少了一单"),
        ("FJYX001", "my_parcels", "大件能不能送到家"),
        ("ZJTL001", "other", "培训什么时候开"),
    )
    for number, (code, kind, subject) in enumerate(asked):
        tenure = (
            Tenure.objects.covering(today())
            .select_related("partner__user", "station")
            .get(station__code=code)
        )
        question = ask_question(
            actor=tenure.partner.user,
            station=tenure.station,
            kind=kinds[kind],
            subject=subject,
            text=f"{subject}，请县里帮忙看看。",
            at=timezone.now() - dt.timedelta(days=2 + number),
        )
        if number == 1:
            answer_complaint(
                actor=_staff(tenure.station), complaint=question, answer="可以，先预约送货时间。"
            )


def _announcements() -> None:
    head = User.objects.filter(role="ops").first()
    staff = User.objects.get(username="youxi")
    day = today()
    told = publish_announcement(
        actor=head,
        announcement=draft_announcement(
            actor=head,
            for_all=True,
            pinned=True,
            must_confirm=True,
            title="年货节备货安排",
            text="年货节从下月初开始。\n请各站提前清点库存，检查取件码打印纸，提醒村民预约大家电。",
            title_en="Stock up for the New Year sale",
            text_en="The New Year sale begins early next month. Check your stock and remind villagers.",
            valid_from=day - dt.timedelta(days=3),
        ),
    )
    for number, partner in enumerate(Partner.objects.filter(user__isnull=False).order_by("pk")[:12]):
        if partner.user is None or partner.user.username == "youxi01":
            continue
        read = confirm_announcement if number % 3 else read_announcement
        read(actor=partner.user, announcement=told)
    meeting = draft_announcement(
        actor=staff, title="周三下午开会", text="两点在县中心，讲退货和投诉处理。", valid_from=day
    )
    publish_announcement(actor=staff, announcement=meeting)
    draft_announcement(
        actor=staff, title="下乡收山货", text="时间待定。", valid_from=day + dt.timedelta(days=10)
    )
    gone = publish_announcement(
        actor=staff,
        announcement=draft_announcement(actor=staff, title="停电通知", text="周五停电。", valid_from=day),
    )
    withdraw_announcement(actor=staff, announcement=gone, reason="供电所改期了")


def _levels() -> None:
    """From all that is recorded by now: the demo's past was recorded today."""
    now = timezone.now()
    for month in due_months():
        score_month(month=month, up_to=now)
