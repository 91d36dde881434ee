"""The mail with which a person confirms a request."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from comments.mail.message import message
from comments.models import PrivacyRequest
from comments.privacy.requests import token_for


def ask(request: PrivacyRequest) -> None:
    """Mail the address that confirms it, in the office's language. Raises ``OSError`` when it cannot be sent."""
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        address = f"{settings.SITE_URL}{reverse('comments:privacy', kwargs={'token': token_for(request)})}"
    message(
        "comments/mail/privacy", {"asked": request, "address": address}, to=[request.email], language=language
    ).send()
