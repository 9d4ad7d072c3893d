"""Which language a document is in: the pipeline reads English, and would find nonsense in anything else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

__all__ = ["foreign_language"]

FEWEST_LETTERS: Final = 150  # of a shorter text nobody can tell, least of all if it is full of names
ENGLISH_SHARE: Final = 0.2
"""Of running English, 35 to 50 words in a hundred are among these; of other languages below 15."""
LONGEST_SAMPLE: Final = 6000

_WORD: Final = re.compile(r"[^\W\d_]+")
_ENGLISH: Final = frozenset(
    """a about after all also an and are as at be been but by for from had has have he her his how in into is it its
    more no not of on one or other our out over said she so some than that the their them there they this to up was we
    were what when which who will with would you""".split()
)
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": "Arabic",
        "az": "Azerbaijani",
        "be": "Belarusian",
        "bg": "Bulgarian",
        "bn": "Bengali",
        "bs": "Bosnian",
        "ca": "Catalan",
        "cs": "Czech",
        "da": "Danish",
        "de": "German",
        "el": "Greek",
        "es": "Spanish",
        "et": "Estonian",
        "fa": "Persian",
        "fi": "Finnish",
        "fr": "French",
        "he": "Hebrew",
        "hi": "Hindi",
        "hr": "Croatian",
        "hu": "Hungarian",
        "hy": "Armenian",
        "id": "Indonesian",
        "it": "Italian",
        "ja": "Japanese",
        "ka": "Georgian",
        "kk": "Kazakh",
        "ko": "Korean",
        "ky": "Kyrgyz",
        "lt": "Lithuanian",
        "lv": "Latvian",
        "mk": "Macedonian",
        "ms": "Malay",
        "nl": "Dutch",
        "no": "Norwegian",
        "pl": "Polish",
        "pt": "Portuguese",
        "ro": "Romanian",
        "ru": "Russian",
        "sk": "Slovak",
        "sl": "Slovenian",
        "sq": "Albanian",
        "sr": "Serbian",
        "sv": "Swedish",
        "sw": "Swahili",
        "th": "Thai",
        "tr": "Turkish",
        "uk": "Ukrainian",
        "ur": "Urdu",
        "vi": "Vietnamese",
        "zh": "Chinese",
    }
)


def foreign_language(text: str) -> str | None:
    """The name of the language of a text that is not English; None for English, and for what is too short to tell."""
    words = _WORD.findall(text[:LONGEST_SAMPLE].lower())
    if sum(map(len, words)) < FEWEST_LETTERS:
        return None
    if sum(word in _ENGLISH for word in words) >= ENGLISH_SHARE * len(words):
        return None
    code, _ = _identifier().classify(text[:LONGEST_SAMPLE])
    return None if code == "en" else _NAMES.get(code, f"the language {code!r}")


@cache
def _identifier() -> LanguageIdentifier:
    """It takes a second to load, which English texts do not wait for."""
    return LanguageIdentifier.from_model_file(MODEL_FILE)
