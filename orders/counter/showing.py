"""How a service is told to people: what was typed, and what came of it, in three outcomes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService
from orders.counter.ordering import details_for_gateway
from stations.wording import moment, yuan

S = ServiceStatus


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome in a word and a sentence; `tone` as the pages mark it."""

    title: str
    text: str
    tone: str


def facts_of(service: CounterService) -> list[tuple[str, str]]:
    """What was typed, secrets masked, in the order of the form."""
    details = details_for_gateway(service)
    rows = [
        (str(field.label), field.show(details[field.name]))
        for field in service.traits.fields
        if field.name in details and field.name != "amount"
    ]
    if service.title:
        rows.append((_("Booked"), service.title))
    return rows


def outcome_of(service: CounterService) -> Told:
    """What to tell the villager now."""
    match service.status:
        case S.DRAFT:
            return Told(_("Not confirmed"), _("Nothing has been taken yet."), "info")
        case S.CANCELLED:
            return Told(_("Not wanted"), _("Nothing was taken."), "info")
        case S.SUCCEEDED:
            return _done(service)
        case S.FAILED:
            return Told(_("Failed"), _failed(service), "alert")
        case S.REFUNDED:
            return Told(_("Money given back"), _("This service was not rendered."), "info")
        case S.SUSPENSE:
            return Told(
                _("The county settles this"),
                _("Both sides tell different things. Please do not do it a second time."),
                "alert",
            )
    return Told(
        _("Being checked"),
        _("It is sent, and no answer has come yet. It is asked about by itself: do not do it a second time."),
        "info",
    )


def _done(service: CounterService) -> Told:
    if service.traits.pays_out:
        text = _("Give the villager %(amount)s.") % {"amount": yuan(service.total)}
        return Told(_("Done"), text, "done")
    return Told(_("Done"), _("The provider has confirmed it."), "done")


def _failed(service: CounterService) -> str:
    why = service.reason
    if service.traits.pays_out:
        return _("%(why)s Give no money: nothing was taken from the card.") % {"why": _sentence(why)}
    return _("%(why)s Give the villager %(amount)s back.") % {
        "why": _sentence(why),
        "amount": yuan(service.total),
    }


def receipt_foot(service: CounterService) -> str:
    """The last words of a slip: to the villager, who takes it home, not to whoever hands it out."""
    pays_out, amount = service.traits.pays_out, yuan(service.total)
    match service.status:
        case S.SUCCEEDED if pays_out:
            return _("You have been given %(amount)s.") % {"amount": amount}
        case S.FAILED if pays_out:
            return _("%(why)s Nothing was taken from your card.") % {"why": _sentence(service.reason)}
        case S.FAILED:
            return _("%(why)s The station gives you %(amount)s back.") % {
                "why": _sentence(service.reason),
                "amount": amount,
            }
        case S.SUSPENSE:
            return _("The county settles this. Please keep this receipt.")
        case S.SUCCEEDED | S.REFUNDED:
            return outcome_of(service).text
    return _("It is sent, and no answer has come yet. Please keep this receipt, and have it done only once.")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "。", "!", "！")) else f"{text}。"


def receipt_rows(service: CounterService) -> list[tuple[str, str]]:
    """What a receipt says beside the amounts, whatever came of it."""
    rows = [
        (_("Station"), f"{service.station.name} {service.station.code}"),
        (_("Service"), str(service.get_kind_display())),
        *facts_of(service),
        (_("Confirmed"), moment(service.charged_at)),
        (_("Outcome"), outcome_of(service).title),
    ]
    if service.reference:
        rows.append((_("Reference"), service.reference))
    return rows


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line as `ui/receipt.html` prints it."""

    title: str
    quantity: int
    unit_price: object
    amount: object


def total_label(service: CounterService) -> str:
    """What the last line of a receipt says of its amount: only money that has moved is called paid."""
    back = service.status in (S.FAILED, S.REFUNDED)
    if service.traits.pays_out:
        if service.status == S.SUCCEEDED:
            return _("Paid out")
        return _("Not paid out") if back else _("Not paid out yet")
    if back:
        return _("Given back") if service.status == S.REFUNDED else _("To be given back")
    return _("Paid")


def receipt_lines(service: CounterService) -> list[ReceiptLine]:
    fee = -service.fee if service.traits.pays_out else service.fee
    return [
        ReceiptLine(str(service.get_kind_display()), 1, service.amount, service.amount),
        ReceiptLine(_("Fee of the station"), 1, fee, fee),
    ]
