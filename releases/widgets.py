"""Form controls of the back office that Django does not have. All of them work without script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from releases.media.models import Image
from releases.workflow import KIND_USES


class KindSelect(forms.RadioSelect):
    """The kinds as radio buttons, each with the line that says what it is for."""

    template_name = "admin/releases/widgets/kind.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the line to each choice."""
        option = super().create_option(name, value, *args, **kwargs)
        option["use"] = KIND_USES.get(str(value), "")
        return option


class TagsInput(forms.TextInput):
    """Tags separated by commas. With script, tags that exist are suggested while one is typed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name the address of the suggestions late: addresses exist only once all apps are loaded."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-tags-suggest": reverse("admin:releases_release_tags"),
            "autocomplete": "off",
            "class": "vLargeTextField",
        }
        return context

    def format_value(self, value: Any) -> str | None:
        """A list of tags, or of their names, as the text that was typed."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(sorted(str(tag) for tag in value))


@dataclass(frozen=True, slots=True)
class LeadImageChoice:
    """What the form says of the lead image: the key of a stored one, and whether to take it away."""

    key: str
    remove: bool


class LeadImageInput(forms.Widget):
    """The current picture as a thumbnail, a box to remove it, and a place to upload another.

    The upload itself is stored by ``releases.admin.uploads`` before the form is read; the form only ever names a stored
    picture by its key. So a picture survives an error in another field, which a file input by itself cannot.
    """

    template_name = "admin/releases/widgets/lead_image.html"
    needs_multipart_form = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Find the picture, wherever its key came from."""
        context = super().get_context(name, value, attrs)
        context["image"] = self._image(value)
        context["removed"] = isinstance(value, LeadImageChoice) and value.remove
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> LeadImageChoice:
        """What was posted."""
        # PostgreSQL refuses NUL in any text, and no key holds one.
        return LeadImageChoice(key=str(data.get(name, "")).replace("\x00", ""), remove=f"{name}-remove" in data)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Like a checkbox, it cannot tell."""
        return False

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the file input."""
        return f"{id_}-upload"

    @staticmethod
    def _image(value: Any) -> Image | None:
        if isinstance(value, LeadImageChoice):
            return Image.objects.filter(key=value.key).first() if value.key else None
        if isinstance(value, Image):
            return value
        return Image.objects.filter(pk=value).first() if value else None
