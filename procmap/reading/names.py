"""What columns are called: the names that XES, mining tools and offices give to case, activity, time and the rest."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from procmap.reading.abbreviations import in_full

KINDS = ("case", "activity", "time", "start", "resource", "role", "amount", "outcome", "channel", "deadline",
         "delegation", "lifecycle")  # fmt: skip
"""The order of columns in a Reading."""

CASE_LEVEL = re.compile(r"^\(?case\)?[:_ ]+(?=.)", re.IGNORECASE)
"""The prefix that exports give to attributes of the case: "case:channel", "(case)_Amount"."""

EXACT: dict[str, tuple[str, ...]] = {
    kind: tuple(words.split())
    for kind, words in {
        "case": """
            caseconceptname caseid case casename casenumber caseno casenr casekey caseidentifier idcase traceid trace
            tracename processinstanceid processinstance instanceid
            ndossier numerodossier numdossier nodossier nrdossier dossier iddossier dossierid refdossier
            referencedossier referencedudossier numerodudossier identifiantdossier codedossier
            ndemande numerodemande numdemande iddemande demandeid refdemande referencedemande demande
            naffaire numeroaffaire idaffaire affaire nprocedure ncommande numerocommande idcommande nfacture
            numerofacture nbordereau numerobordereau nacte numeroacte ndeliberation nticket numeroticket
            ticket ticketid ticketnumber ticketkey cleticket issuekey issueid issuenumber
            incidentid incident requestid requestnumber applicationid applicationnumber
            applicationreference filereference requestreference casereference orderreference
            orderid ordernumber purchaseorder ponumber fileid filenumber claimid
            caso idcaso casoid expediente numeroexpediente nexpediente idexpediente
            fall fallid fallnummer vorgang vorgangsnummer vorgangsid aktenzeichen
            zaak zaakid zaaknummer zaaknr dossiernummer pratica idpratica numeropratica npratica fascicolo
            processo processoid idprocesso nprocesso numeroprocesso chamado idchamado numerochamado protocolo numeroprotocolo
            reference ref numero identifiant key cle id n no nr num number""",
        "activity": """
            conceptname activity activityname activitylabel activityen activityde activityfr
            activite nomactivite libelleactivite
            etape nometape libelleetape nomdeletape tache nomtache libelletache action libelleaction
            step stepname stage stagename task taskname tasklabel eventname event evenement nomevenement libelleevenement
            operation libelleoperation acte phase jalon
            actividad nombreactividad tarea etapa paso
            aktivitat aktivitaet aktivitatsname
            arbeitsschritt schritt aufgabe vorgangsschritt prozessschritt verfahrensschritt bearbeitungsschritt tatigkeit
            activiteit activiteitnaam processtap taak stap attivita fase passo compito
            atividade nomeatividade descricaoatividade etapa tarefa
            libelle intitule statut etat status state vorgang eventtype typeevenement typedevenement""",
        "time": """
            timetimestamp completetimestamp completiontimestamp endtimestamp timestamp completetime completiontime
            endtime enddatetime endedat completedat completedon finishedat finishedon endedon finishtime
            end enddate completed finished ended
            termine terminee acheve achevee
            datefin datedefin dateheurefin datehefin fin heurefin horodatagefin
            time datetime date horodatage horodate dateheure dateetheure dateethheure eventtime eventtimestamp
            eventdate eventdatetime dateevenement dateaction dateetape dateoperation datetache dateactivite datestatut
            datedeletape dateheureetape occurredat createdat dateheureevenement
            changedat changedon changedate datechangement datedechangement
            fechafin fechahorafin fecha fechahora marcadetiempo datum zeit zeitpunkt zeitstempel endzeit enddatum ende
            eindtijd einddatum tijd tijdstip tijdstempel datafine orafine data dataora timestampfine jour
            datafim datahorafim datatermino dataconclusao datahora""",
        "start": """
            starttimestamp starttime startdatetime startedat start startdate begintime begin begindate beginning
            started startedon begun demarre demarree
            debut datedebut datededebut dateheuredebut heuredebut horodatagedebut commence
            commencee demarree debute debutee entame entamee
            fechainicio fechahorainicio inicio horainicio startzeit startdatum beginndatum beginn anfang starttijd startdatum
            begindatum begintijd aanvang aanvangsdatum datainizio orainizio inizio datainicio datahorainicio horainicio""",
        "resource": """
            orgresource resource resourcename resourceid ressource agent nomagent agenttraitant user username userid
            utilisateur nomutilisateur login
            acteur executant operateur gestionnaire instructeur redacteur traitepar realisepar valideur
            intervenant traitant agenttraitante traiteepar agentinstructeur agentresponsable nomagenttraitant
            matricule matriculeagent agentmatricule idagent codeagent agentid numeroagent nagent initiales trigramme
            officer caseofficer caseworker casehandler handledby handler treatedby doneby executedby actedby processedby processor
            processorid processorname assignedto assignedtouser assigneduser affectea attribuea prisenchargepar effectuepar
            executepar saisipar validepar signataire verificateur instruitpar actor agentname staff staffmember worker
            employee employe person personne performer originator performedby assignee owner operator
            clerk recruiter technician technicien technicienne inspector inspecteur inspectrice controleur controleuse
            personalnr personalnummer mitarbeiternr mitarbeiternummer personeelsnummer personeelsnr numeroempleado matricola
            employeenumber employeeno staffnumber staffno personnelnumber personnelno payrollnumber payrollno
            approver approbateur approbatrice reviewer referent referente conseiller conseillere chargedossier secretaire teller
            recurso usuario responsable empleado ressourcenname bearbeiter benutzer mitarbeiter sachbearbeiter
            medewerker behandelaar gebruiker uitvoerder utente risorsa operatore addetto
            responsavel atendente analista funcionario
            responsible responsibleperson personresponsible responsibleuser changedby changepar geandertvon gewijzigddoor""",
        "role": """
            orgrole role rolename orggroup department dept departement departmentname service nomservice libelleservice
            direction unite bureau pole cellule group groupe groupname organisation organization team equipe
            entite structure businessunit unitname office
            assignmentgroup assignedgroup supportgroup resolvergroup groupeaffectation groupeassigne groupesupport
            grouperesolution groupetraitant queue queuename workqueue filedattente corbeille bannette inbox mailbox profil profile
            profilmetier guichet desk division section
            orgunit organizationalunit orgeinheit organisationseinheit unit uniteterritoriale centregestion centredegestion
            sousdirection owningteam serviceteam departamento unidad area dienststelle sachgebiet fachbereich fachdienst fachamt
            organisatieonderdeel rol abteilung rolle stelle referat
            afdeling dienst team reparto ufficio servizio ruolo
            workshop atelier werkstatt werkplaats officina supportteam involvedst involvedteam involvedgroup
            setor orgao secteur settore ut org organisme affectation servicearea cluster amt""",
        "amount": """
            amount montant mt mtttc mtht montantttc montantht montanttotal montantdemande montantengage totalamount requestedamount
            amounteur montanteur montanteneuros requestedbudget invoiceamount netamount grossamount
            betrag summe importe monto bedrag importo valor prix price cout cost somme""",
        "outcome": "outcome outcomecode codedecision codeavis approved approuve accepted accepte accorde accord "
        "decision resultat result issue verdict avis sensdecision ergebnis entscheidung resultado "
        "decisione decisao esito resultaat uitkomst besluit",
        "channel": "channel receivedvia submittedvia route origine provenance origin "
        "canal canaldepot canaldedepot modededepot modedepot canalreception kanal eingangskanal "
        "canale kanaal media medium moyen support",
        "deadline": """
            deadline deadlinedate legaldeadline duedate duedatetime datedue
            dateecheance echeance datelimite datelimitereponse datelimitetraitement delai datedelai delailegal
            fechalimite fechavencimiento vencimiento plazo frist fristende falligkeit falligkeitsdatum
            uiterstedatum vervaldatum scadenza datascadenza prazo datalimite""",
        "delegation": "pardelegation delegatedby delegatedbydesk bydelegation delegated delegation delegue delegacion delegacao "
        "pordelegacion vertretung invertretung",
        "lifecycle": "lifecycletransition lifecycle transition cycledevie eventtype typeevenement typedevenement "
        "transitiontype lifecyclestate",
        "instance": "conceptinstance activityinstance activityinstanceid instanceactivite",
    }.items()
}
"""Names of each kind, without accents, spaces or punctuation, the most telling first."""

PARTS: dict[str, tuple[str, ...]] = {
    "case": ("dossier", "case", "demande", "expediente", "vorgang", "zaak", "pratica", "affaire", "ticket"),
    "activity": ("activity", "activite", "etape", "tache", "actividad", "aktivitat", "activiteit", "attivita", "atividade", "task"),
    "time": ("timestamp", "horodatage", "date", "time", "fecha", "datum", "zeit", "tijd", "data"),
    "start": ("start", "debut", "begin", "inicio", "beginn", "inizio"),
    "resource": ("resource", "ressource", "agent", "utilisateur", "user", "usuario", "bearbeiter", "medewerker", "intervenant",
                 "gestionnaire", "instructeur", "traitant", "matricule", "processor", "responsible", "assigned", "handled",
                 "operateur", "assignee", "handler"),
    "role": ("role", "department", "departement", "service", "direction", "equipe", "team", "group", "groupe", "abteilung",
             "afdeling", "entite", "entity", "unite", "unit", "bureau", "pole", "cellule", "division", "guichet", "desk",
             "corbeille",
             "bannette", "queue", "inbox", "mailbox", "profil", "profile", "unidad", "unidade", "ufficio", "reparto", "servicio",
             "servizio", "settore", "dienststelle", "fachbereich", "fachdienst", "sachgebiet", "referat"),
    "amount": ("amount", "montant", "betrag", "importe", "bedrag", "importo", "eur", "euros"),
    "channel": ("channel", "canal", "kanal", "kanaal", "canale"),
    "outcome": ("decision", "resultat", "outcome"),
    "deadline": ("deadline", "due", "echeance", "limite", "vencimiento", "frist", "scadenza"),
}
"""Words within longer names, weaker than EXACT; whether the values fit decides then."""

OF_THE_CASE = frozenset("""
etat statut status state type objet sujet subject nature montant amount nom name titre title intitule libelle categorie category
origine service canal channel priorite priority date motif commentaire comment responsable gestionnaire agent owner description
nombre count duree delai""".split())  # noqa: SIM905 - words read best unquoted
"""Words of columns that tell something of a case, and do not name it: "État du dossier"."""

START_WORDS = frozenset(PARTS["start"])
NOT_TIME = frozenset("""
enabled due deadline planned expected estimated forecast projected scheduled target promised birth birthday
anniversaire ne nee nes born dob geboren geburtstag geburtsdatum nacido nacimiento nascita prevu prevue
previsionnel previsionnelle planifie planifiee programme programmee estime estimee attendu attendue souhaite souhaitee cible
promis promise echeance naissance expiration expiry expires expire peremption validite limite
garantie warranty guarantee ttr tto sla ola geplant geplante geplantes solldatum plandatum gepland geplande streefdatum
uiterste valable valables valid gultig geldig valido valida
effet effect wirksam wirkung efecto effetto
next prochain prochaine nachste naechste volgende proximo proxima prossimo prossima""".split())  # noqa: SIM905 - words read best unquoted
"""Words that make a date something other than a moment of the event."""

LOOSE_GROUPS = frozenset("secteur settore ut org organisme affectation servicearea cluster amt".split())  # noqa: SIM905 - words read best unquoted
"""Names of a group that say as well what a case is about, or whom it is from: they are one only where they change in a case."""

ASSIGNED = frozenset("assigned handled responsible".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that say who acts unless another says that it is a group: "assigned team"."""

