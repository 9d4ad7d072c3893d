"""Who publishes: news sites by their host, and the names that bylines and credits give to agencies and papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlsplit

__all__ = ["clean_url", "is_publisher", "publisher_of"]

# Each site's own imprint.
_HOSTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "afp.com": "Agence France-Presse",
        "aljazeera.com": "Al Jazeera",
        "apnews.com": "The Associated Press",
        "bbc.co.uk": "BBC News",
        "bbc.com": "BBC News",
        "bloomberg.com": "Bloomberg",
        "cnn.com": "CNN",
        "dw.com": "Deutsche Welle",
        "economist.com": "The Economist",
        "france24.com": "France 24",
        "ft.com": "Financial Times",
        "interfax.com": "Interfax",
        "kyivpost.com": "Kyiv Post",
        "nytimes.com": "The New York Times",
        "politico.com": "Politico",
        "reuters.com": "Reuters",
        "rferl.org": "Radio Free Europe/Radio Liberty",
        "ria.ru": "RIA Novosti",
        "rt.com": "RT",
        "scmp.com": "South China Morning Post",
        "tass.com": "TASS",
        "theguardian.com": "The Guardian",
        "themoscowtimes.com": "The Moscow Times",
        "timesofisrael.com": "The Times of Israel",
        "voanews.com": "Voice of America",
        "washingtonpost.com": "The Washington Post",
        "wsj.com": "The Wall Street Journal",
        "xinhuanet.com": "Xinhua",
    }
)
# How credits and bylines name agencies and photo services.
_AGENCIES: Final = frozenset(
    {
        *("ap", "ap photo", "associated press", "afp", "afp photo", "agence france-presse", "bloomberg", "dpa", "efe"),
        *("epa", "interfax", "kyodo", "mct", "novosti", "reuters", "ria", "ria novosti", "ria-novosti", "tass"),
        *("itar-tass", "unian", "upi", "xinhua", "vedomosti", "kommersant", "mt", "for mt"),
        *("flickr", "getty", "getty images", "photoxpress", "shutterstock", "wikicommons", "wikimedia"),
        *("wikimedia commons", "pool", "pool photo", "kremlin press service", "kremlin pool photo"),
        *("press service", "un photo", "nato photo", "staff", "unknown"),
    }
)
_PAPER: Final = re.compile(
    r"(?:the\s+)?(?:[A-Z][\w.&'-]*\s+){1,4}(?:Times|Post|Herald|Tribune|Journal|Gazette|Gazeta|Guardian|Telegraph|Chronicle"
    r"|Observer|Press|News|News Agency|Press Agency|Novosti)"
)
_NAMES: Final = _AGENCIES | {name.removeprefix("The ").lower() for name in _HOSTS.values()}
LONGEST_NAME: Final = 80
_SAFE_IN_URL: Final = "!#$%&'()*+,/:;=?@~"


def clean_url(text: str) -> str | None:
    """An address on the web as a valid IRI, or None where ``text`` is none (RFC 3986)."""
    text = text.strip().strip("<>").strip()
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or not re.fullmatch(r"[\w.-]+", host):
        return None
    before, mark, fragment = quote(text, safe=_SAFE_IN_URL).partition("#")
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", before + mark + fragment.replace("#", "%23"))  # one # at most


def publisher_of(url: str | None) -> str | None:
    """The publisher of the site that ``url`` stands on: its name where it is known, else its host; None without one."""
    host = (urlsplit(url).hostname or "") if url else ""
    labels = host.removeprefix("www.").split(".")
    for start in range(len(labels) - 1):
        if name := _HOSTS.get(".".join(labels[start:])):
            return name
    return ".".join(labels) or None


def is_publisher(name: str) -> bool:
    """Whether a byline's or credit's name is an agency's or a paper's and not a person's."""
    return len(name) <= LONGEST_NAME and _names_publisher(name.strip())


def _names_publisher(name: str) -> bool:
    return name.lower().removeprefix("the ").strip(" .") in _NAMES or _PAPER.fullmatch(name) is not None
