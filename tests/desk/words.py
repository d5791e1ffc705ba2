"""What is said at the desk: names, and customers' words in English, German and Lithuanian."""

LANGUAGES = ("en", "de", "lt")
CHANNELS = (("phone", 0.4), ("mail", 0.3), ("chat", 0.2), ("web", 0.1))
KINDS = (("incident", 0.5), ("question", 0.3), ("request", 0.2))

TEAMS = (  # its name, its own language, its minutes east of Greenwich, its share of the cases
    ("first-line", "en", 0, 0.35),
    ("dach", "de", 60, 0.25),
    ("baltics", "lt", 120, 0.2),
    ("americas", "en", -300, 0.15),
    ("night", "en", 330, 0.05),
)

FIRST_NAMES = (
    "ana", "ben", "chen", "rasa", "mei", "tomas", "lena", "omar", "priya", "jonas", "greta", "paul", "ivan", "sofia",
    "noah", "emma", "luka", "vera", "hugo", "nina", "karl", "ruta", "dana", "erik", "ines", "leon", "mila", "otto",
    "petra", "quinn", "rita", "sven", "tina", "ugne", "viktor", "wanda", "xenia", "yusuf", "zoe", "adam", "bea",
    "cora", "dirk", "elif", "finn", "gabi", "hana", "igor", "jana",
)  # fmt: skip
LAST_NAMES = (
    "vaitkus", "berg", "schmidt", "okafor", "silva", "novak", "kumar", "jensen", "moreau", "kazlauskas", "weber",
    "rossi", "haas", "lind", "petrov", "ito",
)  # fmt: skip

SUBJECTS = {  # domain → what may go wrong, in each language
    "printing": (
        ("Label printer", "Etikettendrucker", "Etikečių spausdintuvas"),
        ("Document scanner", "Dokumentenscanner", "Dokumentų skeneris"),
        ("Fax gateway", "Faxgateway", "Fakso vartai"),
        ("Print queue", "Druckwarteschlange", "Spausdinimo eilė"),
        ("Plotter", "Plotter", "Braižytuvas"),
    ),
    "network": (
        ("VPN client", "VPN-Client", "VPN klientas"),
        ("Wireless bridge", "Funkbrücke", "Belaidis tiltas"),
        ("Firewall console", "Firewallkonsole", "Ugniasienės pultas"),
        ("Guest network", "Gastnetz", "Svečių tinklas"),
        ("Remote desktop", "Remotedesktop", "Nuotolinis darbalaukis"),
    ),
    "mail": (
        ("Outbox", "Postausgang", "Siunčiamųjų aplankas"),
        ("Spam filter", "Spamfilter", "Šlamšto filtras"),
        ("Mail archive", "Mailarchiv", "Pašto archyvas"),
        ("Signature template", "Signaturvorlage", "Parašo šablonas"),
        ("Vacation reply", "Abwesenheitsnotiz", "Automatinis atsakymas"),
    ),
    "billing": (
        ("Invoice", "Rechnung", "Sąskaita"),
        ("Payment terminal", "Zahlungsterminal", "Mokėjimo terminalas"),
        ("Discount code", "Rabattcode", "Nuolaidos kodas"),
        ("Refund form", "Erstattungsformular", "Grąžinimo forma"),
        ("Price list", "Preisliste", "Kainoraštis"),
    ),
    "accounts": (
        ("Password reset", "Passwortrücksetzung", "Slaptažodžio atkūrimas"),
        ("Profile page", "Profilseite", "Profilio puslapis"),
        ("User directory", "Benutzerverzeichnis", "Naudotojų katalogas"),
        ("Access badge", "Zugangskarte", "Įėjimo kortelė"),
        ("Session token", "Sitzungstoken", "Seanso raktas"),
    ),
    "mobile": (
        ("Mobile app", "Mobilapp", "Mobilioji programėlė"),
        ("Push message", "Pushnachricht", "Iššokantis pranešimas"),
        ("Barcode reader", "Barcodeleser", "Brūkšninių kodų skaitytuvas"),
        ("Offline map", "Offlinekarte", "Žemėlapis be ryšio"),
        ("Tablet dock", "Tabletstation", "Planšetės stovas"),
    ),
}  # fmt: skip
SYMPTOMS = (
    ("shows an error", "zeigt einen Fehler", "rodo klaidą"),
    ("freezes at startup", "friert beim Start ein", "užstringa paleidžiant"),
    ("disappeared overnight", "ist über Nacht verschwunden", "dingo per naktį"),
    ("is very slow", "ist sehr langsam", "veikia labai lėtai"),
    ("cannot be opened", "lässt sich nicht öffnen", "neatsidaro"),
    ("does not respond", "reagiert nicht", "neatsako"),
    ("stopped after the update", "geht seit dem Update nicht", "neveikia po atnaujinimo"),
    ("rejects its settings", "verwirft die Einstellungen", "atmeta nustatymus"),
)

