"""Keys of a whole home: made once, kept as hashes, refused once revoked, and counted over all endpoints."""

import json
import resource
import stat
import time

import pytest

from engine.jobs.key_use import KeyUses
from engine.jobs.keys import Keys
from engine.schema.api import NewKey
from engine.schema.problem import UserError
from engine.system.files import write_json
from engine.web.keys import digest_of


@pytest.fixture
def uses(home):
    return KeyUses(home, lambda: [home.run(folder.name) for folder in home.runs.iterdir()])


@pytest.fixture
def keys(home, uses):
    made = Keys(home, uses)
    made.open()
    return made


def rows_of(home):
    return {row["id"]: row for row in json.loads(home.keys.read_text())["keys"]}


def count(home, endpoint, **by_key):
    home.run(endpoint).root.mkdir(exist_ok=True)
    write_json(home.run(endpoint).usage, {"keys": by_key})


def test_a_key_is_kept_as_a_hash_with_all_it_allows(home, keys):
    made = keys.make(NewKey(name="ci", models=("a", "b"), actions=("metrics",), requests_per_minute=5))
    row = rows_of(home)[made.id]
    assert row["sha256"] == digest_of(made.secret)
    assert (row["models"], row["actions"], row["requests_per_minute"]) == (["a", "b"], ["metrics"], 5)
    assert (row["tokens_per_minute"], row["expires"]) == (None, None)
    assert made.secret not in home.keys.read_text()
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o600
    (listed,) = keys.all()
    assert (listed.id, listed.secret, listed.models) == (made.id, None, ("a", "b"))


def test_the_engines_own_key_may_all_is_not_listed_and_is_new_at_each_start(home, keys, uses):
    first = keys.own
    assert keys.all() == []
    assert set(rows_of(home)["engine"]["actions"]) == {"infer", "metrics", "manage"}
    later = Keys(home, uses)
    later.open()
    assert later.own != first
    assert [row["sha256"] for row in rows_of(home).values()] == [digest_of(later.own)]


@pytest.mark.parametrize("id", ["nobody", "engine"])
def test_only_a_key_that_people_made_is_revoked(keys, id):
    with pytest.raises(UserError) as refused:
        keys.revoke(id)
    assert refused.value.problems[0].code == "key_unknown"


def test_a_revoked_key_is_gone_from_the_file_and_the_others_stay(home, keys):
    gone, stays = keys.make(NewKey(name="gone")), keys.make(NewKey(name="stays"))
    assert keys.revoke(gone.id).name == "gone"
    assert rows_of(home).keys() == {"engine", stays.id}


def test_a_key_that_has_expired_already_is_not_made(keys):
    with pytest.raises(UserError) as refused:
        keys.make(NewKey(expires=time.time() - 1))
    assert refused.value.problems[0].field == "expires"


def test_use_is_summed_over_endpoints_and_read_again_only_after_a_change(home, keys):
    key = keys.make(NewKey())
    count(home, "one", **{key.id: {"last_used": 5.0, "requests": 2, "prompt_tokens": 10}})
    count(home, "two", **{key.id: {"last_used": 9.0, "requests": 1, "failed": 1, "completion_tokens": 3}})
    (listed,) = keys.all()
    assert (listed.last_used, listed.requests, listed.failed) == (9.0, 3, 1)
    assert (listed.prompt_tokens, listed.completion_tokens) == (10, 3)
    count(home, "one", **{key.id: {"last_used": 20.0, "requests": 100}})
    assert keys.all()[0].requests == 101


def test_a_use_file_that_cannot_be_read_counts_nothing(home, keys):
    keys.make(NewKey())
    count(home, "one")
    home.run("one").usage.write_text('{"keys": [')
    assert keys.all()[0].requests == 0


def test_what_was_used_at_a_deleted_endpoint_stays_counted(home, keys, uses):
    key = keys.make(NewKey())
    for requests in (2, 3):
        count(home, "gone", **{key.id: {"last_used": 1.0, "requests": requests}})
        uses.keep(home.run("gone"))
        home.run("gone").usage.unlink()
    assert keys.all()[0].requests == 5


def test_keys_that_cannot_be_read_now_are_not_lost(home, keys):
    made = keys.make(NewKey())
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))  # no descriptor is left
    try:
        with pytest.raises(UserError) as refused:
            keys.make(NewKey())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert refused.value.problems[0].code == "database_unusable"
    assert made.id in rows_of(home)


@pytest.mark.parametrize("content", ["{", "[]", '{"keys": [1]}'])
def test_a_damaged_file_is_set_aside_before_a_new_one_is_written(home, keys, content):
    home.keys.write_text(content)
    made = keys.make(NewKey())
    assert rows_of(home).keys() == {made.id}
    (aside,) = home.root.glob("keys.json.damaged-*")
    assert aside.read_text() == content
