# ruff: noqa: RUF001 - sentences have real apostrophes
"""The library's own texts for its kiosks, in its languages."""

from collections.abc import Mapping

from kiosk.simulator.shapes import Json

TEXTS: Mapping[str, Mapping[str, Json]] = {
    "en": {
        "kioskWelcomeText": "<p><strong>Please bring drills back with both batteries.</strong></p>",
        "kioskHomeText": "<p>Blades and bits are sold at the desk.</p>",
        "kioskCheckInText": "<p>Please wipe it clean before it goes on the shelf.</p>",
        "kioskCheckOutText": "<p>Take <em>safety glasses</em> from the box by the door.</p>",
        "kioskPostCheckInText": "<p>Please be sure to lock up when you leave.</p>",
        "kioskPostCheckOutText": "<p>Have fun, and mind your fingers!</p>",
        "kioskScanLoginErrorText": "We do not know this fob. Please ask at the desk.",
        "kioskFormLoginErrorText": "If you are having trouble logging in, please call Jane at (888) 555-1212",
    },
    "fr": {
        "kioskWelcomeText": "<p><strong>Rapportez les perceuses avec leurs deux batteries, svp.</strong></p>",
        "kioskHomeText": "<p>Lames et mèches sont en vente au comptoir.</p>",
        "kioskCheckInText": "<p>Un coup de chiffon avant de ranger, merci.</p>",
        "kioskCheckOutText": "<p>Prenez des <em>lunettes de protection</em> dans la boîte près de la porte.</p>",
        "kioskPostCheckInText": "<p>N'oubliez pas de fermer à clé en partant.</p>",
        "kioskPostCheckOutText": "<p>Bon bricolage, et attention aux doigts !</p>",
        "kioskScanLoginErrorText": "Nous ne connaissons pas ce badge. Adressez-vous au comptoir.",
        "kioskFormLoginErrorText": "Un souci pour vous connecter ? Appelez Jane au (888) 555-1212",
    },
    "es": {
        "kioskWelcomeText": "<p><strong>Devuelve los taladros con sus dos baterías, por favor.</strong></p>",
        "kioskHomeText": "<p>En el mostrador vendemos hojas y brocas.</p>",
        "kioskCheckInText": "<p>Pásale un paño antes de guardarla, por favor.</p>",
        "kioskCheckOutText": "<p>Coge unas <em>gafas de protección</em> de la caja junto a la puerta.</p>",
        "kioskPostCheckInText": "<p>No olvides cerrar con llave al salir.</p>",
        "kioskPostCheckOutText": "<p>¡Que lo disfrutes, y cuidado con los dedos!</p>",
        "kioskScanLoginErrorText": "No conocemos este llavero. Pregunta en el mostrador, por favor.",
        "kioskFormLoginErrorText": "¿Problemas para entrar? Llama a Jane al (888) 555-1212",
    },
    "de": {
        "kioskWelcomeText": "<p><strong>Bitte bringen Sie Bohrmaschinen mit beiden Akkus zurück.</strong></p>",
        "kioskHomeText": "<p>Sägeblätter und Bohrer gibt es am Tresen zu kaufen.</p>",
        "kioskCheckInText": "<p>Bitte wischen Sie es ab, bevor es ins Regal kommt.</p>",
        "kioskCheckOutText": "<p>Nehmen Sie eine <em>Schutzbrille</em> aus der Kiste an der Tür mit.</p>",
        "kioskPostCheckInText": "<p>Bitte schließen Sie ab, wenn Sie gehen.</p>",
        "kioskPostCheckOutText": "<p>Viel Spaß, und passen Sie auf Ihre Finger auf!</p>",
        "kioskScanLoginErrorText": "Diesen Chip kennen wir nicht. Bitte fragen Sie am Tresen.",
        "kioskFormLoginErrorText": "Klappt das Anmelden nicht? Rufen Sie Jane an: (888) 555-1212",
    },
    "nl": {
        "kioskWelcomeText": "<p><strong>Breng boormachines met beide accu’s terug, alsjeblieft.</strong></p>",
        "kioskHomeText": "<p>Zaagbladen en boortjes koop je aan de balie.</p>",
        "kioskCheckInText": "<p>Veeg het even af voor je het weglegt.</p>",
        "kioskCheckOutText": "<p>Neem een <em>veiligheidsbril</em> uit de bak bij de deur.</p>",
        "kioskPostCheckInText": "<p>Doe de deur op slot als je weggaat.</p>",
        "kioskPostCheckOutText": "<p>Veel plezier, en let op je vingers!</p>",
        "kioskScanLoginErrorText": "Deze badge kennen we niet. Vraag het aan de balie.",
        "kioskFormLoginErrorText": "Lukt inloggen niet? Bel Jane op (888) 555-1212",
    },
}
