"""Form controls of the back office that Django does not have. All of them work without script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from releases.holdings import Holdings
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
class Chosen:
    """What a form says of a picture or file: the key of the stored version, and whether to take it away."""

    key: str
    remove: bool = False


class StoredInput(forms.Widget):
    """A picture or file of the library: what is chosen now, and places to choose or upload another.

    The upload itself is stored by ``releases.admin.uploads`` before the form is read; the form only ever names a stored
    version by its key. So it survives an error in another field, which a file input by itself cannot. Where the library
    has a newer version than the one that is named, a box takes that; nothing else does.
    """

    template_name = "admin/releases/widgets/stored.html"
    needs_multipart_form = True

    def __init__(self, model: type[Any], attrs: dict[str, Any] | None = None, *, removable: bool = False) -> None:
        super().__init__(attrs)
        self.model, self.removable = model, removable
        self.holdings = Holdings(model)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Find the version, wherever its key came from."""
        context = super().get_context(name, value, attrs)
        version = self.holdings.get(key_in(value))
        is_picture = self.model is Image
        return context | {
            "version": version,
            "newer": version.newest_key if version is not None and version.newest_key != version.key else "",
            "is_picture": is_picture,
            "removable": self.removable,
            "removed": isinstance(value, Chosen) and value.remove,
            "address": reverse("admin:releases_release_image", args=["KEY", "w320.webp"])
            if is_picture
            else reverse("admin:releases_release_file", args=["KEY", "NAME"]),
        }

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Chosen:
        """What was posted. The box for the newer version holds that one's key."""
        key = str(data.get(f"{name}-newer") or data.get(name) or "")
        # PostgreSQL refuses NUL in any text, and no key holds one.
        return Chosen(key=key.replace("\x00", ""), remove=self.removable and f"{name}-remove" in data)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Like a checkbox, it cannot tell."""
        return False

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the file input."""
        return f"{id_}-upload"


def key_in(value: Any) -> str:
    """The key that a form's value names, posted or initial; nothing for what is to be taken away."""
    if isinstance(value, Chosen):
        return value.key
    return value if isinstance(value, str) else ""
