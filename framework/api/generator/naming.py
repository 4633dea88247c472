# SPDX-License-Identifier: MIT
"""How names and types of the description are called in C++."""
import re

KEYWORDS = set("""alignas alignof and asm auto bool break case catch char class const continue default delete do
double else enum explicit export extern false float for friend goto if inline int long mutable namespace new not
operator or private protected public register return short signed sizeof static struct switch template this throw
true try typedef union unsigned using virtual void volatile while xor rest model""".split())

SCALARS = {"bool": ("bool", "false"), "int": ("qint32", "0"), "int64": ("qint64", "0"),
           "uint32": ("quint32", "0"), "double": ("double", "0"), "string": ("QString", ""),
           "time": ("DateTime", ""), "permissions": ("Api::Permissions", ""), "json": ("RawJson", "")}


def pascal(text):
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[_\W]+", text) if part)


def camel(text):
    name = pascal(text)
    name = name[:1].lower() + name[1:]
    return name + "_" if name in KEYWORDS else name


def constant(text):
    """GUILD_TEXT -> GuildText; what is not all capitals keeps its form."""
    parts = [p for p in text.split("_") if p]
    name = "".join(p.capitalize() if p.isupper() or p.isdigit() else p[:1].upper() + p[1:] for p in parts)
    return "V" + name if name[:1].isdigit() else name


def flag_of(flags):
    return flags[:-1] if flags.endswith("s") else flags + "Bit"


def words_of(enum):
    return enum + "s" if not enum.endswith("s") else enum + "es"
