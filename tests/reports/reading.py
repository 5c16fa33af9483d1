"""How hard a text is to read: the Flesch-Kincaid grade, which is the number of years at school it takes.

Ours, for the library that has it (textstat) brings nine others and fetches a dictionary from the network when
first used. Source: Kincaid, Fishburne, Rogers and Chissom (1975), Naval Technical Training Command report 8-75.
"""

import re

_VOWELS = re.compile(r"[aeiouy]+")
# Two vowels that are two syllables: "peri-od", "medi-um", "usu-al", "qui-et", "be-ing".
_HIATUS = re.compile(r"ia(?![ln])|io(?![nu])|iu|eo(?!p)|ua(?!r)|uo|ie(?=t\b)|ei(?=ng)")


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; a number is read as one."""
    plain = re.sub(r"[^a-z]", "", word.casefold())
    if not plain:
        return 1
    # A last e is silent, and so is that of -es and -ed, but after the letters that need it: "places", "started".
    spoken = re.sub(r"(?<=[a-z]{2})(?<![lcszgxh])es$|(?<=[a-z]{2})(?<![dt])ed$|(?<![l])e$|(?<=[aeiou]l)e$", "", plain)
    return max(1, len(_VOWELS.findall(spoken)) + len(_HIATUS.findall(spoken)))


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text of whole sentences."""
    sentences = [part for part in re.split(r"[.!?](?=\s|$)|:\s", text) if part.strip()]
    words = re.findall(r"[\w£%,.'’/-]*\w[\w%'’-]*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
