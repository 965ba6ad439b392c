# De woorden van accounts, in het Nederlands, met u: er een maken, inloggen, het eigen account; van medewerkers en van patiënten.

field-optional = { $label } (mag leeg blijven)
visit-day-time = { $day }, { $time }
keep = Zo laten

## Passkeys

passkey-what-title = Wat is een passkey?
passkey-what = Een passkey vervangt een wachtwoord: uw apparaat bewaart hem en gebruikt hem nadat u uw gezicht of vinger laat zien of de code invoert. U hoeft dus niets te onthouden, en bij de praktijk valt niets te stelen.
passkey-asking = Uw apparaat stelt u een vraag. Volg wat het laat zien…

## Aanmelden

enrol-loading = Uw link wordt gecontroleerd…
enrol-practice-title = Hoe heet uw praktijk?
enrol-practice-lead = U richt een nieuwe praktijk in. Patiënten lezen deze naam op hun uitnodiging.
enrol-practice-label = Naam van de praktijk
enrol-practice-hint = Bijvoorbeeld: Praktijk Wilgenstraat.
enrol-practice-missing = Vul de naam van uw praktijk in.
enrol-telephone-label = Telefoon
enrol-telephone-hint = Het nummer dat patiënten bellen als er iets niet werkt.
enrol-you-title = En wie bent u?
enrol-you-lead = U wordt de eerste beheerder van de praktijk: u bepaalt wie hier nog meer werkt.
enrol-you-hint = Zoals patiënten en collega's hem lezen, bijvoorbeeld: dr. Amara Okafor.
enrol-you-missing = Vul uw naam in.
enrol-holds-visits = Ik houd zelf spreekuur
enrol-holds-visits-hint = U krijgt een eigen werkplek. Laat dit uit als u alleen de praktijk beheert.
enrol-welcome-tab = Welkom
enrol-welcome-title = Welkom bij { $practice }
enrol-welcome-lead = { $inviter } nodigt u uit om hier te werken. Het duurt ongeveer twee minuten, en u hebt alleen dit apparaat nodig.
enrol-welcome-roles = Wat u mag
enrol-welcome-wrong = Klopt uw naam niet, of is dit niet voor u bedoeld? Stop dan hier en zeg het tegen { $inviter }. Er is nog niets ingericht.
enrol-passkey-title = Maak uw passkey
enrol-passkey-words = Hiermee logt u in, en hij sluit uw sleutels af: daarmee leest u wat alleen voor u bedoeld is. Vraagt uw apparaat waar het hem moet bewaren, kies dan dit apparaat, uw telefoon of een beveiligingssleutel.
enrol-passkey-make = Passkey maken
enrol-keys-making = Uw sleutels worden op dit apparaat gemaakt…
enrol-to-sign-in = Inloggen

enrol-trouble-cancelled = Er is geen passkey gemaakt
enrol-trouble-cancelled-next = De vraag is gesloten, of het duurde te lang. Er is niets verloren gegaan: druk op 'Passkey maken' om de vraag opnieuw te krijgen.
enrol-trouble-unsupported = Deze browser kan geen passkeys maken
enrol-trouble-unsupported-next = Er is niets verloren gegaan. Gebruik in plaats daarvan een wachtwoord, of open uw link in een nieuwe versie van Chrome, Edge, Firefox of Safari, of op een ander apparaat.
enrol-trouble-noPrf = Deze passkey kan uw sleutels niet afsluiten
enrol-trouble-noPrf-next = Er is niets verloren gegaan. Kies een andere plek om hem te bewaren, zoals uw telefoon of een beveiligingssleutel, of gebruik in plaats daarvan een wachtwoord.
enrol-trouble-failed = Uw apparaat kon geen passkey maken
enrol-trouble-failed-next = Er is niets verloren gegaan. Probeer het opnieuw, of open uw link in een andere browser of op een ander apparaat.
enrol-trouble-offline = We kunnen de computer van de praktijk niet bereiken
enrol-trouble-offline-next = Wat u invulde en wat u maakte blijft bewaard. Kijk of u online bent en druk dan nog eens op de knop.
enrol-trouble-tooMany = Het is te vaak geprobeerd
enrol-trouble-tooMany-next = Er is niets verloren gegaan. Wacht een minuut en druk nog eens op de knop.
enrol-trouble-tooLate = Het heeft te lang geduurd
enrol-trouble-tooLate-next = De computer van de praktijk neemt uw passkey of wachtwoord niet meer aan. Maak het nog een keer. U krijgt een nieuw blad: gooi het eerste weg.
enrol-trouble-internal = Er ging bij ons iets mis
enrol-trouble-internal-next = Het is een fout in dit programma, niet iets wat u deed. Er is niets verloren gegaan: probeer het opnieuw.

