"""Foreign hosts, foreign pages and proxies, at every listener."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr, ValidationError

from bot.playground.server import POLICY
from bot.runtime.listening.guard import Guard, Policy, examine
from bot.runtime.listening.names import Names, hosts_in
from bot.runtime.settings import Settings
from tests.bots import running_bot, write_rules
from tests.security.outside import Caller, asked
from tests.servers import community, playground

PORT = "8081"


def scope(method: str, path: str, *headers: tuple[str, str], kind: str = "http") -> dict[str, Any]:
    """A request as uvicorn hands it over."""
    given = [(k.lower().encode(), v.encode("latin-1")) for k, v in headers]
    return {"type": kind, "method": method, "path": path, "headers": given, "server": ("127.0.0.1", 8081)}


def status(method: str, path: str, *headers: tuple[str, str], policy: Policy = POLICY) -> int:
    """As what it is refused, or 200."""
    refusal = examine(scope(method, path, *headers), policy)
    return refusal.status if refusal else 200


HOSTS = {
    "localhost": 200,
    "localhost:8081": 200,
    "LOCALHOST:1": 200,
    "localhost.": 200,
    "localhost.:8081": 200,
    "127.0.0.1": 200,
    "127.0.0.1:8081": 200,
    "[::1]": 200,
    "[::1]:8081": 200,
    "[0:0:0:0:0:0:0:1]:8081": 200,
    socket.gethostname(): 200,
    "evil.example": 403,
    "evil.example:8081": 403,
    "EVIL.EXAMPLE.": 403,
    "127.0.0.1.evil.example": 403,
    "127.0.0.1.nip.io": 403,
    "127-0-0-1.sslip.io:8081": 403,
    "localtest.me": 403,
    "localhost.evil.example": 403,
    "evil-localhost": 403,
    "localhost..": 403,
    "0.0.0.0": 403,
    "127.1": 403,
    "2130706433": 403,
    "0x7f.0.0.1": 403,
    "169.254.169.254": 403,
    "[::]": 403,
    "[::ffff:127.0.0.1]": 403,
    "": 400,
    ":8081": 400,
    "localhost:8081:1": 400,
    "localhost:http": 400,
    "localhost:999999": 400,
    "evil.example@localhost": 400,
    "localhost@evil.example": 400,
    "localhost, evil.example": 400,
    "localhost evil.example": 400,
    "http://localhost": 400,
    "localhost/evil": 400,
    "[::1": 400,
    "[::1]evil": 400,
    "[:::1]": 400,
    "lоcalhost": 400,
}


@pytest.mark.parametrize(("host", "expected"), HOSTS.items())
@pytest.mark.parametrize("path", ["/sim/state", "/", "/bot1000:LOCAL/getMe"])
def test_only_this_machines_names_are_answered(host: str, expected: int, path: str) -> None:
    given = host.encode().decode("latin-1")
    assert status("GET", path, ("Host", given)) == expected


def test_a_host_is_named_once() -> None:
    assert status("GET", "/") == 400
    assert status("GET", "/", ("Host", "localhost"), ("Host", "localhost")) == 400
    assert status("GET", "/", ("Host", "localhost"), ("Host", "evil.example")) == 400


@pytest.mark.parametrize("port", ["", ":9000"])
def test_the_address_somebody_connected_to_is_a_name(port: str) -> None:
    given = scope("GET", "/", ("Host", f"10.1.2.3{port}")) | {"server": ("10.1.2.3", 8088)}
    assert examine(given, Policy()) is None
    assert examine(given | {"server": ("10.1.2.4", 8088)}, Policy()) is not None


HERE = f"http://localhost:{PORT}"
PAGES = [
    # what a browser tells of the page that asks; what reading, acting and a bot's call are answered
    ({}, 200, 200, 200),
    ({"Origin": HERE}, 200, 200, 200),
    ({"Origin": HERE.upper()}, 200, 200, 200),
    ({"Origin": HERE, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200, 200, 200),
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200, 200, 200),
    ({"Referer": HERE + "/page"}, 200, 200, 200),
    ({"Origin": "http://evil.example"}, 403, 403, 403),
    ({"Origin": "null"}, 403, 403, 403),
    ({"Origin": ""}, 403, 403, 403),
    ({"Origin": "file://"}, 403, 403, 403),
    ({"Origin": "chrome-extension://abc"}, 403, 403, 403),
    ({"Origin": "http://localhost:3000"}, 403, 403, 403),
    ({"Origin": "http://localhost"}, 403, 403, 403),
    ({"Origin": "http://127.0.0.1:8081"}, 403, 403, 403),
    ({"Origin": "http://localhost.evil.example:8081"}, 403, 403, 403),
    ({"Origin": "http://localhost:8081@evil.example"}, 403, 403, 403),
    ({"Origin": "http://localhost:8081 http://evil.example"}, 403, 403, 403),
    ({"Origin": "http://evil.example", "Referer": HERE}, 403, 403, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403, 403, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403, 403, 403),
    ({"Sec-Fetch-Site": "CROSS-SITE"}, 403, 403, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403, 403, 403),
    (
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        200,
        403,
        403,
    ),
    (
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        403,
        403,
        403,
    ),
    ({"Referer": "http://evil.example/page"}, 200, 403, 403),
    ({"Referer": "http://localhost:3000/"}, 200, 403, 403),
    ({"Referer": "about:blank"}, 200, 403, 403),
]


@pytest.mark.parametrize(("marks", "reading", "acting", "calling"), PAGES)
def test_other_pages_may_not_act(marks: dict[str, str], reading: int, acting: int, calling: int) -> None:
    headers = (("Host", f"localhost:{PORT}"), *marks.items())
    as_json = ("Content-Type", "application/json")
    for path in ("/sim/state", "/sim/stream", "/page/config", "/"):
        assert status("GET", path, *headers) == reading, path
    for method, path in (("POST", "/sim/acts"), ("PUT", "/page/script"), ("DELETE", "/sim/faults")):
        assert status(method, path, *headers, as_json) == acting, path
    assert status("GET", "/bot1000:LOCAL/sendMessage", *headers) == calling
    assert status("POST", "/bot1000:LOCAL/sendMessage", *headers) == calling
    socketed = examine(scope("GET", "/sim/stream", *headers, kind="websocket") | {"method": "GET"}, POLICY)
    assert (socketed is None) is (reading == 200)


@pytest.mark.parametrize(
    ("kind", "sim", "call"),
    [
        ("application/json", 200, 200),
        ("Application/JSON; charset=utf-8", 200, 200),
        ("text/plain", 415, 200),
        ("text/plain; application/json", 415, 200),
        ("application/x-www-form-urlencoded", 415, 200),
        ("multipart/form-data; boundary=a", 415, 200),
        ("", 415, 200),
        (None, 415, 200),
    ],
)
def test_people_act_by_json_and_bots_call_as_their_libraries_do(
    kind: str | None, sim: int, call: int
) -> None:
    headers = (("Host", "localhost"), *((("Content-Type", kind),) if kind is not None else ()))
    for method, path in (
        ("POST", "/sim/acts"),
        ("POST", "/sim/clock"),
        ("PUT", "/page/script"),
        ("PATCH", "/"),
    ):
        assert status(method, path, *headers) == sim
    assert status("POST", "/bot1000:LOCAL/sendMessage", *headers) == call


async def test_a_foreign_websocket_is_closed() -> None:
    sent: list[Any] = []

    async def app(*_: Any) -> None:
        raise AssertionError("it was let through")

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await Guard(app, Policy())(scope("GET", "/", ("Host", "evil.example"), kind="websocket"), app, send)  # type: ignore[arg-type]  # it receives nothing
    assert sent == ["websocket.close"]


@pytest.mark.parametrize(
    ("setting", "hosts"),
    [
        ("", []),
        ("bot", ["bot"]),
        ("bot, Zhiqun.Example.,", ["bot", "zhiqun.example"]),
        ("10.0.0.5 ::1 [fd00::1]", ["10.0.0.5", "::1", "fd00::1"]),
        ("知群.example", ["xn--k7y48n.example"]),
    ],
)
def test_further_names_can_be_set(setting: str, hosts: list[str]) -> None:
    assert hosts_in(setting) == hosts
    assert all(Names(hosts).admit(host, "") for host in hosts)
    Settings(_env_file=None, http_hosts=setting)


@pytest.mark.parametrize("setting", ["*", "http://bot", "bot:8088", "bot/x", "a@b", "*.example"])
def test_what_is_no_name_is_refused_with_a_sentence(setting: str) -> None:
    with pytest.raises(ValidationError, match="is no host"):
        Settings(_env_file=None, http_hosts=setting)


SECRET = "aB3_dE6-gH9jK2mN"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The real bot's address; its webhook is said to be at https://hook.example, and `bot` is a name too."""
    folder = tmp_path_factory.mktemp("hosts")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    given: dict[str, Any] = {"http": place, "http_hosts": "bot", "webhook_secret": SecretStr(SECRET)}
    async with playground(flood=False) as pg:
        await community(pg)
        url = f"http://{place}"
        async with running_bot(
            pg, folder, write_rules(folder / "rules"), webhook_url="https://Hook.example/webhook", **given
        ):

            async def open_() -> bool:
                try:
                    return await asked(url, f"GET /healthz HTTP/1.1\nHost: {place}") == 200
                except OSError:
                    return False

            await pg.wait_for(open_)
            yield url


