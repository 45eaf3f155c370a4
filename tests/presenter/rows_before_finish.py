# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""A table of all states before Finish.

Each row has the state, the class of its page, and some of its sentences in English and French.
"""

from kiosk.domain.library import ClosedReason
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import LineId, VisitId
from kiosk.domain.visit.questions import AskCancel, AskConfirm, AskFinishWithout, AskSwitch, ThenReceipt
from kiosk.domain.visit.states import (
    AskingSecret,
    AskOtherFob,
    Closed,
    FormError,
    Identifying,
    Idle,
    Purpose,
    Settling,
    SigningIn,
    Starting,
    State,
    Trouble,
    TroubleReason,
    TurnedAway,
)
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.finish import ConfirmPage
from kiosk.views.forms import FormPage
from kiosk.views.view import MessagePage, Page, StillPage
from kiosk.views.welcome import WelcomePage
from tests.presenter.kiosks import (
    DRILL,
    FIVE,
    FOB,
    LADDER,
    NOW,
    OTHER_FOB,
    serving,
)

Row = tuple[str, State, type[Page], list[str], list[str]]
LINK = AskingSecret(VisitId(1), Purpose.LINK, 7, NOW + 60, FOB)


def asking(purpose: Purpose, error: FormError | None = None) -> AskingSecret:
    return replace(LINK, purpose=purpose, error=error)


ROWS: list[Row] = [
    ("starting", Starting(), MessagePage, ["One moment"], ["Un instant"]),
    (
        "closed",
        Closed(ClosedReason.KIOSK_MODE_OFF),
        MessagePage,
        ["This kiosk is switched off", "Open today until 17:00", "(802) 555-0142"],
        ["Cette borne est désactivée", "Ouvert aujourd’hui jusqu’à 17:00"],
    ),
    (
        "trouble",
        Trouble(TroubleReason.SETTINGS_WRONG, ("[visit] warn_s: too small",)),
        MessagePage,
        ["This kiosk is not set up yet", "[visit] warn_s: too small", "For staff: SETTINGS_WRONG"],
        ["Cette borne n’est pas encore configurée", "Pour l’équipe\xa0: SETTINGS_WRONG"],
    ),
    (
        "started twice",
        Trouble(TroubleReason.RUNS_ALREADY, ("another kiosk runs on /var/lib/lending-kiosk",)),
        MessagePage,
        ["The kiosk runs already", "another kiosk runs on /var/lib/lending-kiosk", "For staff: RUNS_ALREADY"],
        ["La borne est déjà en marche", "Pour l’équipe\xa0: RUNS_ALREADY"],
    ),
    (
        "no key",
        Trouble(TroubleReason.KEY_UNUSABLE, ("the kiosk key is missing",)),
        MessagePage,
        ["This kiosk cannot use its key", "the kiosk key is missing", "For staff: KEY_UNUSABLE"],
        ["Cette borne ne peut pas utiliser sa clé", "Pour l’équipe\xa0: KEY_UNUSABLE"],
    ),
    (
        "idle",
        Idle(),
        WelcomePage,
        ["Hold your key fob to the reader", "Closed Sunday and Monday. Next: Tuesday, 15:00.", "Welcome text"],
        ["Approchez votre badge du lecteur", "Fermé dimanche et lundi. Prochaine ouverture\xa0: mardi, 15:00."],
    ),
    (
        "tray",
        Idle((DRILL.code, LADDER.code), tray_until=NOW + 51.2),
        WelcomePage,
        ["Got it. Now your key fob, please", "CODE-2", "Waiting in the tray\nKept for 52 seconds.", "Not mine: CODE-3"],
        ["Noté. Maintenant votre badge", "Gardé encore 52 secondes."],
    ),
    ("identifying", Identifying(VisitId(1), FOB), MessagePage, ["We are looking up your fob."], ["Un instant"]),
    (
        "link",
        LINK,
        FormPage,
        ["A new fob: log in once", "Ends on 21 Nov 2027.", "Link fob", "Not now"],
        ["Nouveau badge\xa0: connectez-vous une fois", "jusqu’au 21 nov. 2027.", "Associer le badge"],
    ),
    ("link only once", replace(LINK, remember=False), FormPage, ["Please log in.", "Log in"], ["Se connecter"]),
    (
        "password",
        asking(Purpose.PASSWORD),
        FormPage,
        ["Your name comes from your fob."],
        ["Votre badge donne votre nom."],
    ),
    ("form", asking(Purpose.FORM), FormPage, ["Log in", "User name or membership ID"], ["Se connecter"]),
    ("pin", asking(Purpose.PIN), FormPage, ["Your PIN, please"], ["Votre code secret"]),
    ("again", asking(Purpose.AGAIN), FormPage, ["Please log in once more"], ["Veuillez vous reconnecter"]),
    (
        "wrong",
        asking(Purpose.FORM, FormError.WRONG),
        FormPage,
        ["That did not work", "Please check both fields. If it goes on, ask staff."],
        ["Cela n’a pas marché"],
    ),
    (
        "mail asked for",
        asking(Purpose.FORM, FormError.RESET_ASKED),
        FormPage,
        ["The library has been asked", "If it knows you, a mail is on its way."],
        ["La bibliothèque est prévenue"],
    ),
    (
        "mail too often",
        asking(Purpose.FORM, FormError.RESET_TOO_OFTEN),
        FormPage,
        ["Please look into your mail first."],
        ["Regardez d’abord dans votre boîte."],
    ),
    (
        "no mail",
        asking(Purpose.FORM, FormError.RESET_AWAY),
        FormPage,
        ["The mail could not be asked for"],
        ["Le courriel n’a pas pu être demandé"],
    ),
    (
        "fob unknown",
        asking(Purpose.FORM, FormError.FOB_UNKNOWN),
        FormPage,
        ["The library does not know this fob", "You can log in with your user name and password."],
        ["La bibliothèque ne connaît pas ce badge"],
    ),
    ("away", asking(Purpose.FORM, FormError.AWAY), FormPage, ["Your entry stays here."], ["Votre saisie reste ici."]),
    (
        "other fob",
        replace(LINK, question=AskOtherFob(OTHER_FOB)),
        FormPage,
        ["Log in with this fob instead?", "Use this fob"],
        ["Se connecter plutôt avec ce badge\u202f?"],
    ),
    ("signing in", SigningIn(LINK), FormPage, ["Checking"], ["Vérification"]),
    (
        "turned away",
        TurnedAway(VisitId(1), TurnAwayReason.AGREEMENT, NOW + 30, "Read it", "https://library.example/agree"),
        MessagePage,
        ["Please sign the agreement first", "Read it", "https://library.example/agree"],
        ["Signez d’abord l’accord, s’il vous plaît"],
    ),
    (
        "empty basket",
        serving(),
        BasketPage,
        ["Hello Marta. Scan a tool.", "To borrow it or to bring it back.", "Look for our label", "Home text"],
        ["Bonjour Marta. Scannez un outil.", "Pas le code du magasin"],
    ),
    (
        "basket",
        serving(*FIVE),
        BasketPage,
        [
            "Scan the next tool, or press Finish",
            "2 tools are ready, 2 are not known yet",
            "Cordless drill 18 V, to borrow, due Saturday 5 December",
            "line 2 of 5",
            "Remove Cordless drill 18 V",
            "Reserved for another member. Please put it back on shelf D1.",
            "asking the library",
            "the library does not answer",
            "Sat 5 Dec",
            "1 to borrow",
            "Check-in text",
            "Check-out text",
        ],
        [
            "Scannez l’outil suivant ou touchez Terminer",
            "2 outils prêts, 2 à vérifier",
            "Cordless drill 18 V, à emprunter, à rendre le samedi 5 décembre",
            "ligne 2 sur 5",
            "Retirer Cordless drill 18 V",
            "sam. 5 déc.",
        ],
    ),
    (
        "confirm",
        replace(serving(*FIVE), question=AskConfirm()),
        ConfirmPage,
        [
            "Is this right, Marta?",
            "1 goes home with you",
            "1 stays here",
            "Yes, confirm 2 tools",
            "Not included: Pressure washer",
            "It was refused. Please put it back on shelf D1.",
            "2 tools are still being checked",
        ],
        ["Est-ce exact, Marta\u202f?", "1 part avec vous", "Oui, confirmer 2 outils"],
    ),
    (
        "leave",
        replace(serving(*FIVE), question=AskCancel()),
        ConfirmPage,
        ["Leave without finishing?", "Nothing in your basket will be lent or returned.", "Yes, log out"],
        ["Partir sans terminer\u202f?"],
    ),
    (
        "without",
        replace(serving(*FIVE), question=AskFinishWithout((LineId(1), LineId(5)))),
        ConfirmPage,
        ["Finish without 2 tools?", "Not checked yet: CODE-1 and CODE-5.", "Yes, finish with 2 tools"],
        ["Terminer sans 2 outils\u202f?", "CODE-1 et CODE-5"],
    ),
    (
        "switch",
        replace(serving(DRILL), question=AskSwitch(OTHER_FOB)),
        BasketPage,
        ["Finish for Marta, then start for the next person?", "1 tool will be recorded.", "Finish and switch", "Stay"],
        ["Terminer pour Marta, puis passer à la personne suivante\u202f?"],
    ),
    (
        "still",
        replace(serving(DRILL, LADDER), warned=True, deadline=NOW + 17.5),
        StillPage,
        ["Still here, Marta?", "we finish for you: 1 to borrow and 1 to bring back.", "18 seconds left", "Finish now"],
        ["Toujours là, Marta\u202f?", "nous terminons pour vous\xa0: 1 à emprunter et 1 à rendre."],
    ),
    (
        "settling",
        Settling(serving(*FIVE), ThenReceipt(), NOW + 15),
        BasketPage,
        ["One moment: 1 tool is still being checked", "Back to scanning", "Please wait"],
        ["Un instant\xa0: 1 outil est encore en cours de vérification"],
    ),
]
