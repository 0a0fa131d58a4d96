"""What is hidden, and what only sounds like it."""

import pytest

from cmp.values.dotted import split
from cmp.values.secrets import HIDDEN, hidden, may_hide


@pytest.mark.parametrize(
    "path",
    [
        *("password", "db.password", "dbPassword", "DB_PASSWORD", "auth.root-password", "clientSecret", "token"),
        *("apiKey", "tls.privateKey", "AWS_SECRET_ACCESS_KEY", "credentials.user", "secrets.stripe", "stringData.a"),
        *("secrets.a.b", "smtp.pass", "sentryDsn", "passwords", "secrets", "tokens", "db.envSecrets"),
    ],
)
def test_what_sounds_like_a_secret_is_hidden(path: str) -> None:
    assert hidden("x", split(path)) == HIDDEN


@pytest.mark.parametrize(
    "path",
    [
        *("keyName", "existingSecret", "auth.existingSecretKey", "secretName", "tokenPath", "passwordFile", "key"),
        *("tolerations.key", "secretKeyRef.name", "secrets.enabled", "secrets.name", "monkey", "bypass", "compass"),
        *("imagePullSecrets", "automountServiceAccountToken", "tokenTTL", "keys", "keyspace", "passwordLength"),
    ],
)
def test_what_only_tells_of_a_secret_is_shown(path: str) -> None:
    assert hidden("x", split(path)) == "x"


def test_what_lies_in_a_list_of_secrets_is_hidden() -> None:
    assert hidden(["a", "b"], ["passwords"]) == [HIDDEN, HIDDEN]
    assert hidden([{"name": "a", "data": "b"}], ["secrets"]) == [{"name": "a", "data": HIDDEN}]


def test_a_variable_of_a_list_is_hidden_by_its_name() -> None:
    found = hidden([{"name": "DB_PASSWORD", "value": "x"}, {"name": "LOG", "value": "y"}], ["env"])
    assert found == [{"name": "DB_PASSWORD", "value": HIDDEN}, {"name": "LOG", "value": "y"}]


@pytest.mark.parametrize("value", [None, "", True])
def test_what_holds_no_secret_is_shown(value: object) -> None:
    assert hidden(value, ["password"]) == value


@pytest.mark.parametrize(
    "key", ["dbPassword", "DB_PWD", "tokenTTL", "existingSecret", "authHeader", "TLS_CERT", "monkey"]
)
def test_a_key_with_a_secrets_word_anywhere_might_be_a_secrets(key: str) -> None:
    assert may_hide(key)


@pytest.mark.parametrize("key", ["image", "replicas", "host", "user"])
def test_a_key_without_such_a_word_is_no_secrets(key: str) -> None:
    assert not may_hide(key)
