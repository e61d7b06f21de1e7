"""Gathers the rooms' pages."""

from django.urls import path

from partners.income import web as income
from partners.ledger import web as ledger

urlpatterns = [
    path("float/", ledger.my_float, name="my_float"),
    path("income/", income.my_income, name="my_income"),
    path("income/lines/<int:pk>/", income.my_line, name="my_income_line"),
    path("income/months/", income.my_months, name="my_income_months"),
    path("income/months/<int:year>-<int:month>/", income.my_statement, name="my_statement"),
]
