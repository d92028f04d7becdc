"""Categories in plain words, as they were at the beginning.

A migration does the same at any time, so the rows stand here and not in the data file; a
later change of the file comes by a migration of its own.
"""

from django.db import migrations

COLUMNS = ("code", "cpv", "name_nb", "name_nn", "name_sv", "name_en")
ROWS = [
    (
        "vegdrift",
        "90600000",
        "Drift av veger, gater og uteområder",
        "Drift av vegar, gater og uteområde",
        "Drift av vägar, gator och utemiljö",
        "Upkeep of roads, streets and outdoor areas",
    ),
    (
        "transport",
        "60000000",
        "Transport av personer og varer",
        "Transport av personar og varer",
        "Transport av personer och varor",
        "Transport of people and goods",
    ),
    (
        "kjoretoy",
        "34000000",
        "Kjøretøy og maskiner til transport",
        "Køyretøy og maskiner til transport",
        "Fordon och transportmedel",
        "Vehicles and transport equipment",
    ),
    (
        "anleggsmaskiner",
        "43000000",
        "Anleggsmaskiner og utstyr",
        "Anleggsmaskiner og utstyr",
        "Anläggningsmaskiner och utrustning",
        "Machinery for construction and excavation",
    ),
    (
        "bygg",
        "45000000",
        "Bygging, rehabilitering og anlegg",
        "Bygging, rehabilitering og anlegg",
        "Byggande, renovering och anläggning",
        "Building, renovation and civil works",
    ),
    (
        "byggevarer",
        "44000000",
        "Byggevarer og ombruk av materialer",
        "Byggjevarer og ombruk av materialar",
        "Byggvaror och återbruk av material",
        "Building materials and their reuse",
    ),
    (
        "eiendom",
        "70000000",
        "Eiendom og utleie",
        "Eigedom og utleige",
        "Fastigheter och uthyrning",
        "Property and letting",
    ),
    (
        "vedlikehold",
        "50000000",
        "Vedlikehold og reparasjon",
        "Vedlikehald og reparasjon",
        "Underhåll och reparation",
        "Repair and maintenance",
    ),
    (
        "energi",
        "09000000",
        "Energi, strøm og drivstoff",
        "Energi, straum og drivstoff",
        "Energi, el och drivmedel",
        "Energy, electricity and fuel",
    ),
    (
        "radgivning",
        "71000000",
        "Planlegging, arkitektur og ingeniørtjenester",
        "Planlegging, arkitektur og ingeniørtenester",
        "Planering, arkitektur och ingenjörstjänster",
        "Planning, architecture and engineering",
    ),
    (
        "vann",
        "65000000",
        "Vann og avløp: forsyning og nett",
        "Vatn og avløp: forsyning og nett",
        "Vatten och avlopp: försörjning och nät",
        "Water and sewage: supply and networks",
    ),
    (
        "avfall",
        "90500000",
        "Avfall: innsamling, sortering og gjenvinning",
        "Avfall: innsamling, sortering og attvinning",
        "Avfall: insamling, sortering och återvinning",
        "Waste: collection, sorting and recycling",
    ),
    (
        "miljo",
        "90700000",
        "Natur, miljø og klimatilpasning",
        "Natur, miljø og klimatilpassing",
        "Natur, miljö och klimatanpassning",
        "Nature, environment and climate adaptation",
    ),
    (
        "renhold",
        "90900000",
        "Renhold",
        "Reinhald",
        "Städning",
        "Cleaning",
    ),
    (
        "mat",
        "15000000",
        "Mat og drikke",
        "Mat og drikke",
        "Livsmedel och dryck",
        "Food and drink",
    ),
    (
        "maltid",
        "55000000",
        "Måltider og servering",
        "Måltid og servering",
        "Måltider och servering",
        "Meals and catering",
    ),
    (
        "helse",
        "33000000",
        "Medisinsk utstyr og hjelpemidler",
        "Medisinsk utstyr og hjelpemiddel",
        "Medicinteknik och hjälpmedel",
        "Medical equipment and assistive aids",
    ),
    (
        "omsorg",
        "85000000",
        "Helse, omsorg og sosiale tjenester",
        "Helse, omsorg og sosiale tenester",
        "Vård, omsorg och sociala tjänster",
        "Health, care and social services",
    ),
    (
        "opplaering",
        "80000000",
        "Opplæring og kurs",
        "Opplæring og kurs",
        "Utbildning och kurser",
        "Education and training",
    ),
    (
        "kultur",
        "92000000",
        "Kultur, idrett og fritid",
        "Kultur, idrett og fritid",
        "Kultur, idrott och fritid",
        "Culture, sport and leisure",
    ),
    (
        "mobler",
        "39000000",
        "Møbler og inventar",
        "Møblar og inventar",
        "Möbler och inredning",
        "Furniture and fittings",
    ),
    (
        "klaer",
        "18000000",
        "Klær, arbeidsklær og sko",
        "Klede, arbeidsklede og sko",
        "Kläder, arbetskläder och skor",
        "Clothing, workwear and shoes",
    ),
    (
        "it-utstyr",
        "30000000",
        "Datautstyr og kontorutstyr",
        "Datautstyr og kontorutstyr",
        "Dator- och kontorsutrustning",
        "Computers and office equipment",
    ),
    (
        "programvare",
        "48000000",
        "Programvare",
        "Programvare",
        "Programvara",
        "Software",
    ),
    (
        "digitale-tjenester",
        "72000000",
        "Digitale tjenester, data og sensorer",
        "Digitale tenester, data og sensorar",
        "Digitala tjänster, data och sensorer",
        "Digital services, data and sensors",
    ),
    (
        "sikkerhet",
        "35000000",
        "Brann, redning og sikkerhet",
        "Brann, redning og tryggleik",
        "Brand, räddning och säkerhet",
        "Fire, rescue and safety",
    ),
    (
        "utvikling",
        "73000000",
        "Forskning, utvikling og piloter",
        "Forsking, utvikling og pilotar",
        "Forskning, utveckling och piloter",
        "Research, development and pilots",
    ),
    (
        "radgivere",
        "79000000",
        "Rådgivning, kommunikasjon og administrasjon",
        "Rådgjeving, kommunikasjon og administrasjon",
        "Rådgivning, kommunikation och administration",
        "Advice, communication and administration",
    ),
    (
        "annet",
        "",
        "Annet",
        "Anna",
        "Annat",
        "Something else",
    ),
]


def forward(apps, schema_editor):
    category = apps.get_model("procurement", "Category")
    for position, row in enumerate(ROWS, start=1):
        given = dict(zip(COLUMNS, row, strict=True))
        category.objects.update_or_create(
            code=given.pop("code"), defaults={**given, "position": position}
        )


def back(apps, schema_editor):
    """Leave the rows: needs may point to them, and they go with the table."""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0002_append_only")]
    operations = [migrations.RunPython(forward, back)]
