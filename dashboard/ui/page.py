"""What every page stands in: its style, and the mending of what assistive technology cannot read."""

from functools import cache
from pathlib import Path

import streamlit as st

# The uploader's drop zone carries two roles at once, which screen readers resolve differently.
_MEND_ROLES = """
<script>
  const mend = () => document.querySelectorAll(
    '[data-testid="stFileUploaderDropzone"][role="presentation"]'
  ).forEach(zone => zone.setAttribute('role', 'group'));
  new MutationObserver(mend).observe(document.body, {childList: true, subtree: true});
  mend();
</script>
"""


@cache
def _style() -> str:
    return f"<style>{(Path(__file__).parent / 'style.css').read_text('utf-8')}</style>"


def dress() -> None:
    """Put our style on the page."""
    st.html(_style())
    st.html(_MEND_ROLES, unsafe_allow_javascript=True)
