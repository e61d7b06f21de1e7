"""Who runs a station: a tenure begins, changes its mode, ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.people.checks import Act, check_may_leave
from partners.people.models import Partner, Tenure
from stations import wording
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused


def begin_tenure(
    *,
    actor: Any,
    partner: Partner,
    station: Station,
    starts_on: dt.date,
    mode: str = Tenure.Mode.PARTNER,
) -> Tenure:
    """`partner` runs `station` from a day on.

    Raises Refused: the station is closed, in another county than the person's file, or run by
    somebody else on any of these days. Locks the station.
    """
    with transaction.atomic(), _history("begin_tenure", actor):
        station = Station.objects.select_for_update(of=("self",), no_key=True).get(pk=station.pk)
        if station.status == StationStatus.CLOSED:
            raise Refused(
                _("Station %(code)s is closed.") % {"code": station.code},
                code="station_closed",
                conflict=True,
            )
        if station.center_id != partner.center_id:
            raise Refused(
                _("%(name)s is on file in another county. Head office can move the file.")
                % {"name": partner},
                code="center",
                field="station",
            )
        tenure = Tenure(partner=partner, station=station, starts_on=starts_on, mode=mode)
        _check_free(tenure)
        _save(tenure)
    return tenure


def end_tenure(*, actor: Any, tenure: Tenure, ends_on: dt.date, settled: Collection[str] = ()) -> Tenure:
    """The partner's last day at the station (included).

    `settled` names what the act around this one settles: stock that the next one has counted. Raises
    Refused: before the first day, after an end that is set already, or while something is open that
    only this partner can settle (`partners.people.checks`). Locks station and tenure: what is being
    written for this tenure is waited for, and then asked about (`partners.people.incumbents`).
    """
    with transaction.atomic(), _history("end_tenure", actor):
        tenure = lock_tenure(tenure)
        _check_last_day(tenure, ends_on)
        check_may_leave(tenure, ends_on, settled=settled)
        tenure.ends_on = ends_on
        _save(tenure)
    return tenure


def convert_mode(*, actor: Any, tenure: Tenure, starts_on: dt.date) -> Tenure:
    """The village shop (1.0) becomes a full-time partner (2.0) from a day on.

    The tenure ends on the day before and a new one of the same person begins, so that each day
    keeps the mode it had; a conversion on the first day changes the tenure itself. Raises Refused:
    2.0 already, a day outside the tenure, or while something stands against it, as a contract that
    says 1.0. Locks station and tenure.
    """
    with transaction.atomic(), _history("convert_mode", actor):
        tenure = lock_tenure(tenure)
        if tenure.mode != Tenure.Mode.SHOP:
            raise Refused(_("This tenure is in mode 2.0 already."), code="mode", conflict=True)
        _check_last_day(tenure, starts_on, again=True)
        check_may_leave(tenure, starts_on, act=Act.CONVERT)
        if starts_on == tenure.starts_on:
            tenure.mode = Tenure.Mode.PARTNER
            _save(tenure)
            return tenure
        ends_on, tenure.ends_on = tenure.ends_on, starts_on - dt.timedelta(days=1)
        _save(tenure)
        new = Tenure(
            partner=tenure.partner,
            station=tenure.station,
            starts_on=starts_on,
            ends_on=ends_on,
            mode=Tenure.Mode.PARTNER,
        )
        _save(new)
    return new


def _history(process: str, actor: Any) -> Any:
    return pghistory.context(process=process, actor=actor.pk if actor else None)


def lock_tenure(tenure: Tenure) -> Tenure:
    """The tenure as it is now, after its station: the order in which everybody locks them."""
    Station.objects.select_for_update(of=("self",), no_key=True).get(pk=tenure.station_id)
    return (
        Tenure.objects.select_for_update(of=("self",)).select_related("partner", "station").get(pk=tenure.pk)
    )


def _check_last_day(tenure: Tenure, day: dt.date, *, again: bool = False) -> None:
    if day < tenure.starts_on:
        raise Refused(
            _("The tenure began on %(day)s: choose that day or a later one.")
            % {"day": wording.day(tenure.starts_on)},
            code="day",
            field="starts_on" if again else "ends_on",
        )
    if tenure.ends_on is not None and day > tenure.ends_on:
        raise Refused(
            _("The tenure ends on %(day)s already.") % {"day": wording.day(tenure.ends_on)},
            code="ended",
            field="starts_on" if again else "ends_on",
            conflict=True,
        )


def _check_free(tenure: Tenure) -> None:
    """Raises Refused that names who runs the station. The caller holds the station's lock."""
    other = (
        Tenure.objects.filter(station=tenure.station)
        .overlapping(tenure.starts_on, dt.date.max)
        .select_related("partner")
        .order_by("starts_on")
        .first()
    )
    if other is None:
        return
    words = {
        "name": other.partner,
        "from": wording.day(other.starts_on),
        "to": wording.day(other.ends_on),
    }
    raise Refused(
        (
            _("%(name)s runs this station from %(from)s to %(to)s.") % words
            if other.ends_on
            else _("%(name)s runs this station since %(from)s: end that tenure first.") % words
        ),
        code="overlap",
        field="starts_on",
        conflict=True,
    )


def _save(tenure: Tenure) -> None:
    """The constraint has the last word, also over rows that did not come through these verbs."""
    try:
        with transaction.atomic():
            tenure.save()
    except IntegrityError as error:
        if "tenure_one_partner_at_a_time" not in str(error):
            raise
        raise Refused(
            _("Somebody else runs this station in these days."),
            code="overlap",
            field="starts_on",
            conflict=True,
        ) from error