INCIDENTS = (  # domain, title
    ("network", "Certificate of the proxy has expired"),
    ("billing", "Card payments are charged twice"),
)
MATRIX = (  # what is done about it, domain, title, the share of cases that remains, cents a case
    ("eliminate", "mobile", "Battery warning pops up wrongly", 0.0, 4200),
    ("simplify", "billing", "Delivery address cannot be corrected", 0.5, 1500),
    ("automate", "accounts", "Locked employee needs reactivation", 0.25, 2600),
    ("leverage", "network", "Branch office wants a capacity plan", 1.0, 9800),
)
PHRASINGS = (  # domain, title, what customers say (two share a word with the title), what finds it
    ("accounts", "Authenticator code is rejected", "authenticator numbers are refused", "authenticator code rejected"),
    ("billing", "Direct debit mandate has expired", "my bank consent lapsed", "direct debit mandate"),
    ("mail", "Distribution list bounces partners", "distribution group blocks strangers", "distribution list partners"),
    ("mobile", "Conference phone echoes", "I hear myself delayed", "conference phone echo"),
)  # fmt: skip
GAPS = (  # domain, the title of the article it gets (nothing: none), what is asked: language → variants
    ("mail", "Save a shared calendar as a PDF", {
        "en": ("export shared calendar pdf", "shared calendar export as pdf", "exporting shared calendars to pdf",
               "export shared calender pdf"),
        "de": ("geteilten Kalender als PDF exportieren",)}),
    ("accounts", "", {
        "en": ("passkey kiosk login", "login kiosk with passkey", "passkeys for kiosk logins", "paskey kiosk login"),
        "lt": ("prieigos raktas kioske",)}),
    ("billing", "Invoice an embassy without VAT", {
        "en": ("embassy exempt from vat", "vat exemption embassy", "vat exempt embassies", "vat exemtion embassy"),
        "de": ("Botschaft von Mehrwertsteuer befreien",)}),
    ("network", "", {
        "de": ("Hotelanmeldeseite erscheint nicht", "Anmeldeseite im Hotel erscheint nicht",
               "Hotelanmeldeseiten erscheinen nicht", "Hotelanmeldeseite ersheint nicht"),
        "en": ("captive portal hotel missing",)}),
    ("mobile", "Move an eSIM to a smartwatch", {
        "en": ("transfer esim smartwatch", "esim smartwatch transfer", "transferring esims to smartwatches",
               "transfer esim smartwach"),
        "lt": ("perkelti esim į išmanųjį laikrodį",)}),
    ("printing", "", {
        "en": ("braille embosser margins", "margins braille embosser", "braille embossers margin",
               "brialle embosser margins"),
        "de": ("Brailleprägedrucker Ränder",)}),
    ("accounts", "", {
        "lt": ("sujungti dvi darbuotojo paskyras", "dvi darbuotojo paskyras sujungti",
               "dviejų darbuotojo paskyrų sujungimas", "sujugti dvi darbuotojo paskyras"),
        "en": ("merge duplicate employee identities",)}),
    ("mail", "", {
        "en": ("bulk rename mailboxes merger", "rename mailboxes in bulk merger", "bulk renaming mailbox merger",
               "bulk rename mialboxes merger")}),
)  # fmt: skip

ISSUES = {  # how a customer says it; {} is what is wrong
    "en": (
        "{}", "{}.", "{}!", "Hello, {}, please help.", "{} since this morning.", "My {}", "{}, what can I do?",
        "{} on all computers", "Again: {}",
    ),
    "de": ("{}", "{}.", "Guten Tag, {}, bitte helfen Sie mir.", "{} seit heute früh", "{}, was kann ich tun?", "Wieder: {}"),
    "lt": ("{}", "{}.", "Laba diena, {}, prašau padėti.", "{} nuo ryto", "{}, ką daryti?", "Vėl: {}"),
}  # fmt: skip
PLACES = ("floor 3", "Kaunas", "Graz", "the warehouse", "room 12", "Boston", "the shop", "Pune", "desk 4", "the van")
FLAG_TEXTS = (
    "step 2 is gone",
    "does not match version 7",
    "who may do this?",
    "the picture is missing",
    "there is another one",
)
GERMAN = {  # for the titles of a base that somebody else wrote
    "error": "Fehler", "not": "nicht", "cannot": "kann nicht", "issue": "Problem", "issues": "Probleme", "slow": "langsam",
    "missing": "fehlt", "after": "nach", "update": "Update", "upgrade": "Upgrade", "on": "auf", "with": "mit", "the": "der",
    "and": "und", "is": "ist", "are": "sind", "in": "in", "how": "wie", "to": "zu", "data": "Daten", "customer": "Kunde",
    "order": "Bestellung", "orders": "Bestellungen", "price": "Preis", "catalog": "Katalog", "working": "funktioniert",
    "does": "tut", "page": "Seite", "change": "ändern", "email": "E-Mail", "account": "Konto", "password": "Passwort",
    "image": "Bild", "images": "Bilder", "when": "wenn", "for": "für", "from": "von", "of": "von", "failed": "gescheitert",
}  # fmt: skip
LITHUANIAN = {
    "error": "klaida", "not": "ne", "cannot": "negali", "issue": "problema", "issues": "problemos", "slow": "lėtas",
    "missing": "trūksta", "after": "po", "update": "atnaujinimo", "upgrade": "naujinimo", "on": "ant", "with": "su",
    "the": "", "and": "ir", "is": "yra", "are": "yra", "in": "", "how": "kaip", "to": "į", "data": "duomenys",
    "customer": "klientas", "order": "užsakymas", "orders": "užsakymai", "price": "kaina", "catalog": "katalogas",
    "working": "veikia", "does": "", "page": "puslapis", "change": "keisti", "email": "paštas", "account": "paskyra",
    "password": "slaptažodis", "image": "paveikslas", "images": "paveikslai", "when": "kai", "for": "dėl", "from": "iš",
    "of": "", "failed": "nepavyko",
}  # fmt: skip
