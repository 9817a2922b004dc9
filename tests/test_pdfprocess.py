"""Processes that make PDFs stay warm: the PDFs are those of a fresh process, and one that is killed only costs time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policygen.errors import RenderFailed
from policygen.rendering import pdfprocess
from policygen.rendering.pdfprocess import made_pdf
from policygen.rendering.pdfworker import ends_in_line_end, make_pdf

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are kept warm where they can fork")

DAY = 1_800_000_000


def page(words: str) -> dict[str, object]:
    html = f'<!DOCTYPE html><html lang="en"><head><title>Tea</title></head><body><p>{words}</p></body></html>'
    return {"html": html, "identifier": "0" * 64}


LONG = page("Tea for two, and two for tea.</p><p>" * 20_000)


def warm() -> int:
    """Have a PDF made, and give the process that is warm since."""
    made_pdf(page("Warm."), DAY)
    return pdfprocess.POOL.idle[-1].process.pid


def cold(request: dict[str, object]) -> bytes:
    """Have a PDF made by a process that is started for it."""
    return pdfprocess._made_once(request, DAY)


def test_a_warm_process_makes_the_pdf_that_a_fresh_one_makes() -> None:
    first, second = made_pdf(page("One."), DAY), made_pdf(page("Two."), DAY)
    assert (first, second) == (cold(page("One.")), cold(page("Two.")))
    assert first != second


def test_the_same_process_makes_the_next() -> None:
    assert warm() == warm()


def test_a_process_that_is_killed_between_two_is_replaced() -> None:
    os.kill(warm(), signal.SIGKILL)
    assert made_pdf(page("Again."), DAY).startswith(b"%PDF")


def test_a_page_that_asks_for_a_file_is_refused_and_the_next_is_made() -> None:
    with pytest.raises(RenderFailed, match="file:///etc/hostname"):
        made_pdf(page('<img alt="x" src="file:///etc/hostname">'), DAY)
    assert made_pdf(page("Again."), DAY).startswith(b"%PDF")


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    process = warm()
    with monkeypatch.context() as patch:
        patch.setattr(pdfprocess.POOL, "seconds", 1)
        with pytest.raises(RenderFailed, match="longer than 1 seconds"):
            made_pdf(LONG, DAY)
    assert warm() != process


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        pytest.param("MOST_SECONDS = 1", signal.SIGXCPU, id="processor time"),
        pytest.param("MOST_MEMORY = 100 * 1024**2", "it needed too much memory", id="memory"),
    ],
)
def test_a_page_that_eats_the_machine_is_ended_and_the_next_is_made(setting: str, says: object) -> None:
    code = f"import sys, policygen.rendering.pdfworker as worker; worker.{setting}; sys.exit(worker.serve())"
    requests = [page("Warm."), LONG | {"epoch": 0}, page("Next.") | {"epoch": 0}]
    if says != signal.SIGXCPU:
        requests.pop()  # no page can be made in so little
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=b"".join(json.dumps(request).encode() + b"\n" for request in requests),
        capture_output=True,
        check=False,
    )
    first, _, rest = done.stdout.partition(b"\n")
    failed = json.loads(first)["failed"]
    assert failed in (says, signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV)
    assert says != signal.SIGXCPU or b"%PDF" in rest


def test_a_process_forgets_those_of_the_process_that_it_was_forked_from(tmp_path: Path) -> None:
    process = warm()
    child = os.fork()
    if child == 0:
        made = made_pdf(page("Forked."), DAY)
        own = pdfprocess.POOL.idle[-1].process.pid
        (tmp_path / "made").write_bytes(made)
        (tmp_path / "own").write_text(str(own), encoding="utf-8")
        pdfprocess.POOL.forget()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert (tmp_path / "made").read_bytes() == cold(page("Forked."))
    assert int((tmp_path / "own").read_text(encoding="utf-8")) != process
    assert warm() == process


def test_processes_end_with_the_program_that_started_them() -> None:
    code = (
        "from policygen.rendering import pdfprocess; pdfprocess.warm_up();"
        " print(pdfprocess.POOL.idle[0].process.pid, flush=True)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    until = time.monotonic() + 60
    while runs(int(done.stdout)):
        assert time.monotonic() < until
        time.sleep(0.05)


def runs(process: int) -> bool:
    """Tell whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_machine_without_pango_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library Pango')", encoding="utf-8")
    pdfprocess.POOL.forget()
    monkeypatch.setattr(pdfprocess.POOL, "environment", lambda: {**os.environ, "PYTHONPATH": str(tmp_path)})
    with pytest.raises(RenderFailed, match="policygen doctor"):
        made_pdf(page("Never."), DAY)


def test_the_table_of_a_pdfs_objects_never_ends_in_what_looks_like_a_line_end() -> None:
    page = '<html lang="en"><head><title>Tea {0}</title></head><body><h1>Tea {0}</h1><p>Pour {0}.</p></body></html>'
    for number in range(240, 256):  # written plainly, number 248 had the fault, as one file in 256 has
        assert not ends_in_line_end(make_pdf(page.format(number), "0" * 64))


def test_a_table_that_ends_in_a_carriage_return_is_told_from_one_that_does_not() -> None:
    assert ends_in_line_end(b"stream\nx\r\nendstream\nendobj")
    assert not ends_in_line_end(b"stream\nx\r\nendstream\nstream\nx\nendstream\nendobj")