TARGETS = [
    # request line, Host, status for /metrics
    ("GET /metrics HTTP/1.1", "Host: localhost", 200),
    ("GET /metrics HTTP/1.1", "Host: bot:8088", 200),
    ("GET /metrics HTTP/1.1", "Host: hook.example", 403),
    ("GET /metrics HTTP/1.1", "Host: evil.example", 403),
    ("GET /metrics HTTP/1.1", "X-A: 1", 400),
    ("GET /metrics HTTP/1.1", "Host: localhost\nHost: localhost", 400),
    ("GET /metrics HTTP/1.1", "Host : localhost", 400),
    ("GET /metrics HTTP/1.0", "Host: localhost", 404),
    ("GET /metrics HTTP/1.0", "X-A: 1", 400),
    ("GET http://localhost/metrics HTTP/1.1", "Host: localhost", 200),
    ("GET http://evil.example/metrics HTTP/1.1", "Host: localhost", 403),
    ("GET http://localhost/metrics HTTP/1.1", "Host: evil.example", 403),
    ("GET http://evil.example:80/metrics HTTP/1.1", "Host: evil.example", 403),
    ("GET http://[::1]/metrics HTTP/1.1", "Host: localhost", 200),
    ("GET //evil.example/metrics HTTP/1.1", "Host: localhost", 404),
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("line", "host", "expected"), TARGETS)
async def test_a_requests_target_counts_as_well(bot: str, line: str, host: str, expected: int) -> None:
    assert await asked(bot, f"{line}\n{host}") == expected
    assert await asked(bot, f"{line.replace('/metrics', '/rules')}\n{host}") == expected