sheet-title = Bewaar dit blad
sheet-lead = Raakt u uw passkey of uw wachtwoord ooit kwijt, dan is deze code de enige weg terug naar uw sleutels. U ziet hem alleen nu. Druk hem af, of schrijf hem over.
sheet-label = Herstelblad
sheet-practice = Praktijk
sheet-name = Naam
sheet-date = Datum
sheet-for = Deze code opent uw account bij de praktijk als uw passkey of uw wachtwoord weg is.
sheet-care = Bewaar hem op papier, op een plek waar alleen u bij kunt, en niet op uw computer. Niemand van de praktijk zal er ooit om vragen.
sheet-print = Blad afdrukken
sheet-kept = Ik heb het bewaard
kept-title = Is het echt bewaard?
kept-lead = Pak het blad dat u net bewaarde en typ er deze twee groepjes van over.
kept-group = Groepje { $group }
kept-mistyped = Dat staat niet op het blad. Kijk nog eens: elk groepje heeft vier letters en cijfers. Met 'Terug' ziet u het blad nog een keer.
kept-finish = Afronden
kept-finishing = Uw account wordt ingericht…

unconfirmed-tab = Wachten op bevestiging
unconfirmed-title = Goed gedaan, { $name }. Nog één stap
unconfirmed-lead = Een beheerder moet u bevestigen; deze pagina merkt het vanzelf.
unconfirmed-wait = We wachten op een beheerder…
unconfirmed-words = Vertel degene die u uitnodigde dat u zover bent. U kunt deze pagina ook sluiten en later inloggen.

problem-enrolUnknown-title = We kennen deze link niet
problem-enrolUnknown-what = Misschien is hij verkeerd overgetypt, of is hij lang geleden al gebruikt. Een link om een nieuwe praktijk in te richten wordt ook vervangen telkens als de computer van de praktijk start.
problem-enrolUnknown-lost = Niets. Er is niets ingericht.
problem-enrolUnknown-next = Kopieer de hele link nog een keer. Voor een nieuwe praktijk gebruikt u de link die bij de laatste start is getoond; vraag het anders aan degene die u uitnodigde.
problem-enrolUsed-title = Deze link werkt niet meer
problem-enrolUsed-what = Hij is al gebruikt, of hij is te oud. Elke link werkt één keer, en maar een aantal dagen.
problem-enrolUsed-lost = Niets. Hebt u hem zelf gebruikt, dan is uw account er.
problem-enrolUsed-next = Hebt u al een account, log dan in. Vraag anders een nieuwe link aan degene die u uitnodigde. Heeft iemand anders hem misschien gebruikt, vertel dat dan nu.
problem-enrolDamaged-title = Er ontbreekt een deel van de link
problem-enrolDamaged-what = De link is onderweg afgekapt of veranderd. Het ontbrekende deel bewijst aan uw praktijk dat u het bent.
problem-enrolDamaged-lost = Niets. Er is niets verstuurd.
problem-enrolDamaged-next = Ga terug naar het bericht en kopieer de hele link, tot en met het laatste teken. Helpt dat niet, vraag dan om een nieuwe.
problem-enrolUnproved-title = Een veiligheidscontrole is mislukt
problem-enrolUnproved-what = Wie u zogenaamd uitnodigt, kon niet bewijzen beheerder van deze praktijk te zijn. We zijn gestopt voordat er iets is gemaakt.
problem-enrolUnproved-lost = Niets. Er heeft niets uw apparaat verlaten.
problem-enrolUnproved-next = Bel degene die u uitnodigde op een nummer dat u kent en vertel wat u hier ziet.
problem-notSignedIn-title = U bent niet meer ingelogd
problem-notSignedIn-what = Uw sessie is afgelopen.
problem-notSignedIn-lost = Niets. Gesprekken gaan door, en wie wacht houdt zijn plaats.
problem-notSignedIn-next = Log opnieuw in.

