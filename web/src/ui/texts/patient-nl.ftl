# De woorden van accounts van patiënten, in het Nederlands, met u: er een maken op weg naar een afspraak, de eigen pagina, en de pagina die te downloaden is.

## Een account maken

patient-loading = Uw link wordt gecontroleerd…
patient-purpose-title = Een account, als u dat wilt
patient-purpose-lead = Voor uw afspraak met { $host } hebt u het niet nodig. Het duurt ongeveer drie minuten, en uw uitnodiging blijft intussen zoals ze is.
patient-purpose-reach = De praktijk kan u bereiken
patient-purpose-reach-words = U zegt hoe, en verandert het wanneer u wilt. Het is afgesloten: uw zorgverlener kan het lezen, de computer van de praktijk niet.
patient-purpose-see = U ziet wat er over u bewaard wordt
patient-purpose-see-words = Uw afspraken, en wie er wanneer naar keek. U kunt alles downloaden.
patient-purpose-end = U kunt ermee stoppen
patient-purpose-end-words = U verwijdert het account zelf, en het wordt meteen gewist.
patient-purpose-shared = Is dit niet uw eigen apparaat? Gebruik dan een wachtwoord, geen passkey. In deze browser wordt niets van uw account bewaard.
patient-purpose-no = Nee, terug naar mijn uitnodiging
patient-contact-title = Hoe kan de praktijk u bereiken?
patient-contact-lead = Alleen uw naam is nodig. { $host } kan lezen wat u invult; de computer van de praktijk niet.
patient-name-hint = Zoals de praktijk u kent, bijvoorbeeld: Elisabeth Jansen.
patient-name-missing = Vul uw naam in.
patient-email = E-mail
patient-email-wrong = Dit is geen e-mailadres. Er hoort een @ in, bijvoorbeeld: naam@example.org.
patient-telephone = Telefoon
patient-telephone-wrong = Dit is geen telefoonnummer. Gebruik alleen cijfers, met een + ervoor als u wilt.
patient-making = Uw account wordt gemaakt…
patient-done-title = Uw account is gemaakt
patient-done-lead = U kunt voortaan inloggen op { $address }.
patient-done-guest = Door naar uw afspraak
patient-done-guest-words = In deze browser gaat u gewoon verder. U bent hier niet ingelogd, en er wordt niets van uw account bewaard.
patient-done-confirm = Eén controle, die vanzelf gaat
patient-done-confirm-words = De volgende keer dat { $host } de werkplek opent, bevestigt dat apparaat dat dit account van u is. U hoeft daar niets voor te doen.
patient-done-back = Terug naar mijn uitnodiging

problem-accountMade-title = Met deze link is al een account gemaakt
problem-accountMade-what = Bij elke uitnodiging hoort één account, en met die van u is dat gemaakt.
problem-accountMade-lost = Niets. Uw uitnodiging werkt zoals voorheen.
problem-accountMade-next = Hebt u het zelf gemaakt, dan kunt u ermee inloggen. Was u dat niet, vertel het dan nu aan de praktijk: iemand anders heeft uw link gebruikt.

## De eigen pagina

