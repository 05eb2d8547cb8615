"""What each key of `sop.yaml` means, for editors and for the reference of the grammar; translated when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _

from docgen.model.later import N_

MODELS: Mapping[str, str] = {
    "Sop": N_("One SOP: what its printed form says, and how its cases go."),
    "Actor": N_("A column of the flow table."),
    "FieldSpec": N_("One fact that stages capture."),
    "DocumentKind": N_("A paper that stages issue; its template is the Word file, or plain text, of the same name."),
    "Stage": N_("A row of the flow table, or an act that may be done during several stages."),
    "Require": N_("A condition that must hold for the stage to be done."),
    "Branch": N_("A way on from a stage: the first whose condition holds is taken."),
    "Session": N_("A case of its own that works on several cases of the SOP, such as a class."),
    "Members": N_("The cases that a session works on: where they wait, who is seated, in which order, and how many."),
}
"""For each kind of entry, what it is."""

_SOURCE = N_("sop if the SOP itself orders it, praktik if practice added it.")
_WHEN_FIELD = N_("Asked only if this expression holds, and refused otherwise.")
_EACH_FIELD = N_("One value for each item of a list: NAME in LIST, with an optional if EXPRESSION.")

KEYS: Mapping[str, Mapping[str, str]] = {
    "Sop": {
        "source": _SOURCE,
        "id": N_("The name of the SOP, of its folder and of its command."),
        "number": N_("The number of the SOP."),
        "title": N_("The title of the SOP."),
        "version": N_("Which version this is, such as the date from which it holds."),
        "case_prefix": N_("What the numbers of its cases begin with: 2 to 8 capital letters or digits."),
        "classification": N_("The classification code of its letters, where a letter has none of its own."),
        "created": N_("When the SOP was made, as it is printed."),
        "revised": N_("When the SOP was revised, as it is printed."),
        "effective": N_("From when the SOP holds, as it is printed."),
        "approved_by": N_("Who approved the SOP, as it is printed."),
        "legal_basis": N_("The legal basis, item by item."),
        "related": N_("The SOPs that belong to it."),
        "warnings": N_("The warnings of the SOP."),
        "qualifications": N_("What those who carry it out must know."),
        "equipment": N_("The equipment that is needed."),
        "records_kept": N_("What is recorded and kept."),
        "actors": N_("Who takes part: the columns of the flow table, from left to right."),
        "fields": N_("Every fact that stages capture, each defined once."),
        "documents": N_("Every paper that stages issue, and the forms for applicants."),
        "registers": N_(
            "For each register that numbers are taken from, the columns of its book: heading and EXPRESSION."
        ),
        "stages": N_("The stages in the order of the work; the first one opens a case."),
        "sessions": N_("Cases of their own that work on several cases, such as classes: name and definition."),
    },
    "Session": {
        "source": _SOURCE,
        "title": N_("The title of the session."),
        "case_prefix": N_("What the numbers of its cases begin with: 2 to 8 capital letters or digits."),
        "members": N_("Which cases it works on."),
        "fields": N_("Every fact of the session; a field of the same name in the SOP gets its value in the members."),
        "documents": N_("Every paper of the session; a copy of each lies in the folder of every member."),
        "registers": N_(
            "For each register that numbers are taken from, the columns of its book: heading and EXPRESSION."
        ),
        "stages": N_("The stages of the session; the first one opens it."),
    },
    "Members": {
        "source": _SOURCE,
        "waiting": N_("The stage of the SOP at which cases wait to be taken in."),
        "seats": N_("Who takes a seat: NAME in LIST, with an optional if EXPRESSION, over the record of the member."),
        "seated": N_("The field of the SOP (yesno, for each item of that list) that says who has a seat."),
        "list": N_("The list of the session that holds one item for each seat."),
        "facts": N_("What the session knows of each seat: part of that list and EXPRESSION."),
        "order": N_("Who is first: one expression or several, compared one after the other, the least first."),
        "accepts": N_("Which cases fit the session: an expression over the member, with the session under its name."),
        "wishes": N_("The dates that a case would like: an expression that gives a list of dates."),
        "capacity": N_("The field of the session that says how many seats there are."),
        "dates": N_("The list of the session with its days: a date and two times each."),
        "exclusive": N_("Fields of which no two sessions may have the same at the same time."),
        "fixed": N_("Whether the days are certain; until the expression holds, calendars show them as tentative."),
    },
    "Actor": {
        "source": _SOURCE,
        "title": N_("How the SOP calls the actor."),
        "external": N_("true if the actor is not of the office: somebody of the office records for him."),
    },
    "FieldSpec": {
        "source": _SOURCE,
        "type": N_("What kind of value it is."),
        "label": N_("What it is called on the screen."),
        "default": N_("What it is if nothing is said."),
        "choices": N_("What can be chosen."),
        "items": N_("The items of a checklist: id and wording."),
        "fields": N_("The parts of a record, or of each item of a list."),
        "of": N_("What a list holds, if its items have no parts."),
        "min": N_("The least number, or the fewest items."),
        "max": N_("The greatest number, the most items, or the most characters."),
        "register": N_("The register of docgen.toml that the number is taken from; it is not asked."),
        "optional": N_("May be left out; only for parts of a record or list: a stage says so of its own fields."),
        "unique": N_(
            "case: no two items of the list may have the same; open: nor those of other open cases; "
            "warned: where they have, both are told."
        ),
        "when": _WHEN_FIELD,
        "each": _EACH_FIELD,
    },
    "DocumentKind": {
        "source": _SOURCE,
        "title": N_("The title of the paper; of a letter also its subject (Hal)."),
        "form": N_("true for a form: an empty fact prints dots; a letter with an empty fact is refused."),
        "each": N_("One copy for each item of a list: NAME in LIST, with an optional if EXPRESSION."),
        "when": N_("Issued only if this expression holds."),
        "register": N_(
            "The register of docgen.toml that its number is taken from; its template must print the number."
        ),
        "signer": N_("The actor who signs it; its template must print the signature block."),
        "handling": N_("Its handling (Sifat); its template must print it."),
        "classification": N_("Its classification code, if it is not that of the SOP."),
        "annexes": N_("What is annexed, as the letter says it: 1 (satu) berkas."),
        "seals": N_("Makes it an encrypted page without a template: the facts that it shows, secrets among them."),
        "limit": N_(
            "Makes it a short text, such as an SMS, of at most so many characters; its template is a plain text (.txt)."
        ),
    },
    "Stage": {
        "source": _SOURCE,
        "id": N_("The name of the stage, and of its command."),
        "no": N_("Its number in the flow table."),
        "activity": N_("What is done, as the SOP words it."),
        "needs": N_("What it needs, as the SOP words it."),
        "time": N_("Its standard time, as the SOP words it."),
        "output": N_("What comes of it, as the SOP words it."),
        "remarks": N_("Remarks of the SOP."),
        "actor": N_(
            "Who does it: one actor or a list; the first is the printed column, the others may do or record it."
        ),
        "fields": N_("The fields that it demands, in the order in which they are asked."),
        "optional": N_("The fields that may be left out; they then stay as they were."),
        "changes": N_(
            "Of these fields at least one must come out otherwise than it was, here or in a member of the session; "
            "else nothing is recorded."
        ),
        "set": N_("Fields that are computed here: NAME: EXPRESSION."),
        "replace": N_(
            "Lists of which items give way to what is said of them here: LIST: the path, from an item on, of the "
            "record that comes in its place."
        ),
        "require": N_("What must hold for it to be done."),
        "documents": N_("The papers that it issues, in this order."),
        "next": N_("What follows: a stage, or a list of ways of which the first that holds is taken."),
        "ends": N_("The outcome with which it ends the case, if nothing follows."),
        "during": N_("Makes it an act: it may be done while one of these stages is open; any for all of them."),
        "performs": N_("In a session: the stage of the SOP that it takes in all its members, or in none."),
    },
    "Require": {
        "source": _SOURCE,
        "that": N_("The expression that must hold."),
        "each": N_("For each item of a list: NAME in LIST, with an optional if EXPRESSION."),
        "else": N_("What the clerk reads if it does not hold; may have placeholders."),
        "warn": N_("true if it is only told: the stage is done all the same."),
    },
    "Branch": {
        "source": _SOURCE,
        "when": N_("The way is taken if this expression holds; without it, always."),
        "to": N_("The stage that opens, or a list of stages that open together."),
        "ends": N_("The outcome with which the case ends."),
    },
}
"""For each kind of entry, what its keys mean."""

TYPES: Mapping[str, str] = {
    "text": N_("a text of one line"),
    "paragraph": N_("a text, may have several lines"),
    "integer": N_("a whole number"),
    "money": N_("an amount in rupiah"),
    "date": N_("a date"),
    "time": N_("a time of day"),
    "datetime": N_("a date with a time"),
    "yesno": N_("yes or no"),
    "choice": N_("one of the choices"),
    "email": N_("an e-mail address"),
    "phone": N_("a telephone number"),
    "identity": N_("an identity number with its kind: NIP, NI PPPK, NRP, lainnya"),
    "official": N_("an official of docgen.toml"),
    "file": N_("a file that is handed in: PDF, JPEG, PNG or DOCX"),
    "number": N_("a number from a register, taken when the stage is done"),
    "record": N_("several parts with names"),
    "list": N_("several items, each with parts or of one type"),
    "checklist": N_("items that are sesuai, tidak sesuai or tidak ada, each with a note"),
    "secret": N_("a password; it is never recorded and stands on a sealed page only"),
    "session": N_("what a case keeps of the session of that name; nobody says it by hand"),
    "disposition": N_("to whom a letter is passed on, with what request; every one is kept"),
}
"""For each type of field, what it holds."""


def entry_meaning(model: str) -> str:
    """What a kind of entry is, in the language of the screen; empty if nobody has said."""
    return _(MODELS[model]) if model in MODELS else ""


def key_meaning(model: str, key: str) -> str:
    """What a key means, in the language of the screen; empty if nobody has said."""
    meaning = KEYS.get(model, {}).get(key)
    return _(meaning) if meaning else ""


def type_meanings() -> dict[str, str]:
    """What each type of field holds, in the language of the screen."""
    return {name: _(meaning) for name, meaning in TYPES.items()}