## Inloggen en uitloggen

sign-in-title = Inloggen
sign-in-lead = Voor iedereen die hier een account heeft. Voor een afspraak hebt u er geen nodig: open de link die u van de praktijk kreeg.
sign-in-passkey = Inloggen met een passkey
sign-in-opening = Uw sleutels worden geopend…
sign-in-no-account = Als patiënt kunt u een account maken met de link van uw afspraak, voordat u de wachtkamer in gaat. Wie hier werkt, krijgt er een met de link van een beheerder.
sign-in-trouble-cancelled = U bent niet ingelogd
sign-in-trouble-cancelled-next = De vraag is gesloten, het duurde te lang, of er staat op dit apparaat geen passkey voor deze praktijk. Probeer het opnieuw, of gebruik het apparaat waarop u hem maakte.
sign-in-trouble-unsupported = Deze browser heeft geen passkeys
sign-in-trouble-unsupported-next = Gebruik in plaats daarvan een wachtwoord, als u er een hebt, of open deze pagina in een nieuwe versie van Chrome, Edge, Firefox of Safari, of op een ander apparaat.
sign-in-trouble-noPrf = Deze passkey opende uw sleutels hier niet
sign-in-trouble-noPrf-next = Deze browser kan hem daar niet voor gebruiken. Neem de browser of het apparaat waarmee u hem maakte, of een wachtwoord, als u er een hebt.
sign-in-trouble-failed = Uw apparaat kon de passkey niet gebruiken
sign-in-trouble-failed-next = Er is niets verloren gegaan. Probeer het opnieuw, of neem een andere browser of een ander apparaat.
sign-in-trouble-unknown = De praktijk kent deze passkey niet
sign-in-trouble-unknown-next = Misschien is hij van een andere praktijk, of is uw toegang beëindigd. Probeer een andere passkey, of vraag het de praktijk.
sign-in-trouble-notSetUp = Er is hier nog geen praktijk
sign-in-trouble-notSetUp-next = Open de link die de computer van de praktijk bij het starten toonde om haar in te richten.
sign-in-trouble-offline = We kunnen de computer van de praktijk niet bereiken
sign-in-trouble-offline-next = Er is niets verloren gegaan. Kijk of u online bent en probeer het opnieuw.
sign-in-trouble-tooMany = Het is te vaak geprobeerd
sign-in-trouble-tooMany-next = Wacht een minuut en probeer het opnieuw.
sign-in-trouble-vaultClosed = Uw sleutels konden niet worden geopend
sign-in-trouble-vaultClosed-next = De passkey klopt, maar wat de computer van de praktijk voor u bewaart past er niet bij. U bent niet ingelogd. Vertel de praktijk wat u hier ziet.
sign-in-trouble-vaultOld = Wat de computer van de praktijk gaf is ouder dan het hoort te zijn
sign-in-trouble-vaultOld-next = Deze browser heeft een nieuwere versie van uw sleutels gezien en is daarom gestopt: met een oudere zou een passkey of wachtwoord dat u verwijderde weer kunnen werken. U bent niet ingelogd. Vertel de praktijk wat u hier ziet; misschien is de computer teruggezet naar een oude kopie.
sign-in-trouble-internal = Er ging bij ons iets mis
sign-in-trouble-internal-next = Het is een fout in dit programma, niet iets wat u deed. Er is niets verloren gegaan: probeer het opnieuw.
sign-out = Uitloggen
sign-out-words = Uw sleutels verdwijnen meteen uit het geheugen van dit apparaat. Geplande afspraken blijven gepland.
sign-out-here = Hier uitloggen
sign-out-everywhere = Op alle apparaten uitloggen
signed-out-left = U bent uitgelogd. Uw sleutels zijn niet meer in deze browser.
signed-out-leftUntold = U bent hier uitgelogd, en uw sleutels zijn niet meer in deze browser. De computer van de praktijk was niet te bereiken; hij beëindigt uw sessie vanzelf binnen 15 minuten.
signed-out-leftUntoldEverywhere = U bent hier uitgelogd, maar de computer van de praktijk was niet te bereiken. Uw andere apparaten zijn dus nog ingelogd. Log in zodra u online bent, en log dan nog eens op alle apparaten uit.
signed-out-idle = U bent uitgelogd omdat hier 15 minuten niets is gedaan. Er is niets verloren gegaan: log in om verder te gaan.
signed-out-deleted = Uw account is verwijderd, en u bent overal uitgelogd. Misschien toont uw apparaat er nog een passkey voor: die kunt u daar verwijderen.
signed-out-ended = Uw sessie is afgelopen: de tijd was om, of ze is beëindigd op een ander apparaat of door de praktijk. Er is niets verloren gegaan: log in om verder te gaan.

