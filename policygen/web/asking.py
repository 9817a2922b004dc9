"""The interview: a page a question, or a few short ones; every answer is saved at once, in the file people may edit."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from policygen.answerfile import is_missing, unanswered
from policygen.answers import NOT_SURE, Answers, shown
from policygen.conditions import asked, questions_read
from policygen.effect import effect_of
from policygen.errors import ChangedMeanwhile
from policygen.questions import Question, QuestionId
from policygen.starting import answers_so_far, begin, save_answers
from policygen.web.desk import NoSuchPage, Saved
from policygen.web.families import Family, before, families, family_of, next_open
from policygen.web.fields import Field, Taken, fields_again, fields_of, take_form
from policygen.web.menu import QUESTIONS
from policygen.web.previewing import Preview, preview_of
from policygen.web.replies import Conflict, conflict_page, fragment, page, redirect
from policygen.web.visit import Visit

QUESTION = "/at/{institution}/questions/{question}"
PREVIEW = "/at/{institution}/questions/{question}/preview"
REVIEW = "review"
"""What a form says of where to go on, when its question was opened from the list of all answers."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One question in the list of all answers."""

    question: Question
    said: str
    """The answer in words; while there is none, what is taken instead."""
    given: bool
    missing: bool
    system: str
    """The health system whose answer it is; empty where it is the institution's own."""
    address: str


def review(visit: Visit) -> Response:
    """List every question that applies with its answer, by section, and say where to go on."""
    answers = _answers(visit)
    following = next_open(visit.library.questionnaire, answers)
    return page(
        visit,
        "questions.html",
        title="Questions",
        sections=_sections(visit, answers),
        quick_open=len(unanswered(answers, visit.library.questionnaire.quick)),
        rest_open=len(unanswered(answers, visit.library.questionnaire.rest)),
        following=visit.to(QUESTION, question=following.name) if following else "",
        preview=last_preview(visit, answers),
        begun=bool(answers.given or answers.unsure),
    )


def ask(visit: Visit) -> Response:
    """Ask the questions of one page."""
    answers = _answers(visit)
    family = _family(visit, answers)
    fields = fields_of(answers, family.asked(answers), visit.library.places)
    return _question_page(visit, answers, family, fields, last_preview(visit, answers))


def answer(visit: Visit) -> Response:
    """Save the answers of one page and go on; ask again when one is no answer."""
    answers = _answers(visit)
    family = _family(visit, answers)
    questions = family.asked(answers)
    taken = take_form(answers, questions, visit.form, visit.library.places)
    if taken.errors:
        return _again(visit, answers, family, taken)
    names = tuple(question.id for question in questions)
    try:
        begin(visit.workspace.folder)
        save_answers(visit.workspace, taken.answers, names, {visit.workspace.answers: visit.form.one("seen")})
    except ChangedMeanwhile:
        return conflict_page(visit, _conflict(visit, answers, taken.answers, questions))
    visit.desk.saved[visit.workspace.folder] = Saved(before=answers, questions=names, seen=visit.seen_now())
    return redirect(_onward(visit, taken.answers, family))


def preview(visit: Visit) -> Response:
    """Show what the answers of one page would change, and save nothing."""
    answers = _answers(visit)
    family = _family(visit, answers)
    questions = family.asked(answers)
    taken = take_form(answers, questions, visit.form, visit.library.places)
    names = [question.id for question in questions]
    effect = effect_of(visit.library, answers, taken.answers, names, visit.on)
    found = preview_of(effect, saved=False)
    if "part" in visit.form:
        return fragment(visit, "preview.html", preview=found)
    fields = fields_again(visit.form, questions, visit.library.places, taken)
    return _question_page(visit, answers, family, fields, found)


def last_preview(visit: Visit, answers: Answers) -> Preview | None:
    """Give what the answers saved last changed; None when the file is not as that page left it."""
    saved = visit.desk.saved.get(visit.workspace.folder)
    if saved is None or saved.seen != visit.seen:
        return None
    return preview_of(effect_of(visit.library, saved.before, answers, saved.questions, visit.on), saved=True)


