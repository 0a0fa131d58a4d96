"""What is hidden, and what only sounds like it."""

import base64

import pytest

from cmp.values.dotted import split
from cmp.values.secrets import HIDDEN, hidden


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
    "path",
    [
        *(
            "tls.key",
            "ingress.tls.key",
            r"secretData.tls\.key",
            r"data.tls\.key",
            "server.ssl.key",
            "ca.key",
            "jwt.key",
        ),
        *("signing.key", "tls.keyPem", r"files.server\.key\.pem", r"ssh.id_rsa", "id_ed25519", "privkey.pem"),
        *("password.value", "token.prod", "auth.password.default", "db.connectionString", "slack.webhookUrl"),
        *("headers.Authorization", r"data.\.dockerconfigjson", "kubeconfig", "session.cookie", "user.pin", "hash.salt"),
        *("vault.secretId", "AZURE_STORAGE_CONNECTION_STRING", "sharedKey"),
    ],
)
def test_what_a_key_and_the_one_above_name_together_is_hidden(path: str) -> None:
    assert hidden("x", split(path)) == HIDDEN


_KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    "text",
    [
        *(_KEY, f"cert: x\n{_KEY}", base64.b64encode(_KEY.encode()).decode()),
        *("postgres://user:x9@db/app", "amqp://:x9@mq", "see https://a:b@example.com/x"),
        *("Server=db;Password=abcd;", "spring.datasource.password = abcd", '{"auths": {"a": {"auth": "YTpi"}}}'),
        *("Bearer abcdefgh12", "Basic YTpiYTpi", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "glpat-abcdefghijklmn"),
        *("api_key: 'abcdef'", "AccountKey=abcdef==;EndpointSuffix=x"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_whatever_it_is_called(text: str) -> None:
    assert hidden({"a": [text]}, ["b"]) == {"a": [HIDDEN]}


@pytest.mark.parametrize(
    "text",
    [
        *("https://example.com:8080/a@b", "user@example.com", "registry:5000/app@sha256:abcd", "token", "2026.11.2"),
        *("-----BEGIN CERTIFICATE-----", "the password is needed", "tokenPath=", "password: ${DB_PASSWORD}", "a" * 64),
        *("postgres://db:5432/app", "Basic", "Bearer $TOKEN"),
    ],
)
def test_what_looks_like_none_is_shown(text: str) -> None:
    assert hidden({"a": [text]}, ["b"]) == {"a": [text]}
