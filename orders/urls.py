"""Gathers the rooms' pages."""

from django.urls import path, re_path

from orders.agent_orders import web, web_new
from orders.agent_orders.next_steps import NextStep
from orders.cash.closing import web as cash_web
from orders.counter import gateway_web
from orders.counter import web as counter_web
from orders.counter.next_steps import ServiceStep
from orders.festivals import web as festivals_web
from orders.festivals.comparing import web as comparing_web
from orders.festivals.exporting import web as exporting_web
from orders.festivals.freezing import web as freezing_web
from orders.festivals.live import replay_web as festivals_replay
from orders.festivals.live import web as festivals_live
from orders.festivals.rankings import LEVELS
from orders.festivals.targets import web as targets_web
from orders.logistics import web_county, web_manifests, web_station
from orders.presale import web as presale_web
from orders.presale import web_county as presale_county
from orders.presale import web_new as presale_new
from orders.presale.next_steps import PresaleStep
from orders.produce import web as produce_web
from orders.produce import web_new as produce_new
from orders.produce import web_trace
from orders.produce.codes import CODE, PHOTO
from orders.produce.next_steps import LotStep
from orders.produce.sales import web as sales_web
from orders.produce.sales import web_listings, web_settling
from orders.produce.sales.next_steps import ListingStep, SaleStep
from orders.reports import web as reports_web
from orders.reports.growth import web as growth_web
from orders.reports.income import web as income_web
from orders.reports.levels import web as levels_web
from orders.reports.recruitment import web as recruitment_web
from orders.reports.second_leg import web as second_leg_web
from orders.villagers import web as villagers_web

STEPS = "|".join(NextStep)
PARCEL_STEPS = "|".join(web_station.STEPS)
MANIFEST_STEPS = "|".join(web_manifests.STEPS)
PRESALE_STEPS = "|".join(PresaleStep)
SERVICE_STEPS = "|".join(ServiceStep)
HANDS = "|".join(cash_web.HANDS)
PLACES = "|".join(LEVELS)
LISTING_STEPS = "|".join(ListingStep)
SALE_STEPS = "|".join(SaleStep)
LOT_STEPS = "|".join(LotStep)
DAY = r"\d{4}-\d{2}-\d{2}"
FESTIVAL = "reports/festivals/<slug:slug>/"
SNAPSHOT = f"{FESTIVAL}snapshots/<int:pk>/"
LIVE_COUNTY = r"^reports/festivals/(?P<slug>[-\w]+)/live/(?P<code>[A-Z]{2,8})/"

