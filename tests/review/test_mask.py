"""Nothing of a Secret is shown, nor what looks like a secret elsewhere."""

import base64
import json
import time

import pytest
from reviews import config_map, deployment, reviewed

from cmp.report.review_formats import REVIEW_FORMATS, written
from cmp.report.review_text import written as text

SECRET, OTHER = "hunter2-of-old", "swordfish-of-new"
CODED = base64.b64encode(SECRET.encode()).decode()


def secret(value: str, *, place: str = "stringData", name: str = "a") -> str:
    body = base64.b64encode(value.encode()).decode() if place == "data" else json.dumps(value)
    return f"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}}}\n{place}: {{key: {body}}}\n---\n"


LAST_APPLIED = ", annotations: {kubectl.kubernetes.io/last-applied-configuration: '%s'}"
PAIRS = [
    (secret(SECRET), secret(OTHER)),
    (secret(SECRET, place="data"), secret(OTHER, place="data")),
    (secret(SECRET, place="data"), secret(OTHER)),
    (secret(SECRET, place="odd"), secret(OTHER, place="odd")),
    (secret(SECRET), secret(SECRET) + secret(OTHER, name="b")),
    (config_map("a", "password: " + SECRET), config_map("a", "password: " + OTHER)),
    (config_map("a", "f: |", f"  db_password: {SECRET}"), config_map("a", "f: |", f"  db_password: {OTHER}")),
    tuple(config_map("a", "f: |", "  secrets:", f"    x: {value}") for value in (SECRET, OTHER)),
    (config_map("a", "f: |", f"  pg://u:{SECRET}@h/d"), config_map("a", "f: |", f"  pg://u:{OTHER}@h/d")),
    (
        deployment(container=f", env: [{{name: DB_PASSWORD, value: {SECRET}}}]"),
        deployment(container=f", env: [{{name: DB_PASSWORD, value: {OTHER}}}]"),
    ),
    (deployment(), deployment(container=f", env: [{{name: DB_PASSWORD, value: {OTHER}}}]")),
    # what an option calls a secret, in the argument behind it
    *(
        tuple(deployment(container=f", args: [{before}--db-password, {value}]") for value in (SECRET, OTHER))
        for before in ("", "--verbose, ")
    ),
    (deployment(), deployment(container=f", args: [--db-password, {OTHER}]")),
    (
        deployment(container=f", args: [--db-password, {SECRET}]"),
        deployment(container=f", args: [--more, --db-password, {OTHER}]"),
    ),
    # what stands in a Secret is hidden elsewhere as well, whatever it is called there
    (secret(SECRET) + config_map("c", "x: y"), secret(SECRET) + config_map("c", f"x: say {SECRET} now")),
    (secret(SECRET) + config_map("c", "x: y"), secret(SECRET) + config_map("c", f"x: {CODED}")),
    (config_map("c", "a: b", more=LAST_APPLIED % SECRET), config_map("c", "a: c", more=LAST_APPLIED % OTHER)),
    (config_map("c", "a: b"), config_map("c", "a: c", more=LAST_APPLIED % OTHER)),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.parametrize("form", REVIEW_FORMATS)
def test_no_format_shows_a_secret_of_either_side(old: str, new: str, form: str) -> None:
    found = reviewed(old, new)
    assert found.differs
    told = written(found, form)
    for value in (SECRET, OTHER):
        assert value not in told
        assert base64.b64encode(value.encode()).decode() not in told


def test_a_secret_that_differs_is_told_as_another_one() -> None:
    assert "stringData.key: (hidden), another one" in text(reviewed(secret(SECRET), secret(OTHER)))


def test_lines_beside_a_secret_stay_readable() -> None:
    lines = ("f: |", "  token: aaa-bbb-ccc-ddd", "  level: %s")
    old, new = (config_map("a", *(line.replace("%s", word) for line in lines)) for word in ("info", "debug"))
    (change,) = reviewed(old, new).changed[0].changes
    assert change.diff == ("-level: info", "+level: debug")
    assert change.new == "token: (hidden)\nlevel: debug\n"


def test_a_private_key_is_hidden_as_a_whole() -> None:
    key = ("f: |", "  -----BEGIN RSA PRIVATE KEY-----", "  MIIEverysecret", "  -----END RSA PRIVATE KEY-----")
    (change,) = reviewed(config_map("a", "f: x"), config_map("a", *key)).changed[0].changes
    assert change.new == "(hidden)"


@pytest.mark.parametrize("value", ["\0file 0", "\0file 9", "\0file a", "\0"])
def test_a_text_with_a_zero_byte_is_a_text_like_any_other(value: str) -> None:
    lines = [f"a: {json.dumps(value)}", f'b: "x\\npassword: {SECRET}\\n"']
    seen = json.loads(written(reviewed("", config_map("a", *lines)), "json"))
    assert SECRET not in json.dumps(seen)
    assert text(reviewed(config_map("a", lines[0]), config_map("a", 'a: "1"')))


def test_the_type_and_the_labels_of_a_secret_may_be_seen() -> None:
    old = secret(SECRET)
    new = old.replace("name: a", "name: a, labels: {team: b}")
    (change,) = reviewed(old, new).changed[0].changes
    assert (change.path, change.old, change.new) == ("metadata.labels.team", None, "b")


@pytest.mark.parametrize("sign", ["-", " ", "'", "a=", "- "])
def test_a_long_line_takes_as_long_as_it_is(sign: str) -> None:
    began = time.process_time()
    reviewed(*(config_map("a", "f: " + json.dumps(sign * 50_000 + end)) for end in "ab"))
    assert time.process_time() - began < 5


def test_many_secrets_and_many_changed_values_take_a_time_that_grows_with_their_number() -> None:
    held = ", ".join(f"k{number}: {number:09}-secret" for number in range(20_000))
    secrets = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\nstringData: {{{held}}}\n---\n"
    old, new = (config_map("a", *(f"x{number}: {end}{number}" for number in range(20_000))) for end in "ab")
    began = time.process_time()
    assert reviewed(secrets + old, secrets + new).differs
    assert time.process_time() - began < 20
