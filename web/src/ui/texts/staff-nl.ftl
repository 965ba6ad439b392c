# De woorden van de schermen voor medewerkers alleen, in het Nederlands, met u; wat de werkplek met het gesprek deelt staat in nl.ftl, wat bij accounts hoort in account-nl.ftl.

## Nieuwe afspraak

new-visit = Nieuwe afspraak
new-visit-when = Wanneer?
new-visit-now = Nu
new-visit-later = Op een ander moment
new-visit-date = Datum
new-visit-time = Tijd
new-visit-past = Dit tijdstip is voorbij of niet volledig. Kies een moment dat nog komt.
new-visit-date-hint = De afspraak staat vanaf één dag ervoor op uw werkplek.
new-visit-minutes = Duur in minuten
new-visit-minutes-wrong = Vul een heel aantal minuten in, van { $least } tot { $most }.
new-visit-sensitive = Discreet
new-visit-sensitive-hint = Neutrale woorden buiten het gesprek: nergens blijkt waar het over gaat.
new-visit-marked = Gemarkeerd: deze persoon mag in lijsten niet herkenbaar zijn
new-visit-marked-hint = Lijsten tonen een schuilnaam en nooit de naam. Om de afspraak te openen, ook op uw eigen werkplek nadat u opnieuw bent ingelogd, is een reden nodig, en de privacyfunctionaris krijgt elke keer bericht.
new-visit-make = Afspraak maken
new-visit-making = De afspraak wordt gemaakt…
new-visit-made = De afspraak staat. Deze link is voor de patiënt. Hij is alleen nu te zien, dus geef hem meteen door.
new-visit-failed = De afspraak kon niet worden gemaakt, en er is niemand uitgenodigd. Misschien viel de verbinding weg: probeer het nog eens.
desk-later = Later

## Gemarkeerde afspraken

marked-locked = Deze afspraak is gemarkeerd. Om te zien voor wie hij is en om het gesprek te voeren, opent u hem met een reden.
marked-open = Openen met een reden
marked-reason-title = De afspraak van { $alias } openen?
marked-reason-officer = De privacyfunctionaris van de praktijk krijgt bericht dat u hem opende, wanneer, en om welke reden.
marked-reason-patient = Het wordt vastgelegd, en de patiënt mag het zien.
marked-reason-why = Waarom opent u hem?
marked-reason-missing = Kies eerst een reden.
marked-reason-lasts = Hij blijft op deze pagina open tot u uitlogt of haar sluit, of tot de afspraak voorbij is.
marked-reason-open = Afspraak openen
marked-reason-keep = Gesloten laten
access-reason-treatment = Ik voer dit gesprek, of bereid het voor
access-reason-patientAsked = De patiënt vroeg het mij
access-reason-emergency = Iemands gezondheid is in gevaar
access-reason-administration = Om de afspraak te verzetten, te verbeteren of af te sluiten
visit-mark = Markeren
visit-mark-title = Deze afspraak markeren?
visit-mark-words = Vanaf nu tonen lijsten een schuilnaam en nooit de naam. Openen kan alleen met een reden, en de privacyfunctionaris krijgt elke keer bericht. Op deze pagina blijft de afspraak open tot u uitlogt of haar sluit.
visit-mark-do = Afspraak markeren
visit-unmark = Markering weghalen
visit-unmark-title = De markering van deze afspraak weghalen?
visit-unmark-words = Vanaf nu tonen lijsten de naam weer, en is voor het openen geen reden nodig. Wat is vastgelegd, blijft vastgelegd.
visit-unmark-do = Weghalen
visit-mark-keep = Laten zoals het is

openings-title = Geopende gemarkeerde afspraken
openings-lead = Afspraken van mensen die in lijsten niet herkenbaar mogen zijn. Telkens als iemand er een opent, staat dat hier, met de reden die is opgegeven.
openings-fresh = { $count ->
    [one] Er is { $count } gemarkeerde afspraak geopend sinds u hier voor het laatst keek.
   *[other] Er zijn { $count } keer gemarkeerde afspraken geopend sinds u hier voor het laatst keek.
}
openings-see = Ik heb deze bekeken
openings-look = Bekijken
openings-failed = De computer van de praktijk kon niet horen dat u hebt gekeken. Wat nieuw is, blijft als nieuw staan. Probeer het nog eens.
openings-loading = De lijst wordt opgehaald…
openings-none = Niemand heeft een gemarkeerde afspraak geopend. Zodra iemand dat doet, ziet u hier wie het was, wanneer, en welke reden is opgegeven.
openings-new = Nieuw
openings-when = { $day }, { $time }
openings-what = Opende de afspraak van { $alias }. Opgegeven reden: { $reason }.

## De praktijkpagina