patient-lead = Hoe de praktijk u kan bereiken, wat ze over u bewaart, en hoe u inlogt.
patient-confirmed-title = Bevestigd
patient-confirmed = Het apparaat van { $name } heeft gecontroleerd dat dit account met uw link is gemaakt.
patient-waiting-title = Nog niet bevestigd
patient-waiting = De volgende keer dat uw zorgverlener de werkplek opent, controleert dat apparaat of dit account met uw link is gemaakt. Vanaf dan kan het uw contactgegevens lezen. U hoeft niets te doen.
patient-wrong-title = De bevestiging klopt niet
patient-wrong = Wat de computer van de praktijk als bevestiging toont, gaat niet over uw sleutels of komt niet van uw zorgverlener. Bel de praktijk op een nummer dat u kent en vertel wat u hier ziet.
patient-contact = Contactgegevens
patient-contact-words = U en uw zorgverlener kunnen dit lezen. De computer van de praktijk niet.
patient-name = Naam
patient-none = niet opgegeven
patient-contact-opening = Uw contactgegevens worden geopend…
patient-contact-closed = Uw contactgegevens gingen met uw sleutels niet open. Vul ze nog een keer in. Ziet u dit nog eens, vertel het dan aan de praktijk.
patient-contact-change = Contactgegevens wijzigen
patient-contact-save = Opslaan
patient-contact-saving = Uw contactgegevens worden afgesloten en opgeslagen…
patient-contact-done = Uw contactgegevens zijn gewijzigd. Uw zorgverlener ziet ze op de werkplek.
patient-trouble-contact = De computer van de praktijk nam dit niet aan
patient-trouble-contact-next = Er is niets veranderd. Maak korter wat u invulde en probeer het opnieuw.
patient-trouble-clinician = We weten niet zeker wie dit zou lezen
patient-trouble-clinician-next = Het bewijs van wie uw zorgverlener is, klopt niet meer. Er is niets veranderd, en er is niets verstuurd. Vertel de praktijk wat u hier ziet.
patient-trouble-offline = We kunnen de computer van de praktijk niet bereiken
patient-trouble-offline-next = Er is niets veranderd. Kijk of u online bent en probeer het opnieuw.
patient-trouble-tooMany = Het is te vaak geprobeerd
patient-trouble-tooMany-next = Er is niets veranderd. Wacht een minuut en probeer het opnieuw.
patient-trouble-internal = Er ging bij ons iets mis
patient-trouble-internal-next = Het is een fout in dit programma, niet iets wat u deed. Er is niets veranderd: probeer het opnieuw.

patient-held = Wat de praktijk over u bewaart
patient-held-words = Naast uw contactgegevens en hoe u inlogt: de afspraken waarvoor u bent uitgenodigd, en wat ermee is gedaan. Wat in een gesprek gezegd en getoond wordt, wordt nooit bewaard.
patient-held-made = Account gemaakt op { $day }.
patient-held-loading = Dit wordt opgehaald…
patient-visits = Uw afspraken
patient-visits-none = Er wordt geen afspraak bewaard, of het apparaat van een zorgverlener heeft uw account nog niet bevestigd.
patient-visit = { $day }, { $time }
patient-visit-facts = { $minutes } minuten met { $clinician }
patient-visit-consent = U stemde in met versie { $version } van de tekst over videogesprekken.
patient-entries = Wie deed wat, en wanneer
patient-entries-words = Uit het logboek van de praktijk, het nieuwste eerst.
patient-entries-none = Er zijn geen regels.
patient-entries-more = { $count ->
    [one] Toon { $count } eerdere regel
   *[other] Toon { $count } eerdere regels
}
patient-entry-denied = (niet toegestaan, en niet gedaan)
patient-entry-failed = (kon niet worden gedaan)
patient-entry-reason = Opgegeven reden: { $reason }
held-you = U
held-you-perhaps = U, of iemand die het in uw plaats probeerde
held-role-patient = U, of iemand met uw link
held-role-companion = Een begeleider
held-role-clinician = Een zorgverlener
held-role-administrator = Een beheerder
held-role-reception = De receptie
held-role-officer = De privacyfunctionaris
held-role-server = De computer van de praktijk
held-reason-treatment = om het gesprek te voeren, of voor te bereiden
held-reason-patientAsked = omdat u erom vroeg
held-reason-emergency = omdat iemands gezondheid in gevaar was
held-reason-administration = om de afspraak te verzetten, te verbeteren of af te sluiten

patient-download = Neem het mee
patient-download-words = Alles in één bestand, dat in deze browser wordt gemaakt: een pagina om te lezen, of gegevens voor een ander programma. Het bestand is niet afgesloten, dus bewaar het waar alleen u bij kunt.
patient-download-page = Pagina om te lezen downloaden
patient-download-json = Gegevens downloaden (JSON)
patient-downloading = Het bestand wordt gemaakt…
patient-download-done = Het bestand is gemaakt. Uw browser bewaart het bij uw andere downloads.