## Boven aan de pagina's

staff-pages = Pagina's
staff-to-account = Uw account
staff-to-practice = Praktijk
staff-to-desk = Werkplek

## Inloggen met het herstelblad

sign-in-code = Uw herstelblad gebruiken
code-title = Inloggen met uw herstelblad
code-lead = Bent u uw passkey of uw wachtwoord kwijt, dan opent de code op uw blad uw account. Meteen daarna maakt u een nieuwe passkey of een nieuw wachtwoord en krijgt u een nieuw blad.
code-label = Code op uw blad
code-hint = Acht groepjes van vier. Hoofdletters, spaties en streepjes maken niet uit.
code-missing = Typ de code van uw blad over.
code-mistyped = Deze code is niet volledig of klopt niet. Er is niets verstuurd. Vergelijk hem groepje voor groepje met uw blad: acht groepjes, elk van vier letters en cijfers.
code-sign-in = Inloggen met de code
code-trouble-unknown = De praktijk kent deze code niet
code-trouble-unknown-next = Misschien is hij van een ouder blad, dat door een nieuw is vervangen, of van een andere praktijk, of is uw toegang beëindigd. Zoek uw nieuwste blad, of vraag het de praktijk.
code-trouble-notSetUp = Er is hier nog geen praktijk
code-trouble-notSetUp-next = Open de link die de computer van de praktijk bij het starten toonde om haar in te richten.
code-trouble-offline = We kunnen de computer van de praktijk niet bereiken
code-trouble-offline-next = Er is niets verloren gegaan, en uw blad werkt nog. Kijk of u online bent en probeer het opnieuw.
code-trouble-tooMany = Het is te vaak geprobeerd
code-trouble-tooMany-next = Er is niets verloren gegaan. Wacht een minuut en probeer het opnieuw.
code-trouble-vaultClosed = Uw sleutels konden niet worden geopend
code-trouble-vaultClosed-next = De code klopt, maar wat de computer van de praktijk voor u bewaart past er niet bij. U bent niet ingelogd. Vertel de praktijk wat u hier ziet.
code-trouble-vaultOld = Wat de computer van de praktijk gaf is ouder dan het hoort te zijn
code-trouble-vaultOld-next = Deze browser heeft een nieuwere versie van uw sleutels gezien en is daarom gestopt. U bent niet ingelogd, en er is niets veranderd. Vertel de praktijk wat u hier ziet; misschien is de computer teruggezet naar een oude kopie.
code-trouble-internal = Er ging bij ons iets mis
code-trouble-internal-next = Het is een fout in dit programma, niet iets wat u deed. Er is niets verloren gegaan, en uw blad werkt nog: probeer het opnieuw.

## Een nieuw blad

renewal-title-lost = Maak een nieuwe manier om in te loggen
renewal-lead-lost = Uw code klopt. Met een nieuwe passkey logt u voortaan weer in, op dit apparaat.
renewal-words-lost = Op uw andere apparaten bent u uitgelogd. De passkeys en het wachtwoord die u had worden verwijderd en uw blad wordt vervangen door een nieuw, maar pas helemaal aan het eind: tot dan werkt uw oude blad nog.
renewal-make-lost = Nieuwe passkey maken
renewal-stop-lost = Stoppen en uitloggen
renewal-title-sheet = Maak een nieuw herstelblad
renewal-lead-sheet = U krijgt een blad met een nieuwe code. Doe dit als het oude weg is, of als iemand het kan hebben gelezen.
renewal-words-sheet = Helemaal aan het eind is het oude blad niets meer waard: gooi het dan weg. Tot dan werkt het nog. Uw passkeys en uw wachtwoord blijven zoals ze zijn.
renewal-make-sheet = Nieuw blad maken
renewal-stop-sheet = Het oude blad houden
renewal-making = Uw nieuwe blad wordt op dit apparaat gemaakt…
renewal-finishing = De computer van de praktijk krijgt bericht…
renewal-old-works = Er is niets veranderd: uw oude blad werkt nog.
renewal-keep-both = Bewaar beide bladen tot dit is gelukt: tot dan kan het oude nog gelden.

