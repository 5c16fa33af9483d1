"""Submissions: who has sent, what became of each file, what was published, and taking it back."""

import streamlit as st

from dashboard.domain.access import Action, may
from dashboard.journeys import judged, sent, submit
from dashboard.journeys.view import open_history
from dashboard.ui import ask, coverage, history, offer
from dashboard.ui.session import current_user, open_database, open_session, today

st.title("Submissions", anchor=False)
history.show_last_undo()
with open_session() as session:
    coverage.show_coverage(sent.open_coverage(session, current_user(), today()))
if not may(current_user(), Action.SUBMIT):
    st.markdown("The files and what became of them are for those who send figures.")
    st.stop()
with open_session() as session:
    past = open_history(session, current_user())
    judgements = judged.open_judgements(session, current_user())
history.show_submissions(past.submissions)
chosen = history.ask_submission(past.submissions)
if chosen is not None:
    with open_session() as session:
        outcome = sent.open_outcome(session, current_user(), chosen.number)
    if outcome.may_fetch:
        offer.offer_original(chosen)
    history.show_outcome(chosen, outcome)
history.show_revisions(past.revisions)
anew = history.ask_judgement(past.revisions, judgements)
if anew is not None:
    with open_session() as session:
        history.show_judgement(judged.open_judgement(session, current_user(), anew))
number = history.ask_revision(past.revisions)
if number is not None:
    reason = ask.ask_reason("Reason for undoing it (kept with the new revision)", "undo_reason")
    if st.button(f"Undo revision {number}", key="undo"):
        history.keep_undo(submit.undo(open_database(), current_user(), number, reason), number)
