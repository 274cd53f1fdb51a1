"""The key of an escalation and the name of its channel."""

import re
import unicodedata

CHANNEL_NAME = 80  # characters; Slack, conversations.create

# Letters that Unicode does not take apart: Latin, Cyrillic (Russian, Ukrainian, Serbian …), Greek.
_LETTERS = """
ß=ss æ=ae œ=oe ø=o ł=l đ=d ð=d þ=th ı=i ħ=h ŋ=n
а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh
ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya
і=i ї=i є=ye ґ=g ў=u ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz ѓ=g ќ=k ѕ=dz
α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o
"""
_TABLE = str.maketrans({pair[0]: pair[2:] for pair in _LETTERS.split()})
_APOSTROPHES = re.compile("['\u2019\u02bc`\u00b4]")


def key(number: int, prefix: str = "ACE") -> str:
    """The key people say: four digits, then as many as it takes.

    >>> key(7)
    'ACE-0007'
    """
    return f"{prefix}-{number:04d}"


def keys(text: str, prefix: str = "ACE") -> list[int]:
    """The numbers of the keys in `text`, each once, in the order they appear.

    Only whole keys count, in upper or lower case: not a part of another word, name or longer number.
    "ACE-7" is understood as ACE-0007.

    >>> keys("ACE-0012 repeats ace-7; not SPACE-0001, ACE-0001-b or ACE-00010")
    [12, 7]
    """
    letter = r"[^\W_]"
    whole = re.compile(
        rf"(?<!{letter})(?<!{letter}[-_]){re.escape(prefix)}-([1-9][0-9]{{0,8}}|0[0-9]{{3}})"
        rf"(?!{letter})(?![-_]{letter})(?!\.[0-9])",
        re.IGNORECASE,
    )
    return [number for number in dict.fromkeys(int(digits) for digits in whole.findall(text)) if number]


def addressed(words: str, prefix: str = "ACE") -> tuple[int | None, str]:
    """The case that a command's words are addressed to, and the words without its key.

    Only a key that stands first or last names the case; one in the middle is part of what is said.

    >>> (
    ...     addressed("ACE-0012 like ACE-0003 again"),
    ...     addressed("worse again ace-12"),
    ...     addressed("as in ACE-3, too"),
    ... )
    ((12, 'like ACE-0003 again'), (12, 'worse again'), (None, 'as in ACE-3, too'))
    """
    said = words.split()
    for at in (0, -1):
        if said and (named := keys(said[at], prefix)):
            rest = words.strip()
            rest = rest.removeprefix(said[0]) if at == 0 else rest.removesuffix(said[-1])
            return named[0], rest.strip()
    return None, words.strip()


def latin(text: str) -> str:
    """`text` in lower-case ASCII letters, digits and hyphens; what has no Latin form is left out.

    >>> latin("Łódź & Søn GmbH"), latin("Ёлка, O'Neill")
    ('lodz-son-gmbh', 'elka-oneill')
    """
    lower = _APOSTROPHES.sub("", text.lower()).translate(_TABLE)
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter)
    )
    return re.sub("[^a-z0-9]+", "-", bare.lower().translate(_TABLE)).strip("-")


def channel_name(number: int, customer: str, prefix: str = "ace", *, private: bool = False) -> str:
    """The name of the case channel, such as "ace-0001-acme"; at most 80 characters.

    A private case gets a name without a word of the customer's.
    """
    tail = "private" if private else latin(customer)
    return f"{latin(prefix)}-{number:04d}-{tail}"[:CHANNEL_NAME].strip("-")


def suffixed(name: str, number: int) -> str:
    """`name` with "-number" behind it, still at most 80 characters: the next try when a name is taken."""
    ending = f"-{number}"
    return name[: CHANNEL_NAME - len(ending)].rstrip("-") + ending
