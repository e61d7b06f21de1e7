"""The words of the journal: what kind of business, what happened, with which goods."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Business(models.TextChoices):
    """Each has its own turnover (domain, section 3)."""

    AGENT_ORDER = "agent_order", _("agent orders")
    PRODUCE = "produce", _("produce sold to the city")
    SERVICE = "service", _("paid services")


class Kind(models.TextChoices):
    PLACED = "placed", _("placed")
    PAID = "paid", _("paid")
    REFUND = "refund", _("refund or cancellation after payment")
    HANDED_OVER = "handed_over", _("handed over")


class Category(models.TextChoices):
    """The goods that villagers buy through stations; each has its commission rate."""

    LARGE_APPLIANCES = "large_appliances", _("large appliances and TV")
    SMALL_APPLIANCES = "small_appliances", _("small appliances")
    PHONES = "phones", _("phones and digital")
    CLOTHING = "clothing", _("clothing")
    SHOES_BAGS = "shoes_bags", _("shoes and bags")
    DAILY_GOODS = "daily_goods", _("daily goods and bedding")
    FOOD = "food", _("food")
    MOTHER_BABY = "mother_baby", _("mother and baby")
    FURNITURE = "furniture", _("furniture")
    FARM_INPUTS = "farm_inputs", _("farm inputs")
    TOOLS = "tools", _("tools and e-bikes")


class ServiceCategory(models.TextChoices):
    """What villagers have done at the counter; each has its commission rate."""

    TOP_UP = "top_up", _("top-ups and Internet access")
    BILL = "bill", _("living-expense bills")
    TRAIN = "train", _("train tickets")
    AIR = "air", _("air tickets")
    HOTEL = "hotel", _("hotel rooms")
    WITHDRAWAL = "withdrawal", _("small cash withdrawals")
    REGISTRATION = "registration", _("registration and medicine")


ANY_CATEGORY = [*Category.choices, *ServiceCategory.choices]
CATEGORIES_OF: dict[str, frozenset[str]] = {
    Business.AGENT_ORDER: frozenset(Category.values),
    Business.PRODUCE: frozenset(Category.values),
    Business.SERVICE: frozenset(ServiceCategory.values),
}
