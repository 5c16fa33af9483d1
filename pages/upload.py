"""Upload: choose a file, see what it would change, publish it, get a receipt, undo it."""

import streamlit as st

from dashboard.journeys import second_person, submit
from dashboard.ui import ask, changes, mapping, offer, progress, review, waiting
from dashboard.ui.navigation import link_to_page
from dashboard.ui.session import current_user, needs_second_person, open_database

st.title("Upload a file", anchor=False)
review.show_last_receipt()
review.show_overtaken()
waiting.show_last_word()
progress.show_cancelled()
if needs_second_person():
    waiting.offer_waiting()
sent = ask.ask_file()
if sent is not None:
    preview = review.hold_preview(sent)
    review.show_verdict(preview)
    mapping.show_mappings_used(preview)
    if mapping.is_asked(preview):
        mapping.ask_mapping(sent, preview)
    else:
        ask.ask_of_file(preview.definitions, review.waits_for(preview, sent.said))
    review.show_findings(preview.screening.errors, "What cannot be published")
    if "indicator" in review.waits_for(preview, sent.said):
        ask.ask_indicator_of_file(preview.definitions.catalogue)
    if preview.screening.taken:
        ticked = review.ask_ticks(preview.screening.warnings, preview)
        changes.show_changes(preview)
    review.show_notices(preview)
    review.offer_marked(preview)
    if preview.screening.taken:
        reason = ask.ask_reason("Reason (kept with the revision)", "reason")
        preview = review.ask_audience(preview)
        if needs_second_person():
            if st.button("Send for publishing", type="primary", key="send"):
                waiting.keep_sent(second_person.send(open_database(), current_user(), preview, reason, ticked))
        elif st.button(review.publish_label(preview), type="primary", key="publish"):
            with review.unless_overtaken(), st.spinner("Publishing: all of it or nothing. It cannot be stopped now."):
                receipt = submit.publish(open_database(), current_user(), preview, reason, ticked)
            review.keep_receipt(receipt)
st.header("Templates", anchor=False)
st.markdown("One file an agency, with a line for each measure it can change. Fill in what you have, remove the rest.")
offer.offer_templates()
link_to_page("supplier", "A return for one quarter and area, as CSV or as a workbook")
mapping.show_kept_mappings()
