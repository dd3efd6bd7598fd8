"""User and password of an address, taken out of it before it is written anywhere."""

import re
from dataclasses import replace

from hotline_analysis.ledger.address import Address, parse

_NAMED = re.compile(r"\$\{\w+\}")


def set_aside(address: str, prefix: str) -> tuple[str, dict[str, str]]:
    """`address` with ${PREFIX_…} for its user, its password and secret options, and what these stand for.

    What is a ${NAME} already stays as it is.

    >>> set_aside("postgresql://li:ge%40heim@db/hotline#cases", "HOTLINE_LEDGER")[0]
    'postgresql://${HOTLINE_LEDGER_USER}:${HOTLINE_LEDGER_PASSWORD}@db/hotline#cases'
    >>> set_aside("postgresql://li:ge%40heim@db/hotline#cases", "HOTLINE_LEDGER")[1]
    {'HOTLINE_LEDGER_USER': 'li', 'HOTLINE_LEDGER_PASSWORD': 'ge@heim'}
    >>> set_aside("mysql://${ME}:${SECRET}@db/hotline#cases", "HOTLINE_LEDGER")[1]
    {}
    """
    found = parse(address)
    kept: dict[str, str] = {}
    user, colon, password = found.account.partition(":")
    account = _named(user, found.user, f"{prefix}_USER", kept)
    account += colon + _named(password, found.password, f"{prefix}_PASSWORD", kept)
    options = "&".join(_option(option, found, prefix, kept) for option in found.options.split("&") if option)
    return _written(replace(found, account=account, options=options)), kept


def _named(text: str, value: str, name: str, kept: dict[str, str]) -> str:
    if not text or _NAMED.fullmatch(text):
        return text
    kept[name] = value
    return f"${{{name}}}"


def _option(option: str, found: Address, prefix: str, kept: dict[str, str]) -> str:
    key, _, value = option.partition("=")
    if "user" not in key and "pass" not in key:
        return option
    return f"{key}={_named(value, found.settings[key], f'{prefix}_{key.upper()}', kept)}"


def _written(found: Address) -> str:
    account = f"{found.account}@" if found.account else ""
    options = f"?{found.options}" if found.options else ""
    return f"{found.scheme}://{account}{found.place}{options}#{found.target}"
