"""Invented persons, and what callers say with their data in it: no name, number or address is anyone's.

Mobile numbers begin with the unassigned 160, identity numbers are of people who would be over a hundred years old,
cards begin with an unassigned number of an issuer, e-mail is at example.com.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger.invented_names import (
    COMMON,
    COMMUNITIES,
    COMPOUND,
    EVERYBODY,
    KINDS,
    ORDINARY,
    RARER,
    SHOPS,
    STREETS,
    VILLAGES,
    listed,
)
from stdnum import luhn
from stdnum.cn import ric

SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
FULL = str.maketrans("0123456789X-@.", "０１２３４５６７８９Ｘ－＠．")
TITLES = listed("先生 女士 师傅 大爷 阿姨 老师 经理 医生 主任")


@dataclass(frozen=True)
class Person:
    """One invented person; `number` makes each different, `given` is the list of given names to choose from."""

    number: int
    given: tuple[str, ...]

    def told(self, template: str) -> tuple[str, frozenset[str]]:
        """`template` with this person's data in it, and all that must not be read in it afterwards."""
        data = _Data(random.Random(f"{self.number} {template}"), self.given)
        return template.format_map(data), frozenset(data.secrets)


@dataclass
class _Data(dict[str, str]):
    """Makes each piece of data when a template asks for it, and remembers what is secret in it."""

    chance: random.Random
    given: tuple[str, ...]
    secrets: set[str] = field(default_factory=set)

    def __missing__(self, key: str) -> str:
        kind = key.rstrip("0123456789")
        self[key] = value = getattr(self, f"_{kind}")()
        return value

    def _keep_secret(self, *secrets: str) -> str:
        self.secrets.update(secrets)
        return secrets[0]

    def _surname(self) -> str:
        return self.chance.choice(self.chance.choices((COMMON, RARER, COMPOUND), (80, 15, 5))[0])

    def _name(self) -> str:
        if self.chance.random() < 0.03:
            return self._keep_secret(self.chance.choice(EVERYBODY))
        surname = self._surname()
        given = self.chance.choice([one for one in self.given if surname + one not in ORDINARY])
        if self.chance.random() < 0.02:
            surname += self.chance.choice("王李张刘陈杨")
        return self._keep_secret(surname + given, *([given] if len(given) > 1 else []))

    def _titled(self) -> str:
        return self._keep_secret(self._surname() + self.chance.choice(TITLES))

    def _lady(self) -> str:
        return self._keep_secret(self._surname() + "女士")

    def _somebody(self) -> str:
        surname = self._surname()
        self._keep_secret(surname + "某")
        return surname + self.chance.choice(("某", "某某"))

    def _little(self) -> str:
        return self._keep_secret(self.chance.choice("小老") + self.chance.choice("王李张刘陈杨赵周吴徐孙马"))

    def _digits(self, count: int) -> str:
        return "".join(self.chance.choices("0123456789", k=count))

    def _mobile(self) -> str:
        tail = self._digits(8)
        a, b = tail[:4], tail[4:]
        plain = f"160{tail}"
        forms = (plain, plain, plain, f"160 {a} {b}", f"160-{a}-{b}", f"160.{a}.{b}", f"+86 {plain}", f"160{a} {b}")
        others = (f"86-160-{a}-{b}", f"160 {tail}", plain.translate(FULL), plain.translate(SPOKEN))
        return self._keep_secret(self.chance.choice(forms + others), tail)

    def _landline(self) -> str:
        tail = "99" + self._digits(5)
        forms = (f"0934-{tail}", f"0934{tail}", f"（0934）{tail}", f"(0934) {tail}", f"0934 {tail}", f"0934—{tail}")
        others = (f"0934-{tail[:3]} {tail[3:]}", f"0934-{tail}转8{self._digits(2)}", f"0934-{tail}".translate(FULL))
        return self._keep_secret(self.chance.choice(forms + others), tail)

    def _local(self) -> str:
        """A local number without area code: only the word before it tells that it is a telephone number."""
        tail = "99" + self._digits(5)
        return self._keep_secret(
            self.chance.choice((tail, f"{tail[:3]}-{tail[3:]}", f"{tail}转{self._digits(3)}")), tail
        )

    def _identity(self) -> str:
        """One in five has a wrong check digit: callers mistake themselves."""
        pick = self.chance.randint
        first = f"62102419{pick(0, 15):02d}{pick(1, 12):02d}{pick(1, 28):02d}{self._digits(3)}"
        last = ric.calc_check_digit(first) if self.chance.random() < 0.8 else self.chance.choice("0123456789X")
        whole = first + last
        parts = (whole[:6], whole[6:14], whole[14:])
        forms = (whole, whole, whole, whole.lower(), whole.translate(FULL), " ".join(parts), "-".join(parts))
        return self._keep_secret(self.chance.choice(forms), whole[6:17])

    def _plate(self) -> str:
        rest = self._digits(3) + self.chance.choice("0123456789ABCDEFG") + self._digits(1)
        city = self.chance.choice("甘陕") + self.chance.choice("ABCDEFGHJKLM")
        middle = self.chance.choice(("", "", "·", " ", "-", "D", "F"))
        plate = f"{city}{middle}{rest}"
        return self._keep_secret(plate.lower() if self.chance.random() < 0.1 else plate, rest)

    def _card(self) -> str:
        first = f"620000{self._digits(12)}"
        whole = first + luhn.calc_check_digit(first)
        fours = re.findall(r"\d{1,4}", whole)
        forms = (whole, whole, " ".join(fours), "-".join(fours), whole.translate(FULL))
        return self._keep_secret(self.chance.choice(forms), whole[6:])

    def _email(self) -> str:
        name = self.chance.choice(("wang", "li.na", "zhang_3", "happy-ma", "user")) + self._digits(3)
        return self._keep_secret(f"{name}@{self.chance.choice(('example.com', 'mail.example.com.cn'))}", name)

    def _wechat(self) -> str:
        four = self._digits(4)
        return self._keep_secret(self.chance.choice((f"wx_{four}12", f"lan{four}5", f"Ma-{four}_x", f"wxid{four}abc")))

    def _qq(self) -> str:
        return self._keep_secret(str(self.chance.randint(2, 9)) + self._digits(self.chance.randint(7, 9)))

    def _passport(self) -> str:
        return self._keep_secret(self.chance.choice("EG") + self._digits(8))

    def _insured(self) -> str:
        return self._keep_secret(self.chance.choice(("", "A", "62")) + self._digits(9))

    def _home(self) -> str:
        pick = self.chance.randint
        house, unit, room = pick(1, 29), pick(1, 4), pick(1, 9) * 100 + pick(1, 4)
        spoken = f"{chinese(house)}号楼{chinese(unit)}单元{chinese(room // 100)}零{chinese(room % 10)}室"
        forms = (
            f"{house}号楼{unit}单元{room}室",
            f"{house}栋{room}",
            f"{house}#楼{unit}单元{room}",
            f"{house}-{unit}-{room}",
        )
        others = (f"{house}幢{unit}单元{room}号", f"{house}号楼 {unit} 单元 {room} 室", f"{house}号楼{room}", spoken)
        side = f"{house}号楼{unit}单元{room // 100}楼东户"
        told = self.chance.choice((*forms, *others, side))
        return self.chance.choice(COMMUNITIES) + self._keep_secret(told, *re.findall(r"\d{3}", told))

    def _house(self) -> str:
        number = self._keep_secret(f"{self.chance.randint(2, 300)}号")
        return self.chance.choice(STREETS + VILLAGES) + number

    def _shop(self) -> str:
        name = self._keep_secret(self.chance.choice(SHOPS))
        return self.chance.choice(("", "", "合水县", "三里店村", "解放路")) + name + self.chance.choice(KINDS)


def chinese(number: int) -> str:
    """`number` below 30 as it is said."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")


def survivors(masked: str, secrets: frozenset[str]) -> list[str]:
    """Those of `secrets` that can still be read in `masked`, digits by themselves too."""
    plain = unicodedata.normalize("NFKC", masked).upper()
    run = re.sub(r"(?<=\d)[ .\-—·]+(?=\d)", "", plain)
    return sorted(one for one in secrets if one in masked or (len(one) > 4 and one.isdigit() and one in run))


def people(count: int, given: list[str]) -> Iterator[Person]:
    yield from (Person(number, tuple(given)) for number in range(count))
