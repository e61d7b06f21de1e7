"""Gathers the rooms' pages."""

from django.urls import path, re_path

from partners.accounts.looking import web as looking
from partners.announcements import web as announcements
from partners.complaints import web as complaints
from partners.complaints import web_public as complaints_public
from partners.contracts import web as contracts
from partners.income import web as income
from partners.income.disputes import web as disputes
from partners.ledger import web as ledger
from partners.payouts import web as payouts
from partners.recruitment import web as recruitment
from partners.training import web as training
from stations.documents.models import NAME

urlpatterns = [
    path("looking/end/", looking.end_my_look, name="end_look"),
    path("announcements/", announcements.announcement_list, name="announcement_list"),
    path("announcements/<int:pk>/", announcements.announcement_page, name="announcement_page"),
    path("complain/", complaints_public.complain, name="complain"),
    path("complain/sent/", complaints_public.complain_sent, name="complain_sent"),
    path("questions/", complaints.my_questions, name="my_questions"),
    path("questions/new/", complaints.question_new, name="question_new"),
    path("questions/<int:pk>/", complaints.my_question, name="my_question"),
    path("contracts/", contracts.my_contracts, name="my_contracts"),
    path("contracts/<int:pk>/", contracts.my_contract, name="my_contract"),
    re_path(
        rf"^contracts/(?P<pk>[0-9]{{1,18}})/papers/(?P<name>{NAME})/$",
        contracts.my_contract_paper,
        name="my_contract_paper",
    ),
    path("county/hand-overs/<int:pk>/", contracts.hand_over_protocol, name="hand_over_protocol"),
    path("apply/", recruitment.apply_home, name="apply_home"),
    path("apply/state/", recruitment.application_state, name="application_state"),
    path("apply/<int:pk>/", recruitment.application_new, name="application_new"),
    path("training/", training.my_training, name="my_training"),
    path("training/sessions/", training.take_my_seat, name="take_my_seat"),
    path("training/places/<int:pk>/", training.my_seat, name="my_seat"),
    path("training/certificates/<int:pk>/", training.certificate_page, name="certificate_page"),
    path("float/", ledger.my_float, name="my_float"),
    path("income/", income.my_income, name="my_income"),
    path("income/lines/<int:pk>/", income.my_line, name="my_income_line"),
    path("income/months/", income.my_months, name="my_income_months"),
    path("income/months/<int:year>-<int:month>/", income.my_statement, name="my_statement"),
    path(
        "income/months/<int:year>-<int:month>/print/",
        income.my_statement_print,
        name="my_statement_print",
    ),
    path("income/lines/<int:pk>/dispute/", disputes.line_dispute, name="my_line_dispute"),
    path("income/payouts/", payouts.my_payouts, name="my_payouts"),
    path("income/account/", payouts.my_account, name="my_payout_account"),
]