urlpatterns = [
    path("", reports_web.home, name="today"),
    path("orders/", web.order_list, name="order_list"),
    path("orders/new/", web_new.order_new, name="order_new"),
    path("orders/<int:pk>/", web.order_page, name="order_page"),
    path("orders/<int:pk>/placed/", web.order_placed, name="order_placed"),
    path("orders/<int:pk>/receipt/", web.receipt, name="order_receipt"),
    re_path(rf"^orders/(?P<pk>\d+)/(?P<step>{STEPS})/$", web.order_step, name="order_step"),
    path("presale/", presale_web.presale_list, name="presale_list"),
    path("presale/new/", presale_new.presale_new, name="presale_new"),
    path("presale/<int:pk>/", presale_web.presale_page, name="presale_page"),
    path("presale/<int:pk>/receipt/<slug:part>/", presale_web.presale_receipt, name="presale_receipt"),
    re_path(
        rf"^presale/(?P<pk>\d+)/(?P<step>{PRESALE_STEPS})/$", presale_web.presale_step, name="presale_step"
    ),
    path("counter/", counter_web.service_home, name="service_home"),
    path("counter/services/", counter_web.service_list, name="service_list"),
    path("counter/new/<slug:kind>/", counter_web.service_new, name="service_new"),
    path("counter/<int:pk>/", counter_web.service_page, name="service_page"),
    path("counter/<int:pk>/receipt/", counter_web.service_receipt, name="service_receipt"),
    re_path(
        rf"^counter/(?P<pk>\d+)/(?P<step>{SERVICE_STEPS})/$", counter_web.service_step, name="service_step"
    ),
    path("cash/", cash_web.cash_today, name="cash_today"),
    path("cash/days/", cash_web.cash_days, name="cash_days"),
    path("cash/open/", cash_web.cash_open, name="cash_open"),
    re_path(rf"^cash/(?P<hand>{HANDS})/$", cash_web.cash_move, name="cash_move"),
    re_path(rf"^cash/(?P<day>{DAY})/$", cash_web.cash_day, name="cash_day"),
    re_path(rf"^cash/(?P<day>{DAY})/close/$", cash_web.cash_close, name="cash_close"),
    path("gateways/<slug:code>/callback/", gateway_web.gateway_callback, name="gateway_callback"),
    path("produce/", produce_web.lot_list, name="lot_list"),
    path("produce/new/", produce_new.lot_new, name="lot_new"),
    path("produce/<int:pk>/", produce_web.lot_page, name="lot_page"),
    path("produce/<int:pk>/label/", produce_web.lot_label, name="lot_label"),
    re_path(rf"^produce/(?P<pk>\d+)/(?P<step>{LOT_STEPS})/$", produce_web.lot_step, name="lot_step"),
    re_path(rf"^produce/photos/(?P<name>{PHOTO})/$", produce_web.lot_photo, name="lot_photo"),
    path("produce/<int:pk>/listing/", web_listings.listing_new, name="listing_new"),
    path("produce/listings/<int:pk>/", web_listings.listing_page, name="listing_page"),
    path("produce/listings/<int:pk>/sale/", web_listings.sale_new, name="sale_new"),
    re_path(
        rf"^produce/listings/(?P<pk>\d+)/(?P<step>{LISTING_STEPS})/$",
        web_listings.listing_step,
        name="listing_step",
    ),
    path("produce/sales/", sales_web.sale_list, name="sale_list"),
    path("produce/sales/<int:pk>/", sales_web.sale_page, name="sale_page"),
    re_path(rf"^produce/sales/(?P<pk>\d+)/(?P<step>{SALE_STEPS})/$", sales_web.sale_step, name="sale_step"),
    path("produce/settle/", web_settling.settle_list, name="settle_list"),
    path("produce/settle/<int:pk>/", web_settling.settle_farmer, name="settle_farmer"),
    path("produce/settlements/<int:pk>/", web_settling.settlement_page, name="settlement_page"),
    re_path(rf"^trace/(?P<code>{CODE})/$", web_trace.trace, name="trace"),
    re_path(rf"^trace/(?P<code>{CODE})/trace\.json$", web_trace.trace_data, name="trace_data"),
    re_path(rf"^trace/(?P<code>{CODE})/(?P<name>{PHOTO})\.jpg$", web_trace.trace_photo, name="trace_photo"),
    path("pickup/", web_station.pick_up, name="pick_up"),
    path("parcels/", web_station.parcel_list, name="parcel_list"),
    path("parcels/accept/", web_station.parcel_accept, name="parcel_accept"),
    path("parcels/load/", web_station.station_manifest_begin, name="station_manifest_begin"),
    path("parcels/<int:pk>/label/", web_manifests.parcel_label, name="parcel_label"),
    path("parcels/<int:pk>/", web_station.parcel_page, name="parcel_page"),
    re_path(rf"^parcels/(?P<pk>\d+)/(?P<step>{PARCEL_STEPS})/$", web_station.parcel_step, name="parcel_step"),
    path("manifests/<int:pk>/", web_manifests.manifest_page, name="manifest_page"),
    path("manifests/<int:pk>/print/", web_manifests.manifest_print, name="manifest_print"),
    re_path(
        rf"^manifests/(?P<pk>\d+)/(?P<step>{MANIFEST_STEPS})/$",
        web_manifests.manifest_step,
        name="manifest_step",
    ),
    path("county/parcels/", web_county.county_parcels, name="county_parcels"),
    path("county/parcels/scan/", web_county.county_scan, name="county_scan"),
    path("county/parcels/new/", web_county.county_parcel_new, name="county_parcel_new"),
    path(
        "county/parcels/stations/<int:pk>/load/",
        web_county.county_manifest_begin,
        name="county_manifest_begin",
    ),
    path("reports/growth/", growth_web.growth, name="growth"),
    path("reports/growth/growth.<str:kind>", growth_web.growth_file, name="growth_file"),
    path("reports/income/", income_web.income, name="income_report"),
    path("reports/income/report.<str:kind>", income_web.income_file, name="income_report_file"),
    path("level/", levels_web.my_level, name="my_level"),
    path("reports/levels/", levels_web.levels_page, name="levels"),
    path("reports/levels/levels.<str:kind>", levels_web.levels_file, name="levels_file"),
    path("reports/recruitment/", recruitment_web.recruitment_page, name="recruitment_report"),
    path("reports/recruitment/report.<str:kind>", recruitment_web.recruitment_file, name="recruitment_file"),
    path("reports/second-leg/", second_leg_web.second_leg_page, name="second_leg_report"),
    path("reports/second-leg/report.<str:kind>", second_leg_web.second_leg_file, name="second_leg_file"),
    path("reports/", festivals_web.report_index, name="report_index"),
    path(FESTIVAL, festivals_web.festival_page, name="festival_report"),
    path(f"{FESTIVAL}presale/", presale_county.presale_desk, name="presale_desk"),
    path(f"{FESTIVAL}presale/arrivals/", presale_county.presale_arrival, name="presale_arrival"),
    path(f"{FESTIVAL}presale/presale.<str:kind>", presale_county.presale_file, name="presale_file"),
    path(f"{FESTIVAL}now/", festivals_web.festival_now, name="festival_now"),
    path(f"{FESTIVAL}report.<str:kind>", exporting_web.festival_file, name="festival_file"),
    path(f"{FESTIVAL}print/", exporting_web.festival_print, name="festival_print"),
    path(f"{FESTIVAL}counties.zip", exporting_web.festival_counties, name="festival_counties"),
    path(f"{SNAPSHOT}print/", exporting_web.snapshot_print, name="festival_snapshot_print"),
    path(f"{SNAPSHOT}counties.zip", exporting_web.snapshot_counties, name="festival_snapshot_counties"),
    path(f"{FESTIVAL}compare/", comparing_web.comparison_page, name="festival_comparison"),
    path(f"{FESTIVAL}comparison.<str:kind>", comparing_web.comparison_file, name="festival_comparison_file"),
    path(f"{FESTIVAL}snapshots/", freezing_web.snapshots, name="festival_snapshots"),
    path(SNAPSHOT, freezing_web.snapshot, name="festival_snapshot"),
    path(f"{SNAPSHOT}snapshot.<str:kind>", freezing_web.snapshot_file, name="festival_snapshot_file"),
    path(f"{SNAPSHOT}differences/", freezing_web.snapshot_differences, name="festival_differences"),
    path(
        f"{SNAPSHOT}differences.<str:kind>",
        freezing_web.differences_file,
        name="festival_differences_file",
    ),
    path(f"{FESTIVAL}live/", festivals_live.festival_live, name="festival_live"),
    path(f"{FESTIVAL}live/now/", festivals_live.festival_live_now, name="festival_live_now"),
    re_path(rf"{LIVE_COUNTY}$", festivals_live.county_live, name="county_live"),
    re_path(rf"{LIVE_COUNTY}now/$", festivals_live.county_live_now, name="county_live_now"),
    path(f"{FESTIVAL}replay/", festivals_replay.festival_replay, name="festival_replay"),
    path(f"{FESTIVAL}replay/now/", festivals_replay.festival_replay_now, name="festival_replay_now"),
    path(f"{FESTIVAL}targets/", targets_web.festival_targets, name="festival_targets"),
    re_path(
        rf"^reports/festivals/(?P<slug>[-\w]+)/(?P<level>{PLACES})/$",
        festivals_web.festival_places,
        name="festival_places",
    ),
    path("villagers/lookup/", villagers_web.villager_lookup, name="villager_lookup"),
]
