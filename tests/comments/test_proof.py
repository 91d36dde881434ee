"""Under a flood a reply costs its browser some work; the proof of it is ours, fresh, and good for one reply."""

import base64
import hashlib
import json
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import transaction
from lxml import html

from comments import proof
from comments.actions import submit
from comments.errors import ProofWanted
from comments.models import Comment, Pace, SpentProof
from comments.retention import purge
from comments.senders import Sender
from tests import scenes
from tests.at_once import at_once, refusals
from tests.comments.conversation import WRITTEN, post

NOW = scenes.NOW
READER = Sender(mark="1" * 32)


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    """The protocol is the same with less to try."""
    monkeypatch.setattr(proof, "MAX_NUMBER", 500)


@pytest.fixture
def flooded(db, settings):
    """A release under which so many replies were just left that the next one is asked for a proof."""
    settings.REPLIES_FLOOD = 3
    release = scenes.published(at=NOW)
    for number in range(3):
        sent(release, number, sender=None)
    return release


def sent(release, number, at=NOW, sender=READER, **more):
    return submit(release=release, at=at, sender=sender, **WRITTEN | {"text": f"Number {number}"}, **more)


def solved(challenge):
    """The payload that a browser sends: found by trying, as it does."""
    for number in range(challenge["maxnumber"] + 1):
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]:
            return packed(challenge, number=number)
    raise AssertionError("There is no number behind this challenge.")


def packed(challenge, /, **changes):
    kept = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps(kept | changes).encode()).decode()


def unpacked(payload):
    return json.loads(base64.b64decode(payload))


def test_it_is_asked_for_only_while_many_come_in(flooded, settings):
    assert proof.is_wanted(NOW)
    assert proof.is_wanted(NOW + timedelta(minutes=9))
    assert not proof.is_wanted(NOW + timedelta(minutes=10))
    settings.REPLIES_FLOOD = 4
    assert not proof.is_wanted(NOW)


@pytest.mark.django_db
def test_an_empty_site_is_not_under_a_flood():
    assert not proof.is_wanted(NOW)


def test_asking_whether_it_is_wanted_is_one_query_for_one_row(flooded, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        proof.is_wanted(NOW)
    assert "LIMIT 1 OFFSET 2" in asked.captured_queries[0]["sql"]


def test_under_a_flood_a_reply_without_proof_is_refused_and_leaves_nothing(flooded):
    with pytest.raises(ProofWanted):
        sent(flooded, 4)
    assert Comment.objects.count() == 3
    assert not Pace.objects.exists()


def test_with_a_proof_it_is_taken_in_and_the_next_one_costs_another(flooded):
    payload = solved(proof.challenge(NOW))
    sent(flooded, 4, proof_of_work=payload)
    with pytest.raises(ProofWanted):
        sent(flooded, 5, at=NOW + timedelta(minutes=1), sender=Sender(mark="2" * 32), proof_of_work=payload)
    assert Comment.objects.count() == 4
    assert SpentProof.objects.count() == 1


def test_a_proof_is_not_spent_by_a_reply_that_comes_to_nothing(flooded):
    payload = solved(proof.challenge(NOW))

    def come_to_nothing():
        with transaction.atomic():
            assert proof.spend(payload, NOW)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        come_to_nothing()
    assert proof.spend(payload, NOW)


@pytest.mark.django_db
def test_it_is_good_until_its_challenge_is_over():
    payload = solved(proof.challenge(NOW))
    assert not proof.spend(payload, NOW + proof.LIFE)
    assert not SpentProof.objects.exists()
    assert proof.spend(payload, NOW + proof.LIFE - timedelta(seconds=1))


@pytest.mark.django_db
def test_its_life_cannot_be_lengthened():
    challenge = proof.challenge(NOW)
    payload = unpacked(solved(challenge))
    later = NOW + timedelta(days=2)
    # Moved from the number to the expiry, which hash alike, and written anew.
    stretched = payload["salt"].rstrip("&") + "9"
    for salt in (stretched, stretched + "&", challenge["salt"] + "expires=99999999999&"):
        assert not proof.spend(packed(payload, salt=salt, number=payload["number"]), later)
    for cut in range(1, len(str(payload["number"]))):
        digits = str(payload["number"])
        moved = packed(payload, salt=payload["salt"] + digits[:cut], number=int(digits[cut:]))
        assert not proof.spend(moved, later)
    assert not SpentProof.objects.exists()


@pytest.mark.django_db
def test_a_challenge_of_ones_own_is_worth_nothing(settings):
    """Easy to solve for whoever has chosen the number, and signed with any key but ours."""
    ours = settings.SECRET_KEY
    settings.SECRET_KEY = "somebody else's"
    payload = solved(proof.challenge(NOW))
    assert proof.spend(payload, NOW)
    settings.SECRET_KEY = ours
    SpentProof.objects.all().delete()
    assert not proof.spend(payload, NOW)
    forged = {"salt": f"a?expires={int(NOW.timestamp()) + 99}&", "number": 1}
    hidden = hashlib.sha256(f"{forged['salt']}1".encode()).hexdigest()
    for signature in ("", "0" * 64, hidden):
        assert not proof.spend(packed(unpacked(payload), challenge=hidden, signature=signature, **forged), NOW)
    assert not SpentProof.objects.exists()


NESTED = "[" * 400 + "]" * 400


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "garbage",
        "ö",
        "\ud800",
        "\0",
        "=" * 400,
        "A" * 70_000,
        *(
            base64.b64encode(text.encode()).decode()
            for text in ("", "null", "1", "[]", '""', "{}", "{", NESTED, '{"number": ' + "9" * 600 + "}", "NaN", "\0")
        ),
        base64.b64encode(b"\xff\xfe").decode(),
    ],
)
@pytest.mark.django_db
def test_garbage_is_no_proof_and_no_error(payload):
    assert proof.spend(payload, NOW) is False


