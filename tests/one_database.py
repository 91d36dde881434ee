"""Modules that are about pages and documents, and not about what a database makes of a question.

Asked again on PostgreSQL they took half of the time of that run. What their pages ask of the database is asked there by the
tests of actions, access, lists and budgets, and by the leak matrix, which gets every public address.
``TEST_EVERYTHING=1`` asks them there all the same, before a release.
"""

_NAMES = """
    comments/test_akismet comments/test_answering_admin comments/test_feed comments/test_feed_formats
    comments/test_listed_words comments/test_proof comments/test_reply_data comments/test_reply_form
    pressroom/test_as_of pressroom/test_compression pressroom/test_demo pressroom/test_expired_session
    pressroom/test_headers pressroom/test_well_known
    releases/test_admin_form releases/test_admin_links releases/test_admin_media releases/test_admin_pairs
    releases/test_admin_review releases/test_admin_roles releases/test_admin_verbs releases/test_changes_page
    releases/test_compare releases/test_conflict releases/test_delivery releases/test_feeds releases/test_heads
    releases/test_images_view releases/test_jsonld releases/test_library_endpoints releases/test_oembed
    releases/test_office releases/test_office_admin releases/test_pages releases/test_pdf releases/test_plain
    releases/test_preflight releases/test_preview_links releases/test_saved_filters
    releases/test_take_along releases/test_timeline releases/test_twins
    test_french
"""

ABOUT_PAGES = frozenset(f"tests/{name}.py" for name in _NAMES.split())
