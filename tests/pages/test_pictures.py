"""Small drawings within text: their words are heard once, and what is named beside them is no markup."""

from dashboard.charts.style import Label, Picture
from dashboard.ui.pictures import picture

DRAWN = Picture(
    "<svg/>", 'Here 3%, "England" 1%', labels=(Label("<b>Here</b> 3%", 0.25), Label("England 1%", 0.75, False))
)


def test_names_beside_a_drawing_are_text_at_their_heights_for_the_eye_only():
    markup = picture(DRAWN, "spark")

    assert 'alt="Here 3%, &quot;England&quot; 1%"' in markup
    assert '<span class="labels" aria-hidden="true">' in markup
    assert '<span class="own" style="top:25%">&lt;b&gt;Here&lt;/b&gt; 3%</span>' in markup
    assert '<span style="top:75%">England 1%</span>' in markup


def test_no_drawing_is_no_markup():
    assert picture(None, "spark") == ""
