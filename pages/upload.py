"""Upload: choose a file, see what it would change, publish it, get a receipt, undo it."""

import streamlit as st

from dashboard.journeys import submit
from dashboard.ui import ask, mapping, offer, progress, review
from dashboard.ui.session import current_user, open_database

st.title("Upload a file", anchor=False)
review.show_last_receipt()
progress.show_cancelled()
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
    if review.lacks_indicator(preview) or sent.said.indicator:
        ask.ask_indicator_of_file(preview.definitions.catalogue)
    if preview.screening.taken:
        ticked = review.ask_ticks(preview.screening.warnings)
        review.show_changes(preview)
    review.show_notices(preview)
    review.offer_marked(preview)
    if preview.screening.taken:
        reason = ask.ask_reason("Reason (kept with the revision)", "reason")
        if st.button(review.publish_label(preview), type="primary", key="publish"):
            with st.spinner("Publishing: all of it or nothing. This cannot be stopped any more."):
                receipt = submit.publish(open_database(), current_user(), preview, reason, ticked)
            review.keep_receipt(receipt)
st.header("Templates", anchor=False)
st.markdown("One file an agency, with a line for each measure it can change. Fill in what you have, remove the rest.")
offer.offer_templates()
mapping.show_kept_mappings()
