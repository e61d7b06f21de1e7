"""What a partner types about produce."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from orders.agent_orders.forms import PhoneField, TokenForm
from orders.produce.lifecycle import Fertiliser, Handling, Spraying, Unit, Water
from orders.produce.recording import MOST_WAITING_DAYS
from partners.journal.kinds import ProduceCategory
from stations import inputs
from stations.clock import today
from stations.documents.reencoding import MOST_BYTES
from stations.network.models import Station
from stations.regions.models import Region

NOT_TOLD = ("", pgettext_lazy("how it was grown", "not told"))
CHOOSE = ("", gettext_lazy("Please choose"))


def _plain(attrs: dict[str, str] | None = None) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", **(attrs or {})})


class QuantityField(forms.DecimalField):
    """How much there is; full-width digits come from Chinese keyboards."""

    widget = inputs.CountInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_digits=10, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "").strip()
        return super().to_python(value)


class NameForm(TokenForm):
    """The name that buyers may read."""

    display_name = forms.CharField(
        label=gettext_lazy("Name that buyers read"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("As the farmer wants it, like “Grandma Huang”. Left empty: no name is shown."),
        widget=_plain(),
    )
    name_agreed = forms.BooleanField(
        label=gettext_lazy("The farmer agrees that everybody may read this name"), required=False
    )


class NewLotForm(NameForm):
    """The farmer, the goods, and how they grew."""

    phone = PhoneField(
        label=gettext_lazy("Farmer's mobile number"),
        help_text=gettext_lazy("Who has been here before is found by it. Buyers never see it."),
    )
    name = forms.CharField(
        label=gettext_lazy("Farmer's name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Only for somebody new. Buyers never see it."),
        widget=_plain(),
    )
    consented = forms.BooleanField(
        label=gettext_lazy("The farmer agrees that we keep name and number"), required=False
    )
    product = forms.CharField(
        label=gettext_lazy("What is it?"),
        max_length=60,
        help_text=gettext_lazy("As buyers call it, like “spring tea, first pick”."),
        widget=_plain(),
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=[CHOOSE, *ProduceCategory.choices])
    quantity = QuantityField(label=gettext_lazy("How much?"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Unit.choices, initial=Unit.JIN)
    harvested_on = forms.DateField(label=gettext_lazy("Harvested on"), widget=inputs.DayInput)
    village = forms.ChoiceField(label=gettext_lazy("Village"))
    plot = forms.CharField(label=gettext_lazy("Plot"), max_length=60, required=False, widget=_plain())
    fertiliser = forms.ChoiceField(
        label=gettext_lazy("Fertiliser"), choices=[NOT_TOLD, *Fertiliser.choices], required=False
    )
    spraying = forms.ChoiceField(
        label=gettext_lazy("Spraying"), choices=[NOT_TOLD, *Spraying.choices], required=False
    )
    waiting_days = forms.IntegerField(
        label=gettext_lazy("Days from the last spraying to the harvest"),
        min_value=0,
        max_value=MOST_WAITING_DAYS,
        required=False,
        widget=inputs.CountInput,
    )
    water = forms.ChoiceField(label=gettext_lazy("Water"), choices=[NOT_TOLD, *Water.choices], required=False)
    quality_notes = forms.CharField(
        label=gettext_lazy("Quality"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Taste, size, grade. Buyers read it: no names and no numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Folded away on the page until they are wanted.
    GROWN = ("plot", "fertiliser", "spraying", "waiting_days", "water", "quality_notes")

    def __init__(self, *args: Any, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village: Any = self.fields["village"]
        village.choices = villages_around(station)
        village.initial = station.village_id
        harvested_on = self.fields["harvested_on"]
        harvested_on.initial = today()
        harvested_on.widget.attrs["max"] = today().isoformat()

    @property
    def grown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.GROWN]

    @property
    def grown_wrong(self) -> bool:
        """Whether an error would be folded away."""
        return any(name in self.errors for name in self.GROWN)


def villages_around(station: Station) -> list[tuple[str, list[tuple[str, str]]]]:
    """The county's villages by town, the station's own town first."""
    own = station.village_id[:9]
    rows = list(
        Region.objects.within(station.center.county_id)
        .filter(level__gte=Region.Level.TOWN)
        .order_by("code")
        .values_list("code", "name")
    )
    towns = {code: (name, []) for code, name in rows if len(code) == 9}  # type: dict[str, tuple[str, list[tuple[str, str]]]]
    for code, name in rows:
        if len(code) == 12:
            towns[code[:9]][1].append((code, name))
    return [towns[code] for code in sorted(towns, key=lambda code: (code != own, code)) if towns[code][1]]


class EventForm(TokenForm):
    """A handling step."""

    kind = forms.ChoiceField(label=gettext_lazy("What was done?"), choices=[CHOOSE, *Handling.choices])
    at = forms.DateTimeField(
        label=gettext_lazy("When?"),
        required=False,
        help_text=gettext_lazy("Left empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Left empty: at the station."),
        widget=_plain(),
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Buyers read it: no names and no numbers. A step stays for ever."),
        widget=_plain(),
    )


class _PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files of one input, each within the limit of bytes."""

    widget = _PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        files = [super(PhotosField, self).clean(one, initial) for one in given]
        if any(file.size > MOST_BYTES for file in files):
            raise forms.ValidationError(_("The photo is too large: at most 12 MB."), code="bytes")
        return files


class PhotosForm(TokenForm):
    photos = PhotosField(
        label=gettext_lazy("Photos"),
        help_text=gettext_lazy("The goods, the field, the packing. No faces: everybody can see them."),
    )


class RemovePhotoForm(TokenForm):
    photo = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