ways-trouble-cancelled = Er is geen passkey gemaakt
ways-trouble-cancelled-next = De vraag is gesloten, of het duurde te lang. Probeer het opnieuw als u zover bent.
ways-trouble-unsupported = Deze browser kan geen passkeys maken
ways-trouble-unsupported-next = Gebruik in plaats daarvan een wachtwoord, of een nieuwe versie van Chrome, Edge, Firefox of Safari, of een ander apparaat.
ways-trouble-noPrf = Deze passkey kan uw sleutels niet afsluiten
ways-trouble-noPrf-next = Kies een andere plek om hem te bewaren, zoals uw telefoon of een beveiligingssleutel, of neem een andere browser.
ways-trouble-failed = Uw apparaat kon geen passkey maken
ways-trouble-failed-next = Misschien bewaart het er al een voor dit account: dan kunt u daarmee inloggen. Probeer het anders opnieuw, of neem een andere browser of een ander apparaat.
ways-trouble-offline = We kunnen de computer van de praktijk niet bereiken
ways-trouble-offline-next = Kijk of u online bent en probeer het opnieuw.
ways-trouble-tooMany = Het is te vaak geprobeerd
ways-trouble-tooMany-next = Wacht een minuut en probeer het opnieuw.
ways-trouble-tooLate = Het heeft te lang geduurd
ways-trouble-tooLate-next = De computer van de praktijk neemt niet meer aan wat u maakte. Maak het nog een keer. Kreeg u er een nieuw blad bij, gooi dat dan weg.
ways-trouble-full = U hebt te veel passkeys
ways-trouble-full-next = De computer van de praktijk neemt er niet meer aan. Er is niets veranderd: verwijder er een die u niet gebruikt en voeg deze dan opnieuw toe.
ways-trouble-conflict = Hoe u inlogt is elders veranderd
ways-trouble-conflict-next = Een ander apparaat was sneller, en hier is niets veranderd. Log opnieuw in om te zien hoe het nu is. Was u het niet zelf, log dan daarna op alle apparaten uit.
ways-trouble-internal = Er ging bij ons iets mis
ways-trouble-internal-next = Het is een fout in dit programma, niet iets wat u deed. Er is niets veranderd: probeer het opnieuw.
ways-sign-in-again = Opnieuw inloggen

## Het eigen account

