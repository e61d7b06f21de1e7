"""Gathers the rooms' pages."""

from django.urls import path, re_path

from orders.agent_orders import web, web_new
from orders.agent_orders.next_steps import NextStep
from orders.festivals import web as festivals_web
from orders.festivals.rankings import LEVELS
from orders.reports import web as reports_web
from orders.villagers import web as villagers_web

STEPS = "|".join(NextStep)
PLACES = "|".join(LEVELS)
FESTIVAL = "reports/festivals/<slug:slug>/"

urlpatterns = [
    path("", reports_web.home, name="today"),
    path("orders/", web.order_list, name="order_list"),
    path("orders/new/", web_new.order_new, name="order_new"),
    path("orders/<int:pk>/", web.order_page, name="order_page"),
    path("orders/<int:pk>/placed/", web.order_placed, name="order_placed"),
    path("orders/<int:pk>/receipt/", web.receipt, name="order_receipt"),
    re_path(rf"^orders/(?P<pk>\d+)/(?P<step>{STEPS})/$", web.order_step, name="order_step"),
    path("pickup/", web.pick_up, name="pick_up"),
    path("reports/", festivals_web.report_index, name="report_index"),
    path(FESTIVAL, festivals_web.festival_page, name="festival_report"),
    path(f"{FESTIVAL}now/", festivals_web.festival_now, name="festival_now"),
    path(f"{FESTIVAL}report.<str:kind>", festivals_web.festival_file, name="festival_file"),
    re_path(
        rf"^reports/festivals/(?P<slug>[-\w]+)/(?P<level>{PLACES})/$",
        festivals_web.festival_places,
        name="festival_places",
    ),
    path("villagers/lookup/", villagers_web.villager_lookup, name="villager_lookup"),
]