practice-title = Wie hier werkt
practice-lead = Iedereen die een account bij de praktijk heeft of had.
practice-waiting = { $count ->
    [one] Er wacht { $count } persoon bij uw werkplek.
   *[other] Er wachten { $count } mensen bij uw werkplek.
}
practice-loading = De lijst wordt opgehaald…
practice-list = Collega's
practice-tab-openings = ({ $count }) Wie hier werkt
staff-role-administrator = Beheerder
staff-role-clinician = Zorgverlener
staff-role-reception = Receptie
staff-role-officer = Privacyfunctionaris
staff-may-administrator = Bepaalt wie hier werkt en wat zij mogen.
staff-may-clinician = Heeft een werkplek: maakt afspraken en voert de gesprekken.
staff-may-reception = Heeft hier een account; ziet geen afspraken.
staff-may-officer = Ziet wie hier werkt en wie gemarkeerde afspraken opende, en verandert niets.
staff-state-invited = Uitgenodigd, link nog niet gebruikt
staff-state-enrolled = Aangemeld, nog te bevestigen
staff-state-active = Werkt hier
staff-state-left = Toegang beëindigd
staff-self = u
staff-until = De link werkt tot { $day }, { $time }.
staff-confirm = { $name } bevestigen
staff-confirm-words = Uw link bewees dat deze sleutels zijn gemaakt door wie hem opende. Bevestig als u hem zelf aan { $name } gaf. Daarna kan iedereen bij de praktijk erop vertrouwen.
staff-confirm-others = Alleen de beheerder die de link maakte kan deze collega bevestigen.
staff-busy-confirming = Wordt bevestigd…
staff-busy-signingOut = Wordt uitgelogd…
staff-busy-ending = De toegang wordt beëindigd…
staff-trouble-unproved = Deze sleutels zijn niet gemaakt met de link die u doorgaf. Vertrouw ze niet: beëindig deze toegang en nodig uw collega opnieuw uit.
staff-trouble-notYours = Uw account heeft de sleutel van de praktijk nog niet, en kan dus niemand uitnodigen of bevestigen. Die komt als u inlogt: log uit en log opnieuw in. Helpt dat niet, vraag het dan de beheerder die u bevestigde.
staff-trouble-changed = Iemand anders was sneller: wat u ziet is veranderd. Kijk opnieuw voordat u verdergaat.
staff-trouble-offline = De computer van de praktijk was niet te bereiken. Er is niets veranderd. Probeer het nog eens.
staff-trouble-internal = Dat lukte niet, en er is niets veranderd. Het is een fout in dit programma, niet iets wat u deed.
root-waiting = De sleutel van de praktijk is aan u doorgegeven, zodat u collega's kunt uitnodigen en bevestigen. Toon dat u het bent om hem over te nemen.
root-failed = De sleutel van de praktijk is aan u doorgegeven, maar kon niet worden overgenomen. Er is niets verloren gegaan. Kijk of u online bent en probeer het opnieuw, of log opnieuw in.
root-foreign = De sleutel die aan u is doorgegeven is niet die van deze praktijk. Hij is niet overgenomen, en u kunt niemand uitnodigen of bevestigen. Vertel de beheerder die u bevestigde wat u hier ziet.
root-take = Sleutel overnemen
root-taking = De sleutel van de praktijk wordt overgenomen…
staff-sign-out = { $name } overal uitloggen
staff-signed-out = Op alle apparaten uitgelogd. Opnieuw inloggen kan.
staff-end = Toegang van { $name } beëindigen
staff-end-title = Toegang van { $name } beëindigen?
staff-end-now = De toegang eindigt meteen: op alle apparaten uitgelogd, en inloggen kan niet meer. Dit is niet terug te draaien.
staff-end-visits = Afspraken die deze collega maakte gaan niet door, en een gesprek dat nu bezig is eindigt. Wie door deze collega is uitgenodigd en nog niet is bevestigd, moet opnieuw worden uitgenodigd.
staff-end-keys = U kunt deze collega opnieuw uitnodigen, ook als alle sleutels kwijt zijn. Er komen dan nieuwe sleutels en een nieuwe bevestiging; wat alleen voor de oude sleutels was afgesloten, is dan niet meer te lezen.
staff-end-do = Toegang beëindigen
staff-take-back = Link van { $name } intrekken
staff-take-back-title = Link van { $name } intrekken?
staff-take-back-words = De link werkt meteen niet meer. U kunt altijd opnieuw uitnodigen.
staff-take-back-do = Link intrekken
staff-invite = Collega uitnodigen
staff-invite-name = Naam van uw collega
staff-invite-name-hint = Zoals patiënten en collega's hem lezen. Later is hij niet te veranderen.
staff-invite-name-missing = Vul de naam in.
staff-invite-roles = Wat mag uw collega?
staff-invite-roles-missing = Kies er minstens één.
staff-invite-make = Link maken
staff-invite-failed = De link kon niet worden gemaakt. Er is niemand uitgenodigd. Probeer het nog eens.
staff-invite-made = Deze link is alleen voor { $name }, werkt één keer, en zeven dagen lang. Hij is alleen nu te zien, dus geef hem meteen door.
staff-invite-care = Wie de link het eerst opent, kan zich als die persoon aanmelden. Geef hem zelf door, op een manier die u vertrouwt, en bevestig alleen aan wie u hem gaf.

## Patiënten die een account hebben

desk-patient = Account
desk-patient-checking = Het account wordt bevestigd…
desk-patient-closed = De contactgegevens gaan met uw sleutels niet open. Vraag de patiënt om ze op de pagina van het account nog eens op te slaan.
desk-patient-forged-title = Iemand anders heeft geprobeerd met deze link een account te maken
desk-patient-forged = Wie het ook was, had niet de hele link. Uw apparaat heeft het account niet bevestigd, en doet dat ook niet.
desk-patient-forged-next = Bel de patiënt op een nummer dat u kent en vraag of die een account heeft gemaakt. Verwijder dan dat account, plan een nieuwe afspraak en geef de link daarvan op een andere manier; ga met deze niet verder.
desk-patient-discard = Dat account verwijderen
desk-patient-discard-title = Het account verwijderen dat met deze link is gemaakt?
desk-patient-discard-words = Wie het heeft gemaakt wordt uitgelogd en kan niet meer inloggen. Van deze afspraak is niets getoond. Heeft de patiënt het zelf met een deel van de link gemaakt, dan kan dat met een nieuwe link opnieuw.
desk-patient-discard-do = Verwijderen
desk-contact-of = Contactgegevens van { $name }
desk-contact-none = Geen e-mail of telefoon opgegeven