def _answers(visit: Visit) -> Answers:
    """Read the answers, after their fingerprint: who changes the file in between is noticed."""
    _ = visit.seen
    return answers_so_far(visit.workspace, visit.library)


def _family(visit: Visit, answers: Answers) -> Family:
    """Find the page that was asked for; raise NoSuchPage when it is none of this institution's."""
    name = visit.parts["question"]
    if name not in visit.library.questionnaire:
        raise NoSuchPage("There is no such question.")
    family = family_of(visit.library.questionnaire, QuestionId(name))
    if not family.asked(answers):
        raise NoSuchPage("This question does not apply to you, because of another answer.")
    return family


def _question_page(
    visit: Visit, answers: Answers, family: Family, fields: tuple[Field, ...], preview: Preview | None
) -> Response:
    questionnaire = visit.library.questionnaire
    earlier = before(questionnaire, answers, family)
    following = next_open(questionnaire, answers, family)
    errors = [field for field in fields if field.error]
    together = [each for each in families(questionnaire) if each.section == family.section and each.asked(answers)]
    return page(
        visit,
        "question.html",
        title=fields[0].question.ask if len(fields) == 1 else questionnaire.sections[family.section],
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        section=questionnaire.sections[family.section],
        number=together.index(family) + 1 if family in together else 0,
        total=len(together),
        fields=fields,
        errors=errors,
        earlier=visit.to(QUESTION, question=earlier.name) if earlier else "",
        following=visit.to(QUESTION, question=following.name) if following else visit.to(QUESTIONS),
        preview_address=visit.to(PREVIEW),
        preview=preview,
        back_to=visit.form.one("to") or visit.query.one("to"),
    )


def _again(visit: Visit, answers: Answers, family: Family, taken: Taken) -> Response:
    fields = fields_again(visit.form, family.asked(answers), visit.library.places, taken)
    return _question_page(visit, answers, family, fields, None)


def _onward(visit: Visit, answers: Answers, family: Family) -> str:
    """Give the address to go on at: what depends on the answers, then the list, or the next open page."""
    questionnaire = visit.library.questionnaire
    if visit.form.one("to") == REVIEW:
        changed = {question.id for question in family.questions}
        depending = [each for each in questionnaire if changed & questions_read(each.ask_when)]
        for question in unanswered(answers, depending):
            return visit.to(QUESTION, question=question.id) + f"?to={REVIEW}"
        return visit.to(QUESTIONS)
    following = next_open(questionnaire, answers, family)
    enough = following and family.questions[0].quick and not following.questions[0].quick
    return visit.to(QUESTION, question=following.name) if following and not enough else visit.to(QUESTIONS)


def _sections(visit: Visit, answers: Answers) -> dict[str, list[Line]]:
    questionnaire = visit.library.questionnaire
    sections: dict[str, list[Line]] = {title: [] for title in questionnaire.sections.values()}
    for question in questionnaire:
        if asked(question.id, answers):
            sections[questionnaire.sections[question.section]].append(_line(visit, question, answers))
    return {title: lines for title, lines in sections.items() if lines}


def _line(visit: Visit, question: Question, answers: Answers) -> Line:
    return Line(
        question=question,
        said=_in_words(question, answers),
        given=question.id in answers.given or question.id in answers.unsure,
        missing=is_missing(question, answers),
        system=answers.standard.system if answers.standard and question.id in answers.inherited else "",
        address=visit.to(QUESTION, question=question.id) + f"?to={REVIEW}",
    )


def _in_words(question: Question, answers: Answers) -> str:
    said = shown(question, answers.value(question.id))
    said = said[:1].upper() + said[1:] if question.choices else said
    if question.id not in answers.unsure:
        return said
    return f"{NOT_SURE.capitalize()}; until then: {said}"


def _conflict(visit: Visit, stands: Answers, mine: Answers, questions: tuple[Question, ...]) -> Conflict:
    return Conflict(
        file=visit.workspace.answers.name,
        stands="\n\n".join(f"{question.ask}\n{_in_words(question, stands)}" for question in questions),
        mine="\n\n".join(f"{question.ask}\n{_in_words(question, mine)}" for question in questions),
        seen=visit.seen,
        again=visit.to(QUESTION),
    )
