"""What is held about a villager: everything that carries the number, in one document.

`docs/personal-data.md` lists the same places in words; who adds a table with a villager's
number adds it here, to `erasing` and to the document.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from orders.agent_orders.models import AgentOrder
from orders.counter.erasing import services_with
from orders.counter.models import CounterService
from orders.counter.ordering import details_for_gateway
from orders.logistics.forgetting import parcels_with
from orders.produce.models import Farmer, ProduceLot
from orders.produce.sales.models import ProduceSale
from orders.villagers.models import Villager
from partners.complaints.forgetting import complaints_of
from partners.recruitment.forgetting import applications_with
from partners.recruitment.models import Application
from stations.notices.models import Notification
from stations.requests.models import RequestDraft


def villagers_with(phone: str) -> QuerySet[Villager]:
    """The number's files: one for each station that knows it."""
    rows: QuerySet[Villager] = (
        Villager.objects.filter(phone=phone).select_related("station").order_by("station__code")
    )
    return rows


def drafts_with(phone: str) -> QuerySet[RequestDraft]:
    """Forms broken off within the last day in which the number was typed."""
    return RequestDraft.objects.filter(fields__icontains=phone)


def notices_to(phone: str) -> QuerySet[Notification]:
    """What was told to the number, as long as it is kept."""
    rows: QuerySet[Notification] = (
        Notification.objects.filter(phone=phone).select_related("station").order_by("pk")
    )
    return rows


def held_about(phone: str) -> dict[str, Any]:
    """Everything held about the person with a mobile number, ready for JSON; amounts in yuan."""
    return {
        "phone": phone,
        "stations": [_file_of(villager) for villager in villagers_with(phone)],
        "unfinished_forms": [
            {"page": draft.path, "kept_since": draft.created_at, "typed": draft.fields}
            for draft in drafts_with(phone).order_by("pk")
        ],
        "messages": [
            {
                "station": notice.station.code,
                "about": notice.subject,
                "recorded_at": notice.created_at,
                "sent_at": notice.sent_at,
                "state": notice.state,
                "text": notice.text,
            }
            for notice in notices_to(phone)
        ],
        "complaints": [
            {
                "number": complaint.number,
                "station": complaint.station.code,
                "kind": complaint.kind.code,
                "received_at": complaint.received_at,
                "name": complaint.name,
                "subject": complaint.subject,
                "text": complaint.text,
                "answer": complaint.answer,
            }
            for complaint in complaints_of(phone)
        ],
        "parcels": [
            {
                "station": parcel.station.code,
                "carrier": parcel.carrier.name,
                "tracking_number": parcel.tracking_number,
                "name": parcel.recipient,
                "status": parcel.status,
                "announced_at": parcel.announced_at,
                "handed_over_at": parcel.handed_over_at,
            }
            for parcel in parcels_with(phone)
        ],
        "services": [_service(service) for service in services_with(phone)],
        "applications": [_application(one) for one in applications_with(phone)],
    }


def is_known(phone: str) -> bool:
    """Whether anything but an unfinished form or a message carries the number."""
    held = (
        villagers_with(phone),
        parcels_with(phone),
        services_with(phone),
        complaints_of(phone),
        applications_with(phone),
    )
    return any(rows.exists() for rows in held)


def _service(service: CounterService) -> dict[str, Any]:
    return {
        "number": service.number,
        "station": service.station.code,
        "kind": service.kind,
        "what": service.title,
        "typed": details_for_gateway(service),
        "amount": service.amount,
        "fee": service.fee,
        "status": service.status,
        "confirmed_at": service.charged_at,
        "done_at": service.succeeded_at,
    }


def _application(application: Application) -> dict[str, Any]:
    return {
        "number": application.number,
        "station": application.vacancy.station.code,
        "name": application.name,
        "identity_number": application.identity_number,
        "birth_year": application.birth_year,
        "education": application.education,
        "comes_home_from": application.returning_from,
        "why": application.why,
        "agreed_at": application.consented_at,
        "status": application.status,
        "interview_at": application.interview_at,
        "score": application.score,
        "reason": application.reason,
    }