PROXIES = (
    *(
        "Via: 1.1 squid",
        "Forwarded: for=1.2.3.4",
        "X-Forwarded-For: 1.2.3.4",
        "X-Forwarded-Host: evil.example",
    ),
    *("X-Forwarded-Proto: https", "X-Forwarded-Port: 443", "X-Forwarded-Server: a", "X-Forwarded-Prefix: /a"),
    *("X-Forwarded-Anything: 1", "X-Forwarded: 1", "X-Real-IP: 1.2.3.4", "True-Client-IP: 1.2.3.4"),
    *("X-Client-IP: 1.2.3.4", "X-Cluster-Client-IP: 1.2.3.4", "Client-IP: 1.2.3.4", "X-Remote-Addr: 1.2.3.4"),
    *("CF-Connecting-IP: 1.2.3.4", "CF-Ray: 1", "CF-Visitor: {}", "CF-IPCountry: CN", "CDN-Loop: cloudflare"),
    *("Fastly-Client-IP: 1.2.3.4", "Fly-Client-IP: 1.2.3.4", "X-Original-URL: /", "X-Original-Host: a"),
    *(
        "X-Envoy-External-Address: 1.2.3.4",
        "X-Amzn-Trace-Id: 1",
        "X-Amz-Cf-Id: 1",
        "X-Azure-ClientIP: 1.2.3.4",
    ),
    *("X-Appengine-User-IP: 1.2.3.4", "X-Vercel-Forwarded-For: 1.2.3.4", "X-Akamai-Edgescape: 1"),
    *("Tailscale-User-Login: a", "X-Scheme: https", "X-Request-Id: 1", "WL-Proxy-Client-IP: 1.2.3.4"),
    *("X-ProxyUser-Ip: 1.2.3.4", "Surrogate-Capability: a", "Proxy-Connection: keep-alive", "X-Varnish: 1"),
    *("VIA: 1.0 a", "x-forwarded-for:", "Via: 1.1 a\nVia: 1.1 b", "X-HTTP-Method-Override: GET"),
)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("mark", PROXIES)
async def test_a_proxys_mark_of_any_kind_shuts_figures_and_rules(bot: str, mark: str) -> None:
    for path, expected in (("/metrics", 404), ("/rules", 404), ("/healthz", 200)):
        assert await asked(bot, f"GET {path} HTTP/1.1\nHost: localhost\n{mark}") == expected


