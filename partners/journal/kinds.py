"""The words of the journal: what kind of business, what happened, with which goods."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Business(models.TextChoices):
    """Each has its own turnover (domain, section 3)."""

    AGENT_ORDER = "agent_order", _("agent orders")
    PRODUCE = "produce", _("produce sold to the city")
    SERVICE = "service", _("paid services")
    PARCEL = "parcel", _("parcels of the second leg")
    SUBSIDY = "subsidy", _("subsidies and bonuses")


class Kind(models.TextChoices):
    PLACED = "placed", _("placed")
    PAID = "paid", _("paid")
    REFUND = "refund", _("refund or cancellation after payment")
    HANDED_OVER = "handed_over", _("handed over")
    # Parcels have no turnover: the fee is cash that the station keeps, the parcel earns a subsidy.
    PARCEL_FEE = "parcel_fee", _("parcel fee, received in cash")
    PARCEL = "parcel", _("parcel handed over")
    # No turnover either: a service's own turnover is what the provider gets.
    SERVICE_FEE = "service_fee", _("service fee, received in cash")
    # Nor have subsidies: an event may earn one, a month that is closed may be filled up.
    EVENT = "event", _("event that may earn a subsidy")
    GUARANTEE = "guarantee", _("month filled up to its guarantee")


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


class FeeCategory(models.TextChoices):
    """What the station takes for a service beside its amount: a line of its own, without a rate."""

    SERVICE = "service_fee", _("service fee")


class ProduceCategory(models.TextChoices):
    """What stations sell to the cities (assumption: the groups that such shops had); each has its rate."""

    TEA = "tea", _("tea")
    FRUIT = "fruit", _("fruit")
    VEGETABLES = "vegetables", _("vegetables")
    GRAIN = "grain", _("grain and beans")
    MUSHROOMS = "mushrooms", _("mushrooms")
    NUTS = "nuts", _("nuts and seeds")
    DRIED = "dried", _("dried and pickled goods")
    MEAT_EGGS = "meat_eggs", _("meat and eggs")
    FISH = "fish", _("fish and water produce")
    HONEY_OIL = "honey_oil", _("honey and oil")
    OTHER = "other", _("other produce")


class ParcelCategory(models.TextChoices):
    """What a parcel brings: the villager's fee, and the subsidy, which has its rate."""

    FEE = "parcel_fee", _("parcel fee")
    SUBSIDY = "parcel_subsidy", _("logistics subsidy")


class SubsidyCategory(models.TextChoices):
    """What is given beside commissions. The subsidy a parcel earns is a commission rate, not one of these."""

    OPENING = "opening", _("opening subsidy")
    GUARANTEE = "guarantee", _("income guarantee")
    TRAINING = "training", _("training subsidy")
    FESTIVAL = "festival_bonus", _("festival bonus")


ANY_CATEGORY = [
    *Category.choices,
    *ServiceCategory.choices,
    *ProduceCategory.choices,
    *ParcelCategory.choices,
    *SubsidyCategory.choices,
    *FeeCategory.choices,
]
# What the station keeps as it comes in: no rate prices it, and no payout pays it again.
KEPT_IN_CASH: frozenset[str] = frozenset({ParcelCategory.FEE, FeeCategory.SERVICE})
# What has a commission rate. Subsidies have rules of their own (`partners.subsidies`).
CATEGORIES_OF: dict[str, frozenset[str]] = {
    Business.AGENT_ORDER: frozenset(Category.values),
    Business.PRODUCE: frozenset(ProduceCategory.values),
    Business.SERVICE: frozenset(ServiceCategory.values),
    Business.PARCEL: frozenset({ParcelCategory.SUBSIDY}),
    Business.SUBSIDY: frozenset(),
}