def _file_of(villager: Villager) -> dict[str, Any]:
    orders = AgentOrder.objects.filter(villager=villager).order_by("pk")
    return {
        "station": villager.station.code,
        "name": villager.name,
        "agreed_at": villager.consented_at,
        "on_file_since": villager.created_at,
        "orders": [_order(order) for order in orders.prefetch_related("lines__refunds", "changes")],
        "farmer": _farmer(villager),
    }


def _farmer(villager: Villager) -> dict[str, Any] | None:
    farmer = Farmer.objects.filter(villager=villager).first()
    if farmer is None:
        return None
    return {
        "name_shown_to_buyers": farmer.display_name,
        "agreed_at": farmer.agreed_at,
        "taken_back_at": farmer.withdrawn_at,
        "lots": [_lot(lot) for lot in farmer.lots.order_by("pk").prefetch_related("events", "photos")],
        "sales": [_sale(sale) for sale in _sales_of(farmer)],
        "settlements": [
            {"number": paid.number, "at": paid.at, "paid_how": paid.paid_how, "amount": paid.amount}
            for paid in farmer.settlements.order_by("pk")
        ],
        "owed_back": [
            {"sale": claim.refund.sale.number, "amount": claim.amount, "left": claim.left, "at": claim.at}
            for claim in farmer.claims.select_related("refund__sale").order_by("pk")
        ],
    }


def _sales_of(farmer: Farmer) -> QuerySet[ProduceSale]:
    rows: QuerySet[ProduceSale] = ProduceSale.objects.filter(listing__lot__farmer=farmer).order_by("pk")
    return rows.select_related("listing__lot")


def _sale(sale: ProduceSale) -> dict[str, Any]:
    return {
        "number": sale.number,
        "lot": sale.listing.lot.code,
        "quantity": sale.quantity,
        "amount": sale.amount,
        "refunded": sale.refunded,
        "status": sale.status,
        "sold_at": sale.sold_at,
        "paid_to_the_farmer": sale.settled_amount,
    }


def _lot(lot: ProduceLot) -> dict[str, Any]:
    return {
        "code": lot.code,
        "category": lot.category,
        "product": lot.product,
        "quantity": lot.quantity,
        "unit": lot.unit,
        "harvested_on": lot.harvested_on,
        "village": lot.village_id,
        "plot": lot.plot,
        "fertiliser": lot.fertiliser,
        "spraying": lot.spraying,
        "waiting_days": lot.waiting_days,
        "water": lot.water,
        "quality": lot.quality_notes,
        "status": lot.status,
        "public_since": lot.published_at,
        "photos": [photo.file.name for photo in lot.photos.all()],
        "steps": [
            {"what": event.kind, "at": event.at, "place": event.place, "words": event.words}
            for event in lot.events.all()
        ],
    }


def _order(order: AgentOrder) -> dict[str, Any]:
    return {
        "number": order.number,
        "platform": order.platform,
        "platform_order_no": order.platform_order_no,
        "status": order.status,
        "amount": order.amount,
        "refunded": order.refunded,
        "paid_how": order.pay_how,
        "placed_at": order.placed_at,
        "paid_at": order.paid_at,
        "handed_over_at": order.handed_over_at,
        "lines": [
            {
                "title": line.title,
                "category": line.category,
                "quantity": line.quantity,
                "amount": line.amount,
                "refunds": [
                    {"amount": refund.amount, "at": refund.at, "reason": refund.reason}
                    for refund in line.refunds.all()
                ],
            }
            for line in order.lines.all()
        ],
        "steps": [
            {"status": change.after, "at": change.at, "reason": change.reason}
            for change in order.changes.all()
        ],
    }