OF_A_GROUP = frozenset("gestionnaire instructeur instructrice traitant traitante intervenant intervenante responsable".split())  # noqa: SIM905 - words read best unquoted
"""French words for who acts that tell, behind that of a group, which group it is: "service instructeur"."""

NUMBER_WORDS = frozenset("n no nr num numero number ref reference id identifiant".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that says a number."""

MONEY = re.compile(r"[€£$]|\b(?:EUR|GBP|USD|CHF)\b")
"""What says in a heading that its numbers are amounts: "Participation (€)"."""

ARTICLES = frozenset("de du des d la le les l un une of the a del der des das van do da dos".split())  # noqa: SIM905 - words read best unquoted


BEARS_NAMES = frozenset({"resource", "role"})
NAMING = frozenset("name nom nome full complet completo".split())  # noqa: SIM905 - words read best unquoted
"""Words beside that of a person or a group which say that its name stands there: "staff name", "nom de l'équipe"."""


@lru_cache(1 << 15)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a column name: lower case, no accents, no punctuation; "StartTime" is two words, "#" says "number"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.replace("#", " number "))
    plain = unicodedata.normalize("NFKD", spaced.replace("ß", "ss").replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return in_full(re.sub(r"[^a-z0-9]+", " ", plain).split())


def folded(name: str) -> str:
    """A column name as EXACT spells names."""
    return "".join(words_of(name))


def is_of_case(name: str) -> bool:
    """Whether the prefix says that a column is an attribute of the case; the case's own name and who works on it are none."""
    if CASE_LEVEL.match(name) is None or (known := folded(name)) in EXACT["case"]:
        return False
    return known not in EXACT["resource"] or name[:1] == "(" or ":" in name


def rank(kind: str, name: str) -> int | None:
    """The place of a column among the names of a kind, 0 the most telling; None where it bears none of them."""
    bare = CASE_LEVEL.sub("", name) if is_of_case(name) else name
    words = [word for word in words_of(bare) if word not in ARTICLES]
    spellings = {folded(bare), "".join(words)}
    if kind == "resource":  # "Worker ID"
        spellings.add("".join(word for word in words if word not in NUMBER_WORDS))
    if kind in BEARS_NAMES:
        spellings.add("".join(word for word in words if word not in NAMING))
    places = [EXACT[kind].index(spelling) for spelling in spellings if spelling in EXACT[kind]]
    return min(places, default=None)


def is_planned(name: str) -> bool:
    """Whether a date is of what is still to be done, or a term: no event happened on it."""
    return bool(set(words_of(name)) & NOT_TIME - {"enabled"}) or rank("deadline", name) is not None


def says_doer(name: str) -> bool:
    """Whether a heading says by whom something was done: "Checked by", "Saisi par"; that is neither a case nor a step."""
    return len(words := words_of(name)) > 1 and words[-1] in {"by", "par"}


def names_group(name: str) -> bool:
    """Whether a heading that says who acts says a group: by a word of assignment alone, or before it as French does."""
    words = words_of(name)
    groups, people = set(PARTS["role"]), set(PARTS["resource"])
    if not set(words) & groups:
        return False
    return set(words) & people <= ASSIGNED or (words[0] in groups and len(words) > 1 and words[1] in OF_A_GROUP)
