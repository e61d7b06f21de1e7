from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from orders.agent_orders import followers
from orders.agent_orders.numbers import order_number
from orders.counter.numbers import service_number
from orders.logistics import followers as parcel_followers
from orders.logistics.numbers import parcel_label
from orders.produce.sales.numbers import sale_number, settlement_number
from partners.income.months import checks as month_checks
from partners.journal import consumers, subjects
from partners.journal.kinds import Kind
from partners.people import checks as leaving
from partners.people import stock
from partners.subsidies import sources
from stations.network import checks
from stations.network.checks import Act
from stations.worklists import lists


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Work")

    def ready(self) -> None:
        checks.register("cash", "orders.cash.closing.blocking.not_settled", acts={Act.CLOSE})
        leaving.register("cash", "orders.cash.closing.blocking.left_behind")
        stock.register(
            "cash", "orders.cash.closing.blocking.in_the_drawer", label=_("Cash in the drawer"), money=True
        )
        checks.register("services", "orders.counter.blocking.still_open", acts={Act.CLOSE})
        checks.register("orders", "orders.agent_orders.blocking.on_their_way", acts={Act.CLOSE})
        checks.register("presale", "orders.presale.blocking.to_be_fetched", acts={Act.CLOSE})
        checks.register("produce", "orders.produce.blocking.still_open", acts={Act.CLOSE})
        checks.register("parcels", "orders.logistics.blocking.not_fetched", acts={Act.CLOSE})
        leaving.register("parcels", "orders.logistics.blocking.left_behind")
        leaving.register("services", "orders.counter.blocking.left_open")
        leaving.register("orders", "orders.agent_orders.blocking.waiting_for_money")
        stock.register(
            "parcels",
            "orders.logistics.blocking.at_the_station",
            label=_("Parcels at the station"),
            money=False,
        )
        followers.register("parcels", "orders.logistics.following.go_along")
        leaving.register("produce", "orders.produce.blocking.not_settled")
        parcel_followers.register("produce", "orders.produce.sales.shipping.go_along")
        month_checks.register("services", "orders.counter.blocking.unknown_in_month")
        month_checks.register("orders", "orders.agent_orders.blocking.waiting_in_month")
        month_checks.register("cash", "orders.cash.closing.blocking.not_closed_in_month")
        sources.register("festivals", "orders.festivals.counting.counted_festivals")
        lists.register("standstills", "orders.festivals.standstills.waiting.standing_still", position=15)
        lists.register("parcels", "orders.logistics.overdue.overdue_parcels", position=20)
        lists.register("money", "orders.agent_orders.unpaid.waiting_for_money", position=30)
        lists.register("days", "orders.cash.closing.late.days_not_closed", position=40)
        consumers.register("turnover", kinds=frozenset({Kind.PLACED, Kind.PAID, Kind.REFUND}))
        subjects.register("agent-order", label=order_number, page="order_page")
        subjects.register("service", label=service_number, page="service_page")
        subjects.register("produce-sale", label=sale_number, page="sale_page")
        subjects.register("produce-settlement", label=settlement_number, page="settlement_page")
        subjects.register("parcel", label=parcel_label, page="parcel_page")