@pytest.mark.asyncio(loop_scope="module")
async def test_what_prometheus_and_browsers_send_themselves_is_no_mark(bot: str) -> None:
    prometheus = """User-Agent: Prometheus/3.5.0
Accept: application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1
Accept-Encoding: gzip
X-Prometheus-Scrape-Timeout-Seconds: 10
Traceparent: 00-1-1-01"""
    browser = """User-Agent: Mozilla/5.0
Accept: text/html
Accept-Language: zh-CN
Cache-Control: no-cache
Cookie: a=b
DNT: 1
If-None-Match: "1"
Priority: u=0, i
Sec-Ch-Ua: "a"
Sec-Fetch-Dest: document
Sec-Fetch-Mode: navigate
Sec-Fetch-Site: none
Sec-Fetch-User: ?1
Sec-GPC: 1
Upgrade-Insecure-Requests: 1"""
    for marks in (prometheus, browser):
        for path in ("/metrics", "/rules"):
            assert await asked(bot, f"GET {path} HTTP/1.1\nHost: localhost\n{marks}") == 200


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("host", "marks", "expected"),
    [
        ("hook.example", "X-Forwarded-For: 149.154.167.220\nVia: 1.1 caddy", 200),
        ("hook.example:443", "", 200),
        ("127.0.0.1:8088", "X-Forwarded-Host: hook.example", 200),
        ("bot:8088", "", 200),
        ("evil.example", "", 403),
        ("hook.example", "Origin: https://evil.example", 403),
        ("hook.example", "Sec-Fetch-Site: cross-site", 403),
    ],
)
async def test_the_webhook_is_reached_through_the_operators_proxy(
    bot: str, host: str, marks: str, expected: int
) -> None:
    body = b'{"update_id": 7}'
    head = f"""POST /webhook HTTP/1.1
Host: {host}
Content-Type: application/json
X-Telegram-Bot-Api-Secret-Token: {SECRET}
Content-Length: {len(body)}
{marks}""".strip()
    assert await asked(bot, head, body) == expected
    assert await asked(bot, head.replace(SECRET, "guess"), body) == 403


@pytest.mark.asyncio(loop_scope="module")
async def test_a_foreign_host_is_answered_as_a_wrong_secret_is(bot: str) -> None:
    answers = []
    for host in ("evil.example", "localhost"):
        head = f"POST /webhook HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n"
        caller = await Caller.to(bot, head.encode() + b"Connection: close\r\n\r\n")
        lines = (await caller.rest()).split(b"\r\n")
        answers.append(sorted(line for line in lines if not line.startswith(b"date")))
    assert answers[0] == answers[1]