@pytest.mark.parametrize("room", [10**3, 10**6])
@pytest.mark.django_db
def test_json_of_any_depth_is_no_proof_and_no_error(monkeypatch, room):
    monkeypatch.setattr(proof, "PAYLOAD_CHARACTERS", room)
    assert not proof.spend(base64.b64encode(b"[" * 200_000).decode(), NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": -1},
        {"number": 501},
        {"number": 10**300},
        {"number": True},
        {"number": None},
        {"number": "7"},
        {"number": 7.0},
        {"number": [7]},
        {"salt": None},
        {"salt": ["a"]},
        {"salt": "sält?expires=9999999999&"},
        {"salt": "\ud800"},
        {"challenge": {}},
        {"challenge": "ü"},
        {"signature": None},
        {"signature": "ü" * 64},
        {"algorithm": "SHA-1"},
        {"algorithm": ["SHA-256"]},
        {"algorithm": None},
    ],
)
@pytest.mark.django_db
def test_what_is_not_quite_the_protocol_is_no_proof_and_no_error(changes):
    good = unpacked(solved(proof.challenge(NOW)))
    assert proof.spend(packed(good, number=good["number"]), NOW)
    SpentProof.objects.all().delete()
    assert proof.spend(packed(good, **({"number": good["number"]} | changes)), NOW) is False
    for name in changes:
        less = {key: value for key, value in good.items() if key != name}
        assert proof.spend(base64.b64encode(json.dumps(less).encode()).decode(), NOW) is False


@pytest.mark.django_db
def test_two_challenges_are_never_the_same():
    made = [proof.challenge(NOW) for _ in range(20)]
    assert len({each["salt"] for each in made}) == len({each["challenge"] for each in made}) == 20


@pytest.mark.django_db
def test_retention_forgets_what_nobody_can_spend_again():
    old, new = solved(proof.challenge(NOW)), solved(proof.challenge(NOW + timedelta(minutes=1)))
    assert proof.spend(old, NOW)
    assert proof.spend(new, NOW)
    over = NOW + proof.LIFE + timedelta(seconds=1)
    purge(over)
    assert SpentProof.objects.count() == 1
    assert not proof.spend(new, over)
    assert not proof.spend(old, over)


def test_of_two_who_spend_the_same_proof_at_once_one_gets_in(transactional_db, settings):
    settings.REPLIES_FLOOD = 1
    release = scenes.published(at=NOW)
    payload = solved(proof.challenge(NOW))
    senders = [Sender(mark=str(number) * 32) for number in range(4)]
    outcomes = at_once(
        *(partial(sent, release, number, sender=who, proof_of_work=payload) for number, who in enumerate(senders)),
        but=ProofWanted,
    )
    assert len(refusals(outcomes)) == 3
    assert Comment.objects.count() == SpentProof.objects.count() == 1


def test_the_reader_gets_the_form_back_with_the_sum_and_posts_with_its_answer(client, flooded):
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        answer = post(client, flooded, comment="In a flood")
        assert answer.status_code == 429
        page = html.fromstring(answer.content.decode())
        assert page.get_element_by_id("id_comment").text_content().strip() == "In a flood"
        (place,) = page.xpath("//form[@id='commentform']//*[@data-proof]")
        assert place.xpath(".//input[@type='hidden' and @name='altcha' and not(@value)]")
        assert "Wait for some minutes" in place.xpath("string(.//*[@role='status'])")
        challenge = {name: place.get(f"data-{name}") for name in ("algorithm", "challenge", "salt", "signature")}
        challenge["maxnumber"] = int(place.get("data-maxnumber"))
        assert post(client, flooded, comment="In a flood", altcha=solved(challenge)).status_code == 303
    assert Comment.objects.filter(text="In a flood").count() == 1


def test_nobody_is_asked_when_few_come_in(client, db):
    release = scenes.published(at=NOW)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert post(client, release).status_code == 303
    assert not SpentProof.objects.exists()