account-title = Uw account
account-lead = Hoe u bij de praktijk vermeld staat, en hoe u inlogt.
account-passkeys = Passkeys
account-passkeys-words = Elk ervan opent uw account. Een tweede, op een ander apparaat, helpt als de eerste weg is.
account-changing = Uw account wordt gewijzigd…
account-done-added = De passkey is toegevoegd. U kunt er voortaan mee inloggen.
account-done-removed = De passkey is verwijderd. Hij opent hier niets meer.
account-done-renewed = Uw nieuwe herstelblad geldt vanaf nu. Gooi het oude weg.
account-done-passwordSet = Uw wachtwoord geldt vanaf nu. U kunt ermee inloggen.
account-done-passwordRemoved = Het wachtwoord is verwijderd. Het opent hier niets meer.
account-password-words = Met een gebruikersnaam en een wachtwoord kunt u overal inloggen, ook waar geen passkeys zijn.
account-password-app = Er wordt ook een code van uw app gevraagd.
account-password-alone = Er wordt geen code van een app gevraagd.
account-password-set = Wachtwoord instellen
account-password-replace = Wachtwoord vervangen
account-password-remove = Wachtwoord verwijderen
account-password-remove-title = Uw wachtwoord verwijderen?
account-password-remove-words = Het opent hier niets meer, en uw code-app ook niet, en u wordt op uw andere apparaten uitgelogd. Uw passkeys blijven zoals ze zijn.
account-password-last = De laatste manier om in te loggen kunt u niet verwijderen: dan kwam u er niet meer in. Voeg eerst een passkey toe.
account-sheet-words = De code op uw blad opent uw account als al het andere weg is.
account-sheet-renew = Nieuw herstelblad maken
account-sessions = Waar u bent ingelogd
account-sessions-words = Staat er een bij die niet van u is? Log op alle apparaten uit. Log daarna opnieuw in, verwijder elke passkey die u niet kent, vervang uw wachtwoord, en maak een nieuw herstelblad.
passkey-made = Gemaakt op { $day }
passkey-used = Laatst gebruikt: { $moment }
passkey-unused = Nog niet gebruikt om in te loggen
passkey-last = De laatste manier om in te loggen kunt u niet verwijderen: dan kwam u er niet meer in. Voeg eerst een passkey toe of stel een wachtwoord in.
passkey-add = Passkey toevoegen
passkey-add-words = Uw apparaat vraagt waar het hem moet bewaren: op dit apparaat, op uw telefoon of op een beveiligingssleutel.
passkey-name = Naam van de passkey
passkey-name-hint = Zodat u hem herkent, bijvoorbeeld: Telefoon.
passkey-name-missing = Vul een naam in.
passkey-remove = { $name } verwijderen
passkey-remove-title = De passkey { $name } verwijderen?
passkey-remove-words = Hij opent hier niets meer, en u wordt op uw andere apparaten uitgelogd. Misschien toont uw apparaat hem nog: daar kunt u hem wissen.
passkey-remove-do = Passkey verwijderen
session-own = deze
session-since = Sinds: { $moment }
session-seen = Laatst gezien: { $moment }
session-end = Daar uitloggen
session-ending = Daar wordt uitgelogd…
session-ended = Daar is uitgelogd. Was u het niet zelf? Vervang dan ook uw wachtwoord of passkeys, en maak een nieuw herstelblad.
client-other = een ander programma
client-on = { $browser } op { $system }

newcomers = { $count ->
    [one] Er is zojuist op uw account ingelogd met { $client }. Was u dat niet: beëindig alle sessies.
   *[other] Er is zojuist { $count } keer elders op uw account ingelogd, de laatste keer met { $client }. Was u dat niet: beëindig alle sessies.
}
newcomers-look = Uw sessies bekijken
newcomers-dismiss = Dat was ik

## Wachtwoorden

password-instead = In plaats daarvan een wachtwoord gebruiken
password = Wachtwoord
password-show = Tonen
password-hide = Verbergen
password-missing = Vul uw wachtwoord in.
user-name = Gebruikersnaam
user-name-hint = U kiest hem zelf, en typt hem om in te loggen. Hoofdletters maken niet uit.
user-name-missing = Vul een gebruikersnaam in.
user-name-taken = Iemand anders bij de praktijk heeft deze gebruikersnaam. Kies een andere.
user-name-title = Kies een andere gebruikersnaam
user-name-lead = Iemand anders bij de praktijk heeft deze al. Uw wachtwoord blijft zoals u het instelde.
user-name-use = Deze gebruikersnaam nemen
password-no-passkeys = Deze browser heeft geen passkeys
password-no-passkeys-words = U kunt in plaats daarvan een wachtwoord gebruiken, dat in elke browser werkt. Of ga verder in een nieuwe versie van Chrome, Edge of Safari, of op een ander apparaat.

