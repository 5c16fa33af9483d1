"""How numbers are worked out: what the definitions page says of each method. True to the code and its tests."""

from dashboard.reports.report import Method

METHODS = (
    Method(
        "Likely range of a share",
        "The 95% range beside every percentage that has its counts; the 99.8% range for “much better” and “much worse”",
        "Wilson's score method: Wilson (1927), J Am Stat Assoc 22:209",
        "Against limits printed by Newcombe (1998), those that Public Health England and the Department of Health and "
        "Social Care expect of their packages (PHEindicatormethods, PHStatsMethods), and the formula worked in "
        "decimals: they agree to one part in a billion",
    ),
    Method(
        "Likely range of a rate",
        "Rates and counts of events, such as deaths",
        "Exact Poisson limits under 10 events, Byar's method from 10: Breslow and Day (1987), IARC publication 82",
        "Against the department's package PHStatsMethods, and the formulas worked in decimals: they agree to one part "
        "in a billion",
    ),
    Method(
        "Published range",
        "Figures that come with the limits of their publisher, such as estimates and standardised rates",
        "As published, never worked out again; never called “much”, for publishers give 95% only",
        "Tests hold that a published range is kept as it is",
    ),
    Method(
        "Comparison with the country, the region, neighbours, chosen areas or an ambition",
        "“Better”, “similar” or “worse”; “higher” or “lower” where no direction is agreed. With England (England "
        "and Wales where a measure covers both) unless the strip says otherwise; same period, sex, age and group "
        "only; no bare counts, and no group under the smallest that the definition gives. One place in 20 would differ "
        "by chance alone",
        "Fingertips technical guidance: similar where the 95% range holds the other value; “much” where "
        "the 99.8% range does not",
        "By hand for values on, inside and outside each limit; the order of figures makes no difference",
    ),
    Method(
        "Several areas together",
        "Statistical neighbours and chosen areas. The area itself is left out, and nobody is counted twice; where one "
        "of the areas has no figure to show, there is none for them together, and it is named",
        "People are added, then the share and its likely range are worked out; never a mean of percentages",
        "In sums by hand, and for any choice of areas: no part of an area stands in what it is compared with",
    ),
    Method(
        "Funnel",
        "All areas of a kind on the page of a measure: shares by the number of people, rates by population. From ten "
        "areas on. The middle is all of them added up; the lines hold 95% and 99.8% of areas that differ by chance "
        "alone. Where areas differ by more than that, the lines are drawn wider, and it is said",
        "Spiegelhalter (2005), Statistics in Medicine 24:1185 and Quality and Safety in Health Care 14:347: a tenth of "
        "the scores drawn in at either end; lines as in Public Health England's PHEindicatormethods",
        "Against the lines and labels that PHEindicatormethods publishes; the spread in exact fractions",
    ),
    Method(
        "People to match",
        "“5 more people would match England”, and the same for an ambition. Shares with a direction only; rounded up",
        "The share of the other place, times the people here, less those counted here",
        "In exact fractions: it is the fewest people that are enough",
    ),
    Method(
        "Smallest difference that shows",
        "“With 31 people, only a difference of about 20 points would show”",
        "The further of the two limits of the likely range",
        "A comparator further off than this is told apart in the tests, on either side",
    ),
    Method(
        "Against a year before",
        "“It rose, by more than chance would explain”: shares, a period and the same a year before",
        "Newcombe (1998), Statistics in Medicine 17:873, method 10: the same where its 95% limits hold 0",
        "Against the contrasts that Newcombe printed, to four decimals",
    ),
    Method(
        "Recent trend",
        "The latest five years of a yearly series without gap or break; no rolling or pooled years, no bare counts",
        "Fingertips technical guidance, trend markers: weighted slope, chi-squared above 9.5495 (99.8%), same "
        "direction when any one year is left out",
        "Against the chi-squared and verdicts of both public Fingertips calculators, and in exact fractions",
    ),
    Method(
        "Control chart",
        "Months and quarters, from seven figures on; on trial under 13; none where figures are hidden or small",
        "XmR chart: Wheeler and Chambers (1992); limits at 2.66 mean ranges, ranges above 3.267 times their mean left "
        "out. Signals: outside the limits, seven rising or falling, two of three near a limit, seven on one side; "
        "as NHS England's NHSRplotthedots counts them",
        "Against an example of the NIST handbook, the rule tests of NHSRplotthedots, and the rules in fractions",
    ),
    Method(
        "What is likely",
        "Figures that are sent: by their own earlier figures, from seven on; by the changes of the other areas where "
        "there are fewer",
        "Limits of an XmR chart, widened by Student's t for how few figures they come from (degrees of freedom: Cryer "
        "and Ryan, 1990) and for how many are asked at once (Bonferroni); a leap is judged by the limit for ranges",
        "Against limits worked by hand with tables of Student's t",
    ),
    Method(
        "How large a change is",
        "The order of the changes that are shown before publishing",
        "The nearest ends of two 95% intervals, the larger over the smaller; of a share, those counted or those left "
        "out, whichever changed by more",
        "Against tables of exact Poisson limits (Garwood, 1936) and Wilson limits worked by hand",
    ),
    Method(
        "Totals",
        "Partnerships of several authorities, regions and England, where no figure was supplied for them",
        "People are added, then the share is worked out; never a mean of percentages. A missing part is named",
        "Tests hold that a total is the sum of its parts, whatever their order, and never crosses a gap",
    ),
    Method(
        "Quarters and years",
        "Quarters of three months and financial years of four quarters, where none was supplied and the definition "
        "lets them be added; none of a year that is not complete, and none across a break",
        "People are added, then the share is worked out. Of a rate only the events are added: over one population, or "
        "the mean of four that differ. A missing part is named",
        "By hand; tests hold that adding areas first or periods first gives the same",
    ),
    Method(
        "Hiding small numbers",
        "Every figure of which 1 to 4 people are counted, or are left out (the definition of a measure may say "
        "another number), and the figures that would give it away: totals, neighbours, other periods, sexes, groups "
        "and earlier revisions. Zero is shown, but where it would tell a hidden number. Decided when figures are "
        "published, and kept",
        "Companions are chosen together, by linear programmes: the cheapest that let every number move that has to, "
        "and the fewest where little hangs together. Then for each hidden number the least and the most that it could "
        "be by all that is shown: states of whole people, of many numbers in one, and where these do not show enough "
        "of one number by itself, with scipy's mixed-integer solver (HiGHS); at least three values have to be left. "
        "What was decided is judged once more from nothing. Of a number by itself in more than 800 hidden ones the "
        "nearest 800 are free, the others held, so what is proven is proven and more may be hidden than needed",
        "Against every possible state of small tables, and by an attacker that reads only what is given out (pages, "
        "charts, files, all revisions) and succeeds as soon as the companions are shown",
    ),
    Method(
        "Rounding to 5",
        "Measures whose source rounds its counts: exact counts sent for a part of the country are rounded too",
        "Each count by itself, halves upwards; a total of exact counts is rounded once, any other is the sum of "
        "rounded ones; the range that would give the exact count back is left out. Where rounded numbers together "
        "would tell a small one, one of them is hidden",
        "By hand, and by the same attacker",
    ),
)
