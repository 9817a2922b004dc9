"""Nothing gets to the pages that did not come from a page of this very server, and what is refused changes nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policygen.errors import UsageError
from policygen.web.desk import Desk
from policygen.web.gate import HEADERS, LARGEST_BODY
from policygen.web.server import Server, Terms
from tests.served import SECONDS_TO_START, Visitor, desk_of, served

SAVE = "/at/leaf/questions/org_name"
FIELDS = {"org_name": "Leaf & Cup", "seen": ""}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gate") / "leaf"


@pytest.fixture(scope="module")
def visitor(folder: Path) -> Iterator[Visitor]:
    with served(folder) as visitor:
        yield visitor.let_in()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Host": "tea.example"}, 400, id="a foreign name that leads here"),
        pytest.param({"Host": "localhost"}, 400, id="another name of this machine"),
        pytest.param({"Origin": "https://tea.example"}, 403, id="a form of another site"),
        pytest.param({"Origin": "null"}, 403, id="a form of nowhere"),
        pytest.param({"Origin": ""}, 403, id="a form without an origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="a script of another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a script from another port of this machine"),
        pytest.param({"Cookie": ""}, 403, id="no cookie"),
        pytest.param({"Cookie": "policygen=guess"}, 403, id="another cookie"),
        pytest.param({"Content-Type": "text/plain"}, 415, id="what a foreign form may send unasked"),
        pytest.param({"Content-Type": "application/json"}, 415, id="no form"),
    ],
)
def test_a_form_from_elsewhere_is_refused(visitor: Visitor, folder: Path, headers: dict[str, str], status: int) -> None:
    assert visitor.post(SAVE, FIELDS, **headers).status == status
    assert not folder.exists()


@pytest.mark.parametrize("site", ["", "same-origin", "none"])
def test_a_page_that_the_browser_asked_for_itself_is_not_refused(visitor: Visitor, site: str) -> None:
    assert visitor.get("/at/leaf/", Sec_Fetch_Site=site).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(visitor: Visitor, method: str) -> None:
    assert visitor.ask(method, "/").status == 405


def test_a_large_form_is_refused(visitor: Visitor, folder: Path) -> None:
    assert visitor.post(SAVE, {**FIELDS, "org_name": "a" * LARGEST_BODY}).status == 413
    assert not folder.exists()


def test_a_slow_form_is_cut_off(folder: Path) -> None:
    with served(folder, terms=Terms(seconds_for_a_body=0.2)) as visitor:
        assert half_a_form(visitor.let_in()).startswith(b"HTTP/1.1 408")
    assert not folder.exists()


def test_a_form_that_breaks_off_changes_nothing_and_is_no_fault_of_the_program(
    visitor: Visitor, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    half_a_form(visitor, hang_up=True)
    assert visitor.get("/at/leaf/").status == 200
    assert not folder.exists()
    assert caplog.records == []


def half_a_form(visitor: Visitor, *, hang_up: bool = False) -> bytes:
    """Send a part of a form, and give what comes back until the server hangs up, or hang up first."""
    head = [f"POST {SAVE} HTTP/1.1", *(f"{name}: {value}" for name, value in visitor.headers.items())]
    head += [f"Host: {visitor.host}", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 40"]
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=SECONDS_TO_START) as line:
        line.sendall("\r\n".join([*head, "", "org_name="]).encode())
        answer = b""
        while not hang_up and (piece := line.recv(4096)):
            answer += piece
    return answer


def test_the_token_works_once(folder: Path) -> None:
    with served(folder) as first:
        with_token, second = first.address, Visitor(first.address)
        first.let_in()
        assert second.get(with_token).status == 403
        assert second.get("/at/leaf/").status == 403
        assert first.get(with_token).status == 303
        assert first.get("/at/leaf/").status == 200


def test_a_guessed_token_is_refused_and_leaves_the_true_one_good(folder: Path) -> None:
    with served(folder) as visitor:
        assert visitor.get("/?token=guess").status == 403
        assert visitor.let_in().get("/at/leaf/").status == 200


def test_the_cookie_is_for_this_server_alone_and_no_script_reads_it(folder: Path) -> None:
    with served(folder) as visitor:
        cookie = visitor.get(visitor.address).headers["set-cookie"]
        assert f"policygen-{visitor.port}=" in cookie
        assert {"HttpOnly", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize("path", ["/at/leaf/", "/nothing", "/static/style.css"])
def test_every_answer_carries_the_headers_that_keep_it_in_its_place(visitor: Visitor, path: str) -> None:
    found = visitor.get(path).headers
    assert {name: found[name.lower()] for name in HEADERS} == HEADERS


def test_a_refusal_carries_them_too(visitor: Visitor) -> None:
    found = visitor.get("/at/leaf/", Cookie="").headers
    assert {name: found[name.lower()] for name in HEADERS} == HEADERS


def test_a_port_that_is_taken_is_named(visitor: Visitor, folder: Path) -> None:
    with (
        pytest.raises(UsageError, match=f"Port {visitor.port} cannot be used"),
        served(folder, terms=Terms(port=visitor.port)),
    ):
        pass


def test_it_listens_on_this_machine_alone(visitor: Visitor) -> None:
    with socket.socket() as line:
        line.settimeout(SECONDS_TO_START)
        assert line.connect_ex(("127.0.0.2", visitor.port)) != 0


def test_it_stops_when_nobody_uses_it(folder: Path) -> None:
    assert stops_by_itself(desk_of(folder))


def test_it_does_not_stop_while_it_works(folder: Path) -> None:
    desk, worked = desk_of(folder), threading.Event()

    def work(_: Callable[[str], None]) -> dict[str, str]:
        time.sleep(0.5)
        worked.set()
        return {}

    desk.jobs.start(folder, "Working", "/", work)
    assert stops_by_itself(desk)
    assert worked.is_set()


def stops_by_itself(desk: Desk) -> bool:
    """Serve pages that nobody opens, and tell whether the server comes to an end."""
    server = Server(desk, Terms(seconds_unused=0.1))
    serving = threading.Thread(target=server.run, args=[lambda _: None])
    serving.start()
    serving.join(SECONDS_TO_START)
    ended = not serving.is_alive()
    server.stop()
    return ended


def test_somebody_without_a_terminal_can_close_it(folder: Path) -> None:
    with served(folder) as visitor:
        assert "You can close this tab." in visitor.let_in().post("/stop", {}).body
        assert visitor.serving is not None
        visitor.serving.join(SECONDS_TO_START)
        assert not visitor.serving.is_alive()


def test_another_site_cannot_close_it(visitor: Visitor) -> None:
    assert visitor.post("/stop", {}, Origin="https://tea.example").status == 403
    assert visitor.get("/stop").status == 404
    assert visitor.get("/at/leaf/").status == 200