password-title = Stel een wachtwoord in
password-lead = Hiermee logt u in, en het sluit uw sleutels af: daarmee leest u wat alleen voor u bedoeld is.
password-hint = Minstens 8 tekens. Vanaf 15 tekens hebt u geen code-app nodig. Plakken mag.
password-short = { $missing ->
    [one] Er is nog { $missing } teken nodig.
   *[other] Er zijn nog { $missing } tekens nodig.
}
password-checking = De lijst met gelekte wachtwoorden wordt opgehaald…
password-listed = Dit wachtwoord is elders gestolen en openbaar gemaakt. Het wordt als eerste geprobeerd: kies een ander.
password-guessable-next = Kies een langer wachtwoord: drie of vier woorden die niets met elkaar te maken hebben zijn goed.
password-why-straightRow = Een rij toetsen op het toetsenbord is makkelijk te raden.
password-why-keyPattern = Een kort patroon op het toetsenbord is makkelijk te raden.
password-why-simpleRepeat = Steeds hetzelfde teken is makkelijk te raden.
password-why-extendedRepeat = Steeds dezelfde tekens zijn makkelijk te raden.
password-why-sequences = Een reeks zoals abc of 6543 is makkelijk te raden.
password-why-recentYears = Een jaartal van onze tijd is makkelijk te raden.
password-why-dates = Een datum is makkelijk te raden.
password-why-topTen = Dit is een van de tien meest gebruikte wachtwoorden.
password-why-topHundred = Dit is een van de honderd meest gebruikte wachtwoorden.
password-why-common = Veel mensen gebruiken dit wachtwoord.
password-why-similarToCommon = Dit is bijna een wachtwoord dat veel mensen gebruiken.
password-why-wordByItself = Eén enkel woord is makkelijk te raden.
password-why-namesByThemselves = Eén enkele naam is makkelijk te raden.
password-why-commonNames = Namen zijn makkelijk te raden.
password-why-userInputs = Uw naam, uw gebruikersnaam en de naam van uw praktijk zijn makkelijk te raden.
password-why-other = Dit wachtwoord is makkelijk te raden.
password-needs-app = Dit wachtwoord is goed, samen met een code-app: die stelt u in de volgende stap in. Vanaf 15 tekens kunt u zonder.
password-enough = Dit is een goed wachtwoord.
password-with-app = Ook een code van een app vragen
password-with-app-hint = Een app op uw telefoon toont elke halve minuut een nieuwe code. Wie uw wachtwoord te weten komt, kan zonder die code niet inloggen.
password-good-title = Wat is een goed wachtwoord?
password-good = Lengte telt. Drie of vier woorden die niets met elkaar te maken hebben zijn makkelijker te onthouden dan vreemde tekens en cijfers, en moeilijker te raden. Het best is er een dat een wachtwoordmanager voor u maakt en bewaart.
password-refused = Wachtwoorden die elders zijn gestolen en openbaar gemaakt worden geweigerd, net als wachtwoorden die makkelijk te raden zijn.
password-refused-most = De { $count } meest gebruikte wachtwoorden die elders zijn gestolen en openbaar gemaakt worden geweigerd, net als wachtwoorden die makkelijk te raden zijn.
password-private = Dit wordt op uw apparaat gecontroleerd. De computer van de praktijk komt uw wachtwoord nooit te weten.
password-set = Wachtwoord instellen
password-preparing = Uw wachtwoord wordt op dit apparaat voorbereid. Dat duurt expres een paar seconden: zo gaat raden langzaam…
password-finishing = Een ogenblik, het is bijna klaar…
password-trouble-offline = We kunnen de computer van de praktijk niet bereiken
password-trouble-offline-next = Wat u typte staat er nog. Kijk of u online bent en druk dan nog eens op de knop.
password-trouble-tooMany = Het is te vaak geprobeerd
password-trouble-tooMany-next = Wat u typte staat er nog. Wacht een minuut en druk dan nog eens op de knop.
password-trouble-tooLate = De computer van de praktijk nam dat niet aan
password-trouble-tooLate-next = Misschien heeft het te lang geduurd. Er is niets veranderd: ga terug en stel het wachtwoord nog een keer in.
password-trouble-conflict = Hoe u inlogt is elders veranderd
password-trouble-conflict-next = Een ander apparaat was sneller, en hier is niets veranderd. Log uit en weer in om te zien hoe het nu is.
password-trouble-internal = Er ging bij ons iets mis
password-trouble-internal-next = Het is een fout in dit programma, niet iets wat u deed. Er is niets veranderd: probeer het opnieuw.

app-title = Stel uw code-app in
app-lead = Open op uw telefoon een app voor codes (er zijn er verschillende, zoals Aegis, Google Authenticator of die van uw wachtwoordmanager), en richt hem op dit plaatje.
app-picture = Plaatje voor uw code-app
app-typed = Of typ deze sleutel zelf in de app:
app-check = Code controleren
app-code-title = Typ de code van uw app
app-code-lead = Uw wachtwoord klopt. Open uw code-app: die toont een code voor Curtain.
app-code-label = Code van uw app
app-code-hint = Zes cijfers. Hij verandert elke halve minuut.
app-code-wrong = Dat is niet de code die uw app nu toont. Wacht op de volgende en typ die.
app-code-trying = De code wordt gecontroleerd…

