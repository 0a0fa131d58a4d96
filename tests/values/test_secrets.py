"""What is hidden, and what only sounds like it."""

import base64
import time

import pytest

from cmp.values.dotted import split
from cmp.values.secrets import HIDDEN, hidden, looks_secret


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


@pytest.mark.parametrize(
    "path",
    [
        *(
            "PGPASSWORD",
            "dbpassword",
            "rootpassword",
            "secretkey",
            "accesskey",
            "clientsecret",
            "accesstoken",
            "bindpw",
        ),
        *("awssecretaccesskey", "encryptionkey", "masterkey", "presharedkey", "authtoken", "dbpass", "userpassword"),
        *(
            "SECRET_KEY_BASE",
            "secretKeyBase",
            "passwordOld",
            "secretValue",
            "tokenValue",
            "passwordold",
            "secretString",
        ),
        *("password1", "token2", "apiKey2", "dbpassword2", "password_b64", "tokenBase64", "API_KEY_V2", "passWord"),
        *("jwt", "psk", "mnemonic", "bearer", "hmac", "totp", "azure.sas", "auth.jwt", "fernetKey", "unsealKey"),
        *("connectionUri", "connectionuri", "passwordHash", "generatedpassword", "APIkey", "DBpassword"),
    ],
)
def test_joined_words_digits_and_qualifiers_hide_no_secrets_name(path: str) -> None:
    assert hidden("x", split(path)) == HIDDEN


@pytest.mark.parametrize(
    "path",
    [
        *("existingsecret", "existingsecretkey", "imagepullsecret", "automountserviceaccounttoken", "usesecret"),
        *(
            "secretname",
            "tokenttl",
            "passwordfile",
            "secretKeyRef.key",
            "publickey",
            "hotkey",
            "cachekey",
            "topologyKey",
        ),
        *("jwt.issuer", "auth.jwt.audience", "hmac.algorithm", "sas.account", "bearer.format", "bypass2", "replicas1"),
        *("secretStore", "tokenUrl", "tokenizer", "passwordless", "secretary", "value", "base64", "1", "keyValue"),
    ],
)
def test_joined_words_that_only_tell_of_a_secret_are_shown(path: str) -> None:
    assert hidden("x", split(path)) == "x"


def test_a_variable_or_option_is_hidden_by_a_name_that_joins_words() -> None:
    assert hidden([{"name": "PGPASSWORD", "value": "x"}], ["env"]) == [{"name": "PGPASSWORD", "value": HIDDEN}]
    assert hidden([{"name": "AUTH_JWT", "value": "x"}], ["env"]) == [{"name": "AUTH_JWT", "value": HIDDEN}]
    assert hidden(["--dbpassword", "x", "--jwt", "y", "--log", "z"], ["args"]) == [
        *("--dbpassword", HIDDEN, "--jwt", HIDDEN, "--log", "z")
    ]


@pytest.mark.parametrize("key", ["pem_" * 200_000, "1_" * 200_000, "a" * 1_000_000, "pass" * 250_000 + "x"])
def test_a_long_key_is_read_in_time_that_grows_with_its_length(key: str) -> None:
    started = time.process_time()
    hidden("x", [key])
    assert time.process_time() - started < 2


_KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    "text",
    [
        *(_KEY, f"cert: x\n{_KEY}", base64.b64encode(_KEY.encode()).decode()),
        *("postgres://user:x9@db/app", "amqp://:x9@mq", "see https://a:b@example.com/x"),
        *("Server=db;Password=abcd;", "spring.datasource.password = abcd", '{"auths": {"a": {"auth": "YTpi"}}}'),
        *("Bearer abcdefgh12", "Basic YTpiYTpi", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "glpat-abcdefghijklmn"),
        *("api_key: 'abcdef'", "AccountKey=abcdef==;EndpointSuffix=x", "ASIAABCDEFGHIJKLMNOP", f"npm_{'aB3' * 12}"),
        *(f"pypi-AgEIcHlwaS5vcmc{'aB3' * 20}", f"hf_{'aB' * 17}", f"sk-{'aB3' * 16}", f"sk-ant-api03-a-b{'aB3' * 16}"),
        *("dckr_pat_abcdefghijklmn", "whsec_abcdefghijklmn", "rk_live_abcdefghijklmn", "ya29.abcdefghijklmn"),
        *(f"SG.a-{'a' * 20}.{'b' * 43}", "hvb.abcdefghijklmnop", "https://hooks.slack.com/services/T0/B0/x"),
        *(
            "https://discord.com/api/webhooks/1/x",
            "https://discordapp.com/api/v10/webhooks/1/x",
            "//u:p@h",
            "see //u:p@h/x",
        ),
        *("https://a.blob.core.windows.net/c?sv=1&sig=abc%3D", "/x?sig=abcdef", "https://s3/x?X-Amz-Signature=abcdef"),
    ],
)
def test_what_looks_like_a_secret_is_hidden_whatever_it_is_called(text: str) -> None:
    assert hidden({"a": [text]}, ["b"]) == {"a": [HIDDEN]}


@pytest.mark.parametrize(
    "text",
    [
        *("https://example.com:8080/a@b", "user@example.com", "registry:5000/app@sha256:abcd", "token", "2026.11.2"),
        *("-----BEGIN CERTIFICATE-----", "the password is needed", "tokenPath=", "password: ${DB_PASSWORD}", "a" * 64),
        *("postgres://db:5432/app", "Basic", "Bearer $TOKEN", "ASIA-PACIFIC-SOUTHEAST", "npm_config_registry_address"),
        *(
            "pypi-mirror-internal",
            "hf_transformers",
            "sk-learn-image-classifier",
            "SG.example",
            "risk-assessment-service1",
        ),
        *(
            "https://slack.com/api",
            "https://discord.com/invite/x",
            "// note: a@b",
            "//h:80/a@b",
            "?size=large",
            "ya29.",
        ),
    ],
)
def test_what_looks_like_none_is_shown(text: str) -> None:
    assert hidden({"a": [text]}, ["b"]) == {"a": [text]}


@pytest.mark.parametrize(
    "text", ["sk-" * 300_000, "//a:" * 300_000, "?sig=" * 300_000, "npm_" * 300_000, "SG." * 300_000]
)
def test_a_long_text_is_looked_through_in_time_that_grows_with_its_length(text: str) -> None:
    started = time.process_time()
    looks_secret(f"{text}!")
    assert time.process_time() - started < 5
