"""Contracts of the demo: how its partners came, changed their mode, handed over and left.

Through the verbs of the desk, in the order in which it happened; what is counted at a hand-over is
nothing, since no order was placed yet.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

from PIL import Image, ImageDraw

from orders.seeding.demo_plan import PlannedStation
from partners.accounts.models import Role, User
from partners.contracts.converting import change_over
from partners.contracts.deposits.blocking import what_blocks_release
from partners.contracts.deposits.deciding import confirm_entry
from partners.contracts.deposits.recording import propose_deduction, propose_release, record_payment
from partners.contracts.handing_over.leaving import hand_over_station, record_count
from partners.contracts.models import Contract
from partners.contracts.signing import draft_contract, put_in_force, sign_contract
from partners.people.models import Partner, Tenure
from partners.people.stock import kinds
from stations.clock import day_start
from stations.network.models import Station

# Asks for money out of a deposit; it waits for a second person.
DAMAGED, DAMAGE = "ZJLA002", Decimal("280.00")
_PAPER = (620, 877)  # A4 as a phone's app keeps a scan


class Desk:
    """A county's clerk and the second person, who sign for what the demo's partners do."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.staff = User.objects.get(role=Role.COUNTY_STAFF, center=station.center, is_lead=False)
        self.second = User.objects.filter(role=Role.OPS).earliest("pk")

    def signed(self, partner: Partner, starts_on: dt.date, mode: str) -> Contract:
        """Drafted and signed some days before it begins, with its paper."""
        contract = draft_contract(
            actor=self.staff,
            partner=partner,
            station=self.station,
            mode=mode,
            starts_on=starts_on,
            number=f"{self.station.code}-{starts_on:%Y}-{partner.pk:03d}{mode[0]}",
        )
        return sign_contract(
            actor=self.staff,
            contract=contract,
            signed_on=starts_on - dt.timedelta(days=3),
            papers=[_scan(contract.number)],
        )

    def pay(self, contract: Contract, *, carried: Decimal = Decimal(0)) -> Contract:
        """The deposit comes to the bank on the day after the signature."""
        assert contract.signed_on is not None
        at = day_start(contract.signed_on + dt.timedelta(days=1)) + dt.timedelta(hours=10)
        entry = record_payment(
            actor=self.staff,
            contract=contract,
            amount=contract.deposit_due - carried,
            receipt=f"BZJ{at:%Y%m%d}{contract.pk:05d}",
        )
        confirm_entry(actor=self.second, entry=entry, at=at)
        return Contract.objects.get(pk=contract.pk)

    def begin(self, partner: Partner, starts_on: dt.date, mode: str) -> Contract:
        """In force: the tenure begins."""
        contract = self.pay(self.signed(partner, starts_on, mode))
        return put_in_force(actor=self.staff, contract=contract)

    def convert(self, contract: Contract, starts_on: dt.date) -> Contract:
        """To mode 2.0; the deposit is carried over, the difference paid in."""
        new = self.signed(contract.partner, starts_on, Tenure.Mode.PARTNER)
        new = self.pay(new, carried=contract.frozen)
        return change_over(actor=self.staff, contract=new, starts_on=starts_on)

    def hand_over(self, contract: Contract, partner: Partner, day: dt.date, mode: str) -> None:
        """To the next partner, by a protocol that counts nothing."""
        following = self.pay(self.signed(partner, day, mode))
        protocol = record_count(
            actor=self.staff,
            contract=contract,
            counted=dict.fromkeys(kinds(), Decimal(0)),
            next_contract=following,
        )
        hand_over_station(actor=self.staff, protocol=protocol, day=day)


def ask_for_damage(planned: PlannedStation, contract: Contract, desk: Desk) -> None:
    """One deduction is proposed and waits for a second person."""
    if planned.code == DAMAGED:
        reason = "店内电脑屏幕摔坏，维修报价单 280 元"
        propose_deduction(actor=desk.staff, contract=contract, kind="damage", amount=DAMAGE, reason=reason)


def release_deposits() -> None:
    """Of who left: one deposit is released, one is proposed; what still blocks the others is to be seen."""
    free = [one for one in Contract.objects.to_release().order_by("pk") if not what_blocks_release(one)]
    for place, contract in enumerate(free[:2]):
        desk = Desk(contract.station)
        entry = propose_release(actor=desk.staff, contract=contract, reason="离任，最后一个月已结账")
        if place == 0:
            confirm_entry(actor=desk.second, entry=entry)


def _scan(text: str) -> io.BytesIO:
    """A sheet with the number, as a stand-in for the signed paper."""
    sheet = Image.new("L", _PAPER, 250)
    draw = ImageDraw.Draw(sheet)
    draw.text((60, 70), f"CONTRACT {text}", fill=20, font_size=26)
    for line in range(150, 700, 34):
        draw.line((60, line, 560 - line % 90, line), fill=170, width=3)
    draw.line((60, 790, 250, 780), fill=60, width=4)
    draw.line((340, 785, 540, 795), fill=60, width=4)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    file.seek(0)
    return file