password-in-title = Inloggen met uw wachtwoord
password-trying = Uw wachtwoord wordt geprobeerd. Dat duurt expres een paar seconden: zo gaat raden langzaam…
password-in-trouble-wrong = De gebruikersnaam of het wachtwoord klopt niet
password-in-trouble-wrong-next = U bent niet ingelogd. Kijk na wat u typte, en let op hoofdletters in het wachtwoord. Weet u het niet meer, ga dan terug en gebruik uw passkey, of gebruik uw herstelblad.
password-in-trouble-again = Begin opnieuw
password-in-trouble-again-next = De code was te vaak fout, of het heeft te lang geduurd. Typ uw wachtwoord nog een keer.
password-in-trouble-passkey = De passkey opende uw account niet
password-in-trouble-passkey-next = Er is niets verloren gegaan. Log in met uw wachtwoord, of ga terug om de passkey opnieuw te proberen.
password-in-trouble-notSetUp = Er is hier nog geen praktijk
password-in-trouble-notSetUp-next = Open de link die de computer van de praktijk bij het starten toonde om haar in te richten.
password-in-trouble-offline = We kunnen de computer van de praktijk niet bereiken
password-in-trouble-offline-next = Er is niets verloren gegaan. Kijk of u online bent en probeer het opnieuw.
password-in-trouble-tooMany = Het is te vaak geprobeerd
password-in-trouble-tooMany-next = Om raden te voorkomen worden voor deze gebruikersnaam een tijdlang geen wachtwoorden aangenomen. Wacht een paar minuten, of kom nu binnen met uw passkey of uw herstelblad.
password-in-trouble-vaultClosed = Uw sleutels konden niet worden geopend
password-in-trouble-vaultClosed-next = Het wachtwoord klopt, maar wat de computer van de praktijk voor u bewaart past er niet bij. U bent niet ingelogd. Vertel de praktijk wat u hier ziet.
password-in-trouble-vaultOld = Wat de computer van de praktijk gaf is ouder dan het hoort te zijn
password-in-trouble-vaultOld-next = Deze browser heeft een nieuwere versie van uw sleutels gezien en is daarom gestopt: met een oudere zou een passkey of wachtwoord dat u verwijderde weer kunnen werken. U bent niet ingelogd. Vertel de praktijk wat u hier ziet; misschien is de computer teruggezet naar een oude kopie.
password-in-trouble-internal = Er ging bij ons iets mis
password-in-trouble-internal-next = Het is een fout in dit programma, niet iets wat u deed. Er is niets verloren gegaan: probeer het opnieuw.

## Nog eens tonen wie men is

proof-title = Toon dat u het bent
proof-words = U hebt een tijd geleden ingelogd, en dit hoort alleen u te doen. Wat u invulde blijft staan, en gaat daarna vanzelf verder.
proof-passkey = Uw passkey gebruiken
proof-choose-passkey = In plaats daarvan uw passkey gebruiken
proof-choose-password = In plaats daarvan uw wachtwoord gebruiken
proof-choose-sheet = In plaats daarvan uw herstelblad gebruiken
proof-cancel = Niet doen
proof-busy-passkey = Uw apparaat stelt u een vraag. Volg wat het laat zien…
proof-busy-password = Een ogenblik, dit wordt gecontroleerd…
proof-busy-sheet = De code wordt gecontroleerd…
proof-trouble-notYou = Dat klopte niet. Er is niets gedaan. Probeer het opnieuw, of kies een andere manier.
proof-trouble-mistyped = Deze code is niet volledig of klopt niet. Er is niets verstuurd. Vergelijk hem groepje voor groepje met uw blad.
proof-trouble-again = De code was te vaak fout, of het heeft te lang geduurd. Begin opnieuw.
proof-trouble-passkey = De vraag is gesloten, of uw apparaat gebruikte geen passkey. Probeer het opnieuw, of kies een andere manier.
proof-trouble-offline = De computer van de praktijk was niet te bereiken. Er is niets verloren gegaan. Probeer het nog eens.
proof-trouble-tooMany = Het is te vaak geprobeerd. Wacht een paar minuten, of kies een andere manier.
proof-trouble-internal = Dat lukte niet. Het is een fout in dit programma, niet iets wat u deed. Probeer het nog eens.