patient-delete = Uw account verwijderen
patient-delete-words = Dat kan altijd, en niemand hoeft het goed te vinden.
patient-delete-open = Account verwijderen
patient-delete-title = Uw account verwijderen?
patient-delete-goes = Dit verdwijnt meteen en voorgoed:
patient-delete-goes-contact = uw contactgegevens, ook op de werkplek van uw zorgverlener
patient-delete-goes-ways = uw sleutels, uw passkeys, uw wachtwoord en uw herstelblad: niemand kan nog inloggen
patient-delete-goes-word = de bevestiging van het apparaat van uw zorgverlener
patient-delete-stays = Dit blijft:
patient-delete-stays-visits = uw afspraken en hun links, zonder spoor van het account, zolang de praktijk ze moet bewaren
patient-delete-stays-log = de regels van het logboek. Daarin staan alleen kenmerken en tijden: geen naam en geen contactgegevens
patient-delete-undo = Het kan niet ongedaan worden gemaakt. Download eerst wat u wilt houden.
patient-delete-do = Nu verwijderen
patient-deleting = Uw account wordt verwijderd…

## Wat er is gedaan, zoals het logboek het noemt

held-act-openLink = opende de link van de uitnodiging
held-act-openEnrolment = bekeek de link om er een account mee te maken
held-act-enrol = maakte het account
held-act-bindPatient = bevestigde de sleutels van het account
held-act-signIn = logde in
held-act-proveAgain = toonde nog eens wie het is
held-act-signOut = logde uit, of de sessie liep af
held-act-readAccount = opende de pagina van het account
held-act-changeWays = veranderde hoe het account te openen is
held-act-changeContact = wijzigde de contactgegevens
held-act-readHeld = las of downloadde alles wat bewaard wordt
held-act-eraseAccount = verwijderde het account
held-act-connect = maakte verbinding met de afspraak
held-act-arrive = ging de wachtkamer in
held-act-rejoin = kwam terug in het gesprek
held-act-leave = verliet de afspraak
held-act-plan = plande de afspraak
held-act-enter = ging de spreekkamer in
held-act-exit = ging de spreekkamer uit
held-act-admit = liet iemand binnen uit de wachtkamer
held-act-refuse = liet iemand niet binnen
held-act-remove = haalde iemand uit het gesprek
held-act-sendNote = stuurde een afgesloten bericht naar de wachtkamer
held-act-tellDelay = zei hoeveel het uitloopt
held-act-invite = nodigde nog iemand uit voor de afspraak
held-act-mark = markeerde de afspraak, of haalde de markering weg
held-act-openMarked = opende de gemarkeerde afspraak
held-act-end = beëindigde de afspraak
held-act-askForPlace = vroeg om de plaats vanuit een andere browser
held-act-keepPlace = hield de plaats
held-act-yieldPlace = gaf de plaats aan een andere browser
held-act-takePlace = nam de plaats over in een andere browser
held-act-vacate = verloor de plaats aan een andere browser
held-act-giveUp = verloor de plaats na lang weg te zijn
held-act-erase = wiste wat in de afspraak was afgesloten
held-act-forget = vergat de afspraak toen de tijd ervoor om was

## De pagina die te downloaden is

held-page-title = Wat { $practice } over u bewaart
held-page-made = Gemaakt op { $day } om { $time }, in uw eigen browser. Wie dit bestand heeft, kan het lezen.
held-page-contact-closed = Ze gingen niet open toen deze pagina werd gemaakt.
held-page-ways = Hoe het account te openen is
held-page-passkey = Passkey { $name }, gemaakt op { $day }
held-page-password = Wachtwoord, met de gebruikersnaam { $name }
held-page-sessions = Ingelogd op dat moment
held-page-session = { $client }, sinds { $moment }
held-page-when = Wanneer
held-page-who = Wie
held-page-what = Wat
held-page-sealed = De praktijk bewaart ook uw sleutels, afgesloten met uw manieren van inloggen: niemand daar kan ze openen. Ze staan in het bestand met de gegevens (JSON).
