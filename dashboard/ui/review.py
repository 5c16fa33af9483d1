"""Reviewing a file before it is published: findings, old beside new, ticks, the receipt."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import streamlit as st

from dashboard.domain.errors import Outdated
from dashboard.domain.findings import Finding, Severity, by_check
from dashboard.domain.mappings import ASKS, Said
from dashboard.domain.wording import counted
from dashboard.journeys import submit
from dashboard.journeys.submit import Preview, Receipt, Screening
from dashboard.reports.tables import Cell, table
from dashboard.ui import mark, progress
from dashboard.ui.ask import Sent
from dashboard.ui.navigation import link_to_page
from dashboard.ui.plain import plain
from dashboard.ui.session import current_user, open_database, today
from dashboard.ui.tables import show_table


def hold_preview(sent: Sent) -> Preview:
    """Return the preview of a file, made once: what was shown is what will be published.

    Streamlit runs the page anew on each click, and a preview made at the moment of publishing would
    take on what others had published since. A refused file is written down once.
    """
    key = (sent.upload, sent.said)
    if st.session_state.get("previewed") != key:
        with progress.told(len(sent.content)) as say:
            preview = submit.preview(open_database(), current_user(), sent.name, sent.content, today(), sent.said, say)
        if not preview.screening.taken and not preview.screening.asks:
            submit.write_down_refusal(open_database(), current_user(), preview.screening)
        st.session_state["previewed"], st.session_state["preview"] = key, preview
    held: Preview = st.session_state["preview"]
    return held


def waits_for(preview: Preview, said: Said) -> list[str]:
    """Return what of all its figures the file waits to be told, or was told already: "indicator", "area", "period"."""
    return [what for check, what in ASKS.items() if check in preview.screening.asks or said.answers(check)]


def ask_audience(preview: Preview) -> Preview:
    """Ask whether only the partnership may read the figures, and return the preview with the answer."""
    if preview.is_published:
        st.caption(
            "This is a publication: everybody can read its figures where it was published, and so they can here."
        )
        return preview
    chosen = st.checkbox(
        "Only for members of the partnership", key=f"for_partnership{st.session_state.get('file_turn', 0)}"
    )
    st.caption(
        "Nobody else then reads these figures, nor those they replace, nor a total or a share that would tell of them. "
        "Without it, each measure decides who reads it."
    )
    return replace(preview, said=replace(preview.said, for_partnership=chosen))


def publish_label(preview: Preview) -> str:
    """Return what the button to publish says."""
    measures = len(preview.screening.taken)
    return f"Publish {counted(measures, 'measure')}"


def keep_receipt(receipt: Receipt) -> None:
    """Keep the receipt, clear the file away, and show the page anew."""
    st.session_state["receipt"] = receipt
    progress.clear_file()
    st.rerun()


@contextmanager
def unless_overtaken() -> Iterator[None]:
    """Where others published in between, show the page anew with what would change now, and say so at its top."""
    try:
        yield
    except Outdated as outdated:
        st.session_state["overtaken"] = str(outdated)
        st.session_state.pop("previewed", None)
        st.rerun()


def show_overtaken() -> None:
    """Say, once, that others published in between."""
    words = st.session_state.pop("overtaken", None)
    if words:
        st.error(plain(words))


def show_last_receipt() -> None:
    """Show the receipt of what was just published, and how to take it back."""
    receipt = st.session_state.pop("receipt", None)
    if receipt is not None:
        show_receipt(receipt)
        link_to_page("submissions", "See it among the submissions, or undo it")


def show_verdict(preview: Preview) -> None:
    """Say what was recognised and what becomes of the file."""
    screening = preview.screening
    layout = f"recognised as **{plain(screening.layout)}**" if screening.layout else "not recognised"
    st.markdown(f"{plain(screening.file.name)} · {layout} · {screening.rows:,} rows · {screening.file.size:,} bytes")
    measures, figures, warnings = (len(part) for part in (screening.taken, screening.figures, screening.warnings))
    verdict = f"**{screening.verdict.value.capitalize()}.**"
    if not measures:
        st.error(f"{verdict} Nothing can be published from this file, and nothing was stored.{_next_step(screening)}")
        return
    can = f"{counted(measures, 'measure')} with {counted(figures, 'figure')} can be published"
    cannot = f", {len(screening.stopped)} cannot" if screening.stopped else ""
    ticks = f"; {counted(warnings, 'warning')} to tick" if warnings else ""
    say = st.warning if screening.stopped else st.success
    say(f"{verdict} {can}{cannot}{ticks}.")


def _next_step(screening: Screening) -> str:
    if screening.is_unknown:
        return " Say below what each column holds, and it is read anew."
    return " Answer what is asked below, and it is read anew." if screening.asks else ""


def show_findings(findings: Iterable[Finding], title: str) -> None:
    """Show findings by their check, the gravest first: a table each of what, where, found, expected, how to mend."""
    groups = by_check(findings)
    if not groups:
        return
    st.header(plain(title), anchor=False)
    for group in groups.values():
        first = group[0]
        st.subheader(f"{first.title} ({first.severity}, {len(group)})", anchor=False)
        show_table(table(first.title, _alike_together(group)).filled(), figures=False)


def _alike_together(findings: Iterable[Finding]) -> Iterator[dict[str, Cell]]:
    """Tell once what is the same of several measures."""
    measures: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in findings:
        said = (one.message, one.place, one.found, one.expected, one.mend)
        measures[said].append(", ".join(one.indicators) or "the whole file")
    for (message, place, found, expected, mend), named in measures.items():
        yield {
            "What": message,
            "Measure": ", ".join(named),
            "Where": place,
            "Found": found,
            "Expected": expected,
            "How to mend": mend,
        }


def offer_marked(preview: Preview) -> None:
    """Offer the sender's own file with what was found beside its rows."""
    if preview.screening.may_be_marked:
        user, screening = current_user(), preview.screening
        st.markdown("Your file as a workbook, with what was found written beside the rows and the cells coloured.")
        st.download_button(
            "Your file with the faults marked",
            lambda: submit.take_marked(user, screening),
            mark.file_name("faults-marked.xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )


def ask_ticks(warnings: Sequence[Finding], preview: Preview) -> list[Finding]:
    """Ask that each warning is ticked, and return those that are. A tick is for this preview alone."""
    ticked, of = [], f"{preview.screening.file.checksum[:16]} {preview.based_on}"
    if warnings:
        st.header("Tick each warning", anchor=False)
    grouped = [finding for group in by_check(warnings).values() for finding in group]
    for at, finding in enumerate(grouped):
        if not at or grouped[at - 1].check != finding.check:
            st.subheader(finding.title, anchor=False)
        words = (
            f"{finding.message} {finding.mend} ({', '.join(finding.indicators) or 'the whole file'}, {finding.where})"
        )
        if st.checkbox(plain(words), key=f"tick {of} {at} {finding.check}"):
            ticked.append(finding)
    return ticked


def show_notices(preview: Preview) -> None:
    """Show what is only for information: notices, measures and columns not taken."""
    notices = [one for one in preview.screening.findings if one.severity is Severity.NOTICE]
    show_findings(notices, "For information")
    left_out = preview.screening.left_out
    if left_out:
        with st.expander(f"Not taken: {counted(len(left_out), 'measure')} of the file"):
            rows: list[dict[str, Cell]] = [
                {"Measure": one.measure, "Why": one.reason, "Rows": one.rows} for one in left_out
            ]
            show_table(table("Measures not taken", rows), figures=False)


def show_receipt(receipt: Receipt) -> None:
    """Say what was published."""
    what = f" from {plain(receipt.file_name)}" if receipt.file_name else ""
    st.success(
        f"Published as revision {receipt.revision}: {counted(receipt.figures, 'figure')} "
        f"of {counted(receipt.measures, 'measure')}{what}. Reason: {plain(receipt.reason)}"
    )
    if receipt.hiding_told:
        st.info(receipt.hiding_told)
    if receipt.checksum:
        st.caption(f"Checksum of the file (SHA-256): {receipt.checksum}")
