"""The hand-outs on paper: what must fit one page does, whatever the institution and the size of its paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from policygen.formats import render_paper
from tests.sets import NURSING_HOME, QUEBEC, papers
from tests.test_profiles import shipped

US, ACADEMIC, AUSTRALIA = "p1-ohio-family-practice", "p2-california-academic", "p8-australian-cosmetic"
ONTARIO = "p5-ontario-community-hospital"
LONGEST = "quick-guide-volunteers-and-vendors"

ONE_PAGE = [
    pytest.param(US, "quick-guide", "letter", id="Ohio"),
    pytest.param(US, "quick-guide", "a4", id="Ohio on A4"),
    pytest.param(US, "quick-guide-clinicians", "letter", id="clinicians in Ohio"),
    pytest.param(ACADEMIC, "quick-guide", "letter", id="California"),
    pytest.param(ACADEMIC, LONGEST, "letter", id="volunteers in California"),
    pytest.param(ACADEMIC, LONGEST, "a4", id="volunteers in California on A4"),
    pytest.param(ONTARIO, "quick-guide", "letter", id="Ontario"),
    pytest.param(AUSTRALIA, "quick-guide", "a4", id="Australia"),
    pytest.param(AUSTRALIA, "quick-guide", "letter", id="Australia on letter"),
    pytest.param(QUEBEC, "quick-guide", "letter", id="Quebec, in French"),
    pytest.param(QUEBEC, LONGEST, "letter", id="volunteers in Quebec"),
    pytest.param(NURSING_HOME, "quick-guide", "letter", id="a nursing home"),
    pytest.param(US, "acknowledgement", "letter", id="acknowledgement"),
    pytest.param(QUEBEC, "acknowledgement", "a4", id="acknowledgement in French"),
]


@pytest.mark.parametrize(("name", "stem", "size"), ONE_PAGE)
def test_it_fits_one_page(name: str, stem: str, size: str) -> None:
    pdf = render_paper(replace(papers(name)[stem], paper=size), "pdf", shipped().templates)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1


def test_a_form_is_filled_in_on_screen() -> None:
    paper = papers(US)["authorization"]
    with pikepdf.open(io.BytesIO(render_paper(paper, "pdf", shipped().templates))) as document:
        names = {str(field.T) for field in document.Root.AcroForm.Fields}
    assert {"signature", "expiry", "use-photo"} <= names
