# De woorden van de client, in het Nederlands, met u. Woorden die een bezorgde zeventigjarige gebruikt.

product-name = Curtain
language-label = Taal
continue = Verder
back = Terug
leave = Verlaten
close = Sluiten
yes = Ja
no = Nee
you = U
try-again = Opnieuw proberen
the-practice = de praktijk
day-today = Vandaag
day-tomorrow = Morgen
loading = Uw afspraak wordt geopend…
loading-screen = Een ogenblik…
reconnecting = De verbinding was weg. We verbinden u vanzelf opnieuw. U houdt uw plaats en hoeft niets te doen.
progress = Stap { $step } van { $all }
call-practice = Bel { $practice }: { $telephone }
not-loaded-title = Deze pagina is niet helemaal aangekomen
not-loaded-words = Uw internetverbinding was misschien even weg. Er is niets verloren gegaan. Kijk of u online bent en probeer het opnieuw.

## De pagina op /

landing-title = Een videobezoek bij uw zorgverlener, achter een gesloten gordijn
landing-lead = Hier spreekt u uw zorgverlener via video. Het is privé, er wordt niets opgenomen en u hoeft niets te installeren.
landing-link-title = U hebt een link nodig
landing-link-words = Uw praktijk stuurt u een link voor uw afspraak, per e-mail, sms of brief. Open die link om binnen te komen. Kunt u hem niet vinden, bel dan uw praktijk.
landing-sign-in = Inloggen op een account

promise-private = Alleen u en uw zorgverlener
promise-private-words = Niemand kan meekijken of meeluisteren, ook de computer die u verbindt niet.
promise-unrecorded = Er wordt niets opgenomen
promise-unrecorded-words = Wat er is gezegd en getoond, is na afloop weg.
promise-simple = Niets te installeren
promise-simple-words = U hebt geen account en geen wachtwoord nodig.

## Gast: uitnodiging

invitation-tab = Uw uitnodiging
invitation-title = Uw videobezoek bij { $host }
invitation-lead = { $practice } nodigt u uit. Het gesprek is privé.
invitation-lead-companion = { $practice } nodigt u uit om erbij te zijn. Het gesprek is privé.
invitation-when = { $day }, { $time }
invitation-length = { $minutes ->
    [one] Duurt ongeveer { $minutes } minuut
   *[other] Duurt ongeveer { $minutes } minuten
}
invitation-nothing-on = Uw camera en microfoon zijn nog uit. We vragen het voordat we ze gebruiken.
account-offer = Account maken (u hebt er geen nodig)
account-offer-fetching = Een ogenblik…
account-offer-failed = Die pagina is niet aangekomen. Er is niets verloren gegaan, en u kunt door naar uw afspraak. Kijk of u online bent en probeer het dan opnieuw als u een account wilt maken.

how-private-title = Hoe we dit privé houden
how-sealed-title = Op slot van begin tot eind
how-sealed-words = Beeld, geluid, berichten, bestanden en uw naam worden in uw browser op slot gezet (versleuteld) voordat ze uw apparaat verlaten. Alleen de mensen in uw gesprek hebben de sleutels. De computer van de praktijk geeft alles door, maar kan het niet openen. Het slot is ook gemaakt tegen de computers van de toekomst.
how-who-title = Wie binnen kan komen
how-who-words = Alleen mensen met een link van de praktijk, en alleen als uw zorgverlener hen binnenlaat. U ziet altijd wie erbij is. Uw link is van u: geef hem niet door.
how-code-title = Controleer het zelf
how-code-words = Tijdens het gesprek ziet u allebei dezelfde zes cijfers. Lees ze aan elkaar voor: kloppen ze, dan zit er niemand tussen.
how-kept-title = Wat er bewaard blijft
how-kept-words = Dit programma kan niet opnemen. De praktijk bewaart na afloop dat het gesprek er was en wanneer, voor beperkte tijd. In uw browser blijft niets achter. Er is geen ander bedrijf bij betrokken, en er is geen reclame en geen volgsoftware.
how-limits-title = Waartegen dit u niet beschermt
how-limits-words = Iemand in de kamer die meeluistert, of iemand die het scherm filmt. En u vertrouwt erop dat de praktijk het echte programma geeft: de code is openbaar, zodat iedereen die kan nakijken.

## Gast: de vragen

name-title = Wat is uw naam?
name-lead = Dan weet { $host } wie er voor de deur staat.
name-label = Uw naam
name-hint = Alleen de mensen in uw gesprek zien hem. Na afloop wordt hij gewist.
name-missing = Vul eerst uw naam in. Uw voornaam is genoeg.

consent-title = Gaat u akkoord met een gesprek via video?
consent-lead = { $practice } wil graag dat u dit weet:
consent-aside = Met Verder gaat u akkoord. U kunt op elk moment stoppen.
consent-decline = Ik ga niet akkoord

camera-title = Uw camera
camera-title-working = Kunt u uzelf zien?
camera-lead-working = Alleen u ziet dit beeld. Niemand ziet u nog.
camera-lead-asking = Uw browser vraagt nu of deze pagina uw camera mag gebruiken. Kies 'Toestaan'.
camera-asking = We wachten op uw antwoord op de vraag van de browser…
camera-skip = Verder zonder camera
camera-choose = Welke camera
camera-refused-title = De browser laat ons uw camera niet gebruiken
camera-refused-words = Dat is zo ingesteld, misschien per ongeluk. U kunt het veranderen. U kunt ook verder zonder camera: dan hoort en spreekt u alleen.
camera-missing-title = We hebben geen camera gevonden
camera-missing-words = Hebt u er een, kijk dan of hij is aangesloten en aanstaat, en probeer het opnieuw. U kunt ook verder zonder camera: dan hoort en spreekt u alleen.
camera-inUse-title = Een ander programma gebruikt uw camera
camera-inUse-words = Sluit andere programma's en tabbladen die de camera gebruiken, zoals een ander videogesprek, en probeer het opnieuw.
camera-failed-title = Uw camera reageert niet
camera-failed-words = Haal hem los en sluit hem weer aan, of start uw apparaat opnieuw, en probeer het nog eens. U kunt ook verder zonder camera.

microphone-title = Kunnen we u horen?
microphone-lead-asking = Uw browser vraagt nu of deze pagina uw microfoon mag gebruiken. Kies 'Toestaan'.
microphone-asking = We wachten op uw antwoord op de vraag van de browser…
microphone-level = Sterkte van uw stem
microphone-say-something = Zeg iets, bijvoorbeeld uw naam. De balk beweegt als we u horen.
microphone-lead-working = Verder hoort nog niemand u.
microphone-heard = We horen u.
microphone-quiet-hint = Blijft de balk stil? Kies een andere microfoon, praat er dichterbij of kijk of hij niet gedempt is.
microphone-choose = Welke microfoon
microphone-skip = Verder zonder microfoon
microphone-refused-title = De browser laat ons uw microfoon niet gebruiken
microphone-refused-words = Dat is zo ingesteld, misschien per ongeluk. U kunt het veranderen. Zonder microfoon kunt u luisteren en schrijven, maar niet praten.
microphone-missing-title = We hebben geen microfoon gevonden
microphone-missing-words = Hebt u er een, kijk dan of hij is aangesloten en aanstaat, en probeer het opnieuw. Zonder microfoon kunt u luisteren en schrijven, maar niet praten.
microphone-inUse-title = Een ander programma gebruikt uw microfoon
microphone-inUse-words = Sluit andere programma's en tabbladen die de microfoon gebruiken, zoals een ander gesprek, en probeer het opnieuw.
microphone-failed-title = Uw microfoon reageert niet
microphone-failed-words = Haal hem los en sluit hem weer aan, of start uw apparaat opnieuw, en probeer het nog eens. Zonder microfoon kunt u luisteren en schrijven, maar niet praten.

allow-chrome = Zo verandert u het: druk op het teken links van het adres bovenaan, zet camera en microfoon aan en kies 'Opnieuw proberen'.
allow-firefox = Zo verandert u het: druk op het doorgestreepte teken links van het adres bovenaan, haal de blokkade weg en kies 'Opnieuw proberen'.
allow-safari = Zo verandert u het: kies in het menu Safari 'Instellingen voor deze website', sta camera en microfoon toe en kies 'Opnieuw proberen'.
allow-ios = Zo verandert u het: open Instellingen op uw apparaat, ga naar de app van uw browser en sta camera en microfoon toe. Kom dan terug en kies 'Opnieuw proberen'.
allow-other = Zo verandert u het: open in uw browser de instellingen van deze pagina, sta camera en microfoon toe en kies 'Opnieuw proberen'.

device-usual = De gebruikelijke
device-unnamed = Apparaat zonder naam

speaker-title = Kunt u ons horen?
speaker-lead = Speel een kort geluid af en luister of u het hoort.
speaker-play = Geluid afspelen
speaker-play-again = Nog eens afspelen
speaker-playing = Wordt afgespeeld…
speaker-heard = Ik hoor het
speaker-not-heard = Ik hoor niets
speaker-good = Mooi. Uw geluid werkt.
speaker-help = Probeer het volgende en speel het dan nog eens af:
speaker-help-volume = Zet het geluid van uw apparaat harder.
speaker-help-silent = Kijk of uw telefoon niet op stil staat.
speaker-help-headphones = Gebruikt u een koptelefoon, kijk dan of hij is aangesloten of verbonden.
speaker-choose = Welke luidspreker

alone-title = Kunt u vrijuit praten waar u bent?
alone-lead = Denk aan mensen in de buurt, dunne muren en open ramen.
alone-yes = Ja, niemand kan meeluisteren
alone-no = Nee, er is iemand in de buurt
alone-tips = Dat geeft niet. Dit kan helpen:
alone-tip-door = Ga naar een kamer met een deur die dicht kan, of in een geparkeerde auto.
alone-tip-headphones = Gebruik een koptelefoon, dan hoort alleen u wat er tegen u wordt gezegd.
alone-tip-chat = Wat u niet hardop wilt zeggen, kunt u tijdens het gesprek typen.
alone-tip-curtain = Met de knop 'Gordijn' bent u meteen onzichtbaar en onhoorbaar als er iemand binnenloopt.
headphones-title = Gebruikt u een koptelefoon?
headphones-lead = Met een koptelefoon of oortjes blijft wat uw zorgverlener zegt tussen u beiden.
headphones-yes = Ja
headphones-no = Nee
headphones-tip = Zet hem nu vast op, voordat het gesprek begint.
answer-seen-by-host = Alleen uw zorgverlener ziet uw antwoord. U hoeft niet te antwoorden.

ready-title = U bent klaar
ready-lead = In de wachtkamer ziet { $host } uw naam en dat u er bent. Niemand ziet of hoort u tot u wordt binnengelaten.
ready-name = Uw naam
ready-camera = Camera
ready-microphone = Microfoon
ready-alone = Kan vrijuit praten
ready-headphones = Koptelefoon
ready-works = Werkt
ready-without = Zonder
ready-unanswered = Niet beantwoord
enter-waiting-room = Naar de wachtkamer

## Gast: wachtkamer

waiting-title = U bent in de wachtkamer
waiting-title-entering = U gaat de wachtkamer in
waiting-arriving = We laten de praktijk weten dat u er bent.
waiting-place = { $before ->
    [0] U bent aan de beurt zodra het gesprek begint.
    [one] Er is { $before } persoon voor u.
   *[other] Er zijn { $before } mensen voor u.
}
waiting-host-away = { $host } is er nog niet. U bent op tijd.
waiting-host-desk = { $host } ziet dat u er bent.
waiting-host-busy = { $host } is nog in gesprek met iemand anders, en ziet dat u er bent.
waiting-host-here = { $host } is in de spreekkamer en laat u binnen.
waiting-delay = Het loopt ongeveer { $minutes ->
    [one] { $minutes } minuut uit.
   *[other] { $minutes } minuten uit.
}
waiting-note-from = Bericht van { $host }, { $time }
waiting-nothing-to-do = U hoeft niets te doen: het gesprek begint vanzelf als { $host } u binnenlaat.
waiting-away = U was een tijdje weg, daarom moet u uw plaats in het bezoek opnieuw krijgen. U hoeft niets te doen: { $host } ziet dat u terug bent.
away-title = U was een tijdje weg
away-words = U moet uw plaats in het bezoek opnieuw krijgen. Beantwoord de vragen nog een keer: uw naam is niet bewaard.
waiting-keep-place = U houdt uw plaats als uw scherm donker wordt of uw verbinding even weg is. Laat deze pagina gewoon open.
waiting-unseen = Alleen u ziet dit. Niemand ziet of hoort u nog.
video-own = Uw beeld
video-preview = Voorbeeld van uw camera

## Gast: na het gesprek, de plaats, toestemming

ended-title = Het gesprek is afgelopen
ended-title-left = U hebt het gesprek verlaten
ended-lead = Dank u wel. Dit is uw bewijs: wat er bewaard is, en wat niet.
ended-lead-left = Het gesprek gaat door zonder u. Open uw link opnieuw om terug te gaan.
ended-close = U kunt deze pagina nu sluiten. In deze browser blijft niets van het gesprek achter.
receipt-when = { $people ->
    [one] Van { $from } tot { $to }, { $people } persoon.
   *[other] Van { $from } tot { $to }, { $people } mensen.
}
receipt-not-kept = Niet bewaard
receipt-not-kept-on = Niet bewaard zodra het gesprek voor iedereen is afgelopen
receipt-not-picture = Beeld en geluid: die zijn nooit opgenomen
receipt-not-chat = Berichten en bestanden van dit gesprek
receipt-not-name = De naam die u gaf, en uw antwoorden
receipt-not-device = Iets in deze browser
receipt-kept = Bewaard door de praktijk
receipt-kept-when = { $days ->
    [one] Dat het gesprek er was en wanneer, { $days } dag lang
   *[other] Dat het gesprek er was en wanneer, { $days } dagen lang
}
receipt-kept-consent = Dat u akkoord ging met een gesprek via video (tekst { $version })

taken-title = Uw gesprek staat ergens anders open
taken-lead = Deze link is in gebruik in een andere browser, op een ander apparaat of in een ander venster.
taken-words = U kunt hier verdergaan. De andere browser krijgt eerst kort de tijd om nee te zeggen. Was u het niet, bel dan de praktijk.
taken-take = Hier verdergaan
taken-stop = Hier stoppen
contested-title = Iemand heeft uw link ergens anders geopend
contested-words = Bent u dat, op een ander apparaat? Dan kunt u het gesprek daarheen verplaatsen. Was u het niet, blijf dan hier.
contested-seconds = { $seconds ->
    [one] Nog { $seconds } seconde om te antwoorden. Zonder antwoord gaat het gesprek daarheen.
   *[other] Nog { $seconds } seconden om te antwoorden. Zonder antwoord gaat het gesprek daarheen.
}
contested-keep = Hier blijven
contested-yield = Daarheen verplaatsen

declined-title = U bent niet akkoord gegaan, en dat mag
declined-lead = Er is niets verstuurd, en uw camera en microfoon bleven uit.
declined-words = Bel de praktijk als u liever langskomt of telefonisch overlegt, of als u een vraag hebt over het gesprek via video.
declined-back = De vraag nog eens lezen

## Problemen: wat er gebeurde, wat er verloren ging, wat u nu kunt doen

problem-lost = Wat er verloren ging
problem-next = Wat u nu kunt doen

problem-linkUnknown-title = We kennen deze link niet
problem-linkUnknown-what = Er hoort hier geen afspraak bij. Misschien is hij verkeerd overgetypt, of was de afspraak lang geleden.
problem-linkUnknown-lost = Niets. Er is niets verstuurd.
problem-linkUnknown-next = Open de link rechtstreeks vanuit het bericht of de brief van uw praktijk. Helpt dat niet, vraag dan om een nieuwe.
problem-linkExpired-title = Deze link is niet meer geldig
problem-linkExpired-what = Links naar een gesprek werken maar beperkte tijd, zodat niemand anders ze later kan gebruiken.
problem-linkExpired-lost = Niets. Er is niets verstuurd.
problem-linkExpired-next = Vraag de praktijk om een nieuwe link.
problem-linkDamaged-title = Er ontbreekt een deel van de link
problem-linkDamaged-what = De link is onderweg afgekapt of veranderd. In het ontbrekende deel zit de sleutel die uw gesprek privé houdt.
problem-linkDamaged-lost = Niets. Er is niets verstuurd.
problem-linkDamaged-next = Ga terug naar het bericht en open de link van daaruit, of kopieer hem helemaal, tot en met het laatste teken. Helpt dat niet, vraag de praktijk dan om een nieuwe link.
problem-practiceMismatch-title = Dit is niet de praktijk waarvoor uw link is gemaakt
problem-practiceMismatch-what = De computer die antwoordde kon niet bewijzen dat hij van uw praktijk is. We zijn gestopt om u te beschermen.
problem-practiceMismatch-lost = Niets. Er is niets verstuurd.
problem-practiceMismatch-next = Ga niet verder met deze link. Bel de praktijk op een nummer dat u kent en vertel wat u hier ziet.
problem-visitEnded-title = Dit gesprek is afgelopen
problem-visitEnded-what = De zorgverlener heeft het gesprek voor iedereen beëindigd.
problem-visitEnded-lost = Er is niets van opgenomen.
problem-visitEnded-next = U kunt deze pagina sluiten. Bel de praktijk als u nog geholpen had moeten worden.
problem-visitCancelled-title = Deze afspraak is afgezegd
problem-visitCancelled-what = De praktijk heeft deze afspraak afgezegd.
problem-visitCancelled-lost = Niets. Er is niets verstuurd.
problem-visitCancelled-next = Bel de praktijk voor een nieuwe afspraak, als u daar nog niets over hebt gehoord.
problem-visitFull-title = Er is geen plaats meer in dit gesprek
problem-visitFull-what = Er zijn al zoveel mensen als er in het gesprek passen.
problem-visitFull-lost = Niets. Uw link blijft geldig.
problem-visitFull-next = Probeer het zo meteen opnieuw, of bel de praktijk.
problem-refused-title = U bent niet binnengelaten
problem-refused-what = De zorgverlener heeft u niet in dit gesprek binnengelaten. Misschien komt het nu niet uit, of werd er iemand anders verwacht.
problem-refused-lost = Niets. Niemand heeft u gezien of gehoord.
problem-refused-next = Bel de praktijk om te vragen wanneer u terechtkunt.
problem-removed-title = U bent niet meer in het gesprek
problem-removed-what = De zorgverlener heeft uw deelname beëindigd. De anderen praten misschien nog verder.
problem-removed-lost = Er is niets opgenomen. De berichten van dit gesprek zijn hier niet meer te lezen.
problem-removed-next = U kunt deze pagina sluiten. Denkt u dat het een vergissing was, bel dan de praktijk.
problem-seatMoved-title = Uw gesprek gaat verder in de andere browser
problem-seatMoved-what = U, of iemand met uw link, is daar verdergegaan.
problem-seatMoved-lost = Niets. Deze pagina is gestopt en bewaart niets.
problem-seatMoved-next = Ga naar het andere apparaat of venster. Was u het niet, bel dan nu de praktijk.
problem-seatKept-title = Uw gesprek blijft in de andere browser
problem-seatKept-what = De andere browser is gevraagd, en het antwoord was: daar blijven.
problem-seatKept-lost = Niets. Het gesprek gaat daar door.
problem-seatKept-next = Ga naar het andere apparaat of venster. Is dat niet van u, bel dan nu de praktijk.
problem-browserTooOld-title = Deze browser kan uw gesprek niet privé houden
problem-browserTooOld-what = Hij is te oud, of mist wat nodig is om beeld en geluid op slot te doen. Zonder dat verbinden we u nooit.
problem-browserTooOld-lost = Niets. Uw link blijft geldig.
problem-browserTooOld-next = Werk uw browser bij, of open de link in een nieuwe versie van Chrome, Edge, Firefox of Safari. Een andere telefoon, tablet of computer kan ook.
problem-insecurePage-title = Deze pagina is niet veilig geopend
problem-insecurePage-what = Het adres begint niet met https://, dus uw browser beschermt de verbinding niet. We zijn hier gestopt.
problem-insecurePage-lost = Niets. Er is niets verstuurd.
problem-insecurePage-next = Open de link rechtstreeks vanuit het bericht van uw praktijk. Helpt dat niet, bel hen dan.
problem-offline-title = We kunnen de praktijk niet bereiken
problem-offline-what = Misschien is uw internetverbinding weg, of antwoordt de computer van de praktijk even niet.
problem-offline-lost = Niets. U houdt uw plaats, en we blijven het proberen.
problem-offline-next = Kijk of u online bent: staat wifi of mobiel internet aan? Laat deze pagina open.
problem-sealFailed-title = Een veiligheidscontrole is mislukt
problem-sealFailed-what = Iemand in dit gesprek kon niet bewijzen wie hij is. We zijn gestopt voordat er beeld of geluid uw apparaat verliet.
problem-sealFailed-lost = Niets. Er heeft niets uw apparaat verlaten dat niet op slot was.
problem-sealFailed-next = Probeer het opnieuw. Komt deze pagina terug, bel dan de praktijk op een nummer dat u kent en vertel wat u hier ziet.
problem-otherHost-title = Iemand anders deed de deur open
problem-otherHost-what = Iemand van de praktijk liet u binnen, maar niet de zorgverlener wiens naam u te zien kreeg. We zijn gestopt voordat er beeld of geluid van uw apparaat weg ging.
problem-otherHost-lost = Niets. Niemand heeft u gezien of gehoord.
problem-otherHost-next = Bel de praktijk en vraag wie u te woord staat. Klopt het, vraag dan om een nieuwe link.
problem-noMedia-title = Beeld en geluid konden niet worden verbonden
problem-noMedia-what = De computer van de praktijk ging niet in op de verbinding voor beeld en geluid. Al het andere werkt.
problem-noMedia-lost = Er is niets opgenomen. Uw link blijft geldig.
problem-noMedia-next = Probeer het opnieuw. Helpt dat niet, open de link dan in een andere browser of op een ander apparaat, of bel de praktijk.
problem-serverFull-title = Het is nu erg druk
problem-serverFull-what = De computer van de praktijk heeft op dit moment geen ruimte voor nog een gesprek.
problem-serverFull-lost = Niets. Uw link blijft geldig.
problem-serverFull-next = Probeer het over een paar minuten opnieuw, of bel de praktijk.
problem-serverStopping-title = De computer van de praktijk wordt opnieuw gestart
problem-serverStopping-what = Dat duurt meestal nog geen minuut.
problem-serverStopping-lost = Niets. Uw link blijft geldig.
problem-serverStopping-next = Laat deze pagina open, of probeer het over een minuut opnieuw.
problem-consentOutdated-title = De praktijk heeft haar tekst veranderd
problem-consentOutdated-what = De tekst waarmee u akkoord ging is intussen veranderd. Daarom vragen we het u nog eens.
problem-consentOutdated-lost = Niets. Uw andere antwoorden zijn bewaard.
problem-consentOutdated-next = Probeer het opnieuw om de nieuwe tekst te lezen.
problem-internal-title = Er ging bij ons iets mis
problem-internal-what = Het is een fout in dit programma, u hebt niets verkeerd gedaan.
problem-internal-lost = Er is niets opgenomen. Uw link blijft geldig.
problem-internal-next = Probeer het opnieuw, of open uw link nog eens. Helpt dat niet, bel dan de praktijk.

## Het gesprek

call-tab = Videogesprek
call-notices = Meldingen
call-people-pictures = Mensen in het gesprek
call-connecting = U wordt met de anderen verbonden…
call-nobody-else = Er is op dit moment niemand anders in het gesprek.
network-searching = Uw netwerk laat beeld en geluid niet op de gewone manier door. We proberen de andere manieren; dat kan een halve minuut duren.
network-detour = Uw netwerk laat beeld en geluid alleen via een omweg door. Dat werkt, en is even vertrouwelijk; het kan iets minder soepel gaan.
network-understood = Goed
network-weak = Uw verbinding is zwak. Geluid gaat voor, dus het beeld kan stilstaan. Minder data gebruiken helpt vaak.
network-weak-still = Uw verbinding is zwak. Ga dichter bij uw wifi zitten, of neem een ander netwerk, zoals mobiele data.
frugal-title = Dataverbruik
frugal-words = Met minder data zijn de beelden van en naar u klein. Het geluid blijft zoals het is. Dat helpt als de verbinding zwak is of geld kost.
frugal-on = Minder data gebruiken
frugal-off = Gebruiken wat nodig is
network-blocked = Beeld en geluid komen niet door uw netwerk heen. We blijven het proberen. Vaak helpt een ander netwerk: zet wifi uit en gebruik mobiele data, of andersom. U houdt uw plaats.
sealed = End-to-end versleuteld
sealing = Versleuteling wordt ingesteld…
sound-held-back = Uw browser houdt het geluid tegen.
sound-on = Geluid aanzetten

video-of = Beeld van { $name }
video-screen-of = Scherm van { $name }
screen-of = Scherm van { $name }
screen-yours = U deelt uw scherm. Iedereen in het gesprek ziet het.
role-clinician = Zorgverlener
role-patient = Patiënt
role-unproved = Iemand die binnenkomt
role-companion = Begeleider
tile-own-camera-off = Uw camera staat uit
tile-camera-off = Camera staat uit
tile-away = De verbinding met { $name } is weg. We wachten tot die terug is.
tile-sealing = Versleuteling wordt ingesteld…
tile-muted = Gedempt
quality-good = Goede verbinding
quality-fair = Matige verbinding
quality-poor = Slechte verbinding
quality-unknown = Verbinding nog niet gemeten

controls = Bediening
microphone = Microfoon
camera = Camera
speaker = Luidspreker
curtain = Gordijn
curtain-key = Alt+C
share-screen = Scherm delen
share-screen-stop = Stoppen met scherm delen
chat = Chat
chat-unread = { $count ->
    [one] { $count } nieuw bericht
   *[other] { $count } nieuwe berichten
}
people = Mensen
invite = Uitnodigen
devices = Apparaten
more = Meer
control-on = aan
control-off = uit
control-none = geen
step-out = Even weg
step-out-menu = Even weg, het gesprek gaat door
end-visit = Gesprek beëindigen
end-visit-hint = voor iedereen

cover-title = Uw gordijn is dicht: niemand ziet of hoort u
cover-words = Camera en microfoon zijn uit, en ook het geluid van de anderen hier. Het gesprek gaat door.
cover-open = Gordijn openen
cover-key = Of druk tegelijk op Alt en C.

panel-close = Sluiten: { $panel }
chat-none = Nog geen berichten. Wat u hier schrijft is ook versleuteld, en weg na afloop.
chat-lines = Berichten
chat-sending = Wordt verstuurd…
chat-failed = Dit bericht is niet verstuurd. Stuur het alstublieft nog eens.
chat-new = Nieuw bericht van { $from }: { $text }
message = Bericht
send = Versturen
attach = Bestand toevoegen
file-progress = Voortgang van { $name }
file-sending = { $share } verstuurd
file-arriving = { $share } aangekomen
file-failed = Dit bestand kwam niet heel aan. Er is niets opgeslagen. Vraag er nog eens om.
file-failed-sending = Dit bestand is niet verstuurd. Probeer het nog eens.
file-not-sent = Dit bestand kon niet worden verstuurd. Misschien is het te groot (hoogstens 20 MB), of was de verbinding weg. Uw berichten zijn er nog.
file-save = Opslaan
warn-card = Dit lijkt op het nummer van een bankpas of creditcard. In de chat heeft niemand dat nodig. Weet u zeker dat u het wilt versturen?
warn-insurance = Dit lijkt op een verzekerings- of burgerservicenummer. Verstuur het alleen als uw zorgverlener er net om vroeg.

spoken-code = Uitgesproken code
code-compare = Vergelijken
code-compared = Vergeleken
code-differs = Verschilt
code-explain = Uitleg
code-making-short = Uitgesproken code: wordt gemaakt…
code-failed-short = Uitgesproken code: niet gelukt
code-panel = Code vergelijken
code-prompt = Vergelijk de uitgesproken code, dan weet u zeker dat er niemand tussen zit.
code-renewed = De code is nieuw: vergelijk opnieuw. Wat u eerder vergeleek, telt niet meer.
code-prompt-open = Laat zien hoe
code-how = Lees deze zes cijfers hardop aan elkaar voor. Op elk scherm in dit gesprek moeten dezelfde staan.
code-same = Ze zijn gelijk
code-different = Ze verschillen
code-same-words = Mooi. Er zit niemand tussen. Als er iemand bij komt of weggaat, komt er een nieuwe code.
code-different-title = Zeg nu even niets persoonlijks
code-different-repeat = Lees de cijfers nog eens aan elkaar voor. Kwam er net iemand bij of ging er iemand weg, dan is de code nieuw.
code-different-stop = Nog steeds anders? Dan zit er misschien iemand tussen. Beëindig het gesprek.
code-different-call = Bel elkaar op een telefoonnummer dat u al kent.
code-making = De code wordt gemaakt. Hij verschijnt zodra alle apparaten hebben meegedaan.
code-alone = De code verschijnt zodra er iemand anders in het gesprek is.
code-failed = Voor deze groep kon geen code worden gemaakt. Uw gesprek is nog steeds versleuteld, maar u kunt het niet met een code controleren. Verlaat het gesprek en kom opnieuw binnen, of zeg het tegen de praktijk.
code-why-title = Waarom een code?
code-why = Uw apparaten berekenen hem uit de sleutels van dit gesprek. Zat er iemand tussen, dan verschilden uw cijfers. De cijfers horen in een stem die u kent, dat is het bewijs.

person-self = (u)
person-away = verbinding weg, komt terug
person-microphone-on = microfoon aan
person-microphone-off = microfoon uit
person-camera-on = camera aan
person-camera-off = camera uit
person-sealed = Versleuteld
person-unannounced = In het gesprek, niet gemeld door de server
person-sealing = Versleuteling wordt ingesteld
remove-person = { $name } verwijderen

door = Aan de deur

## De werkplek van de zorgverlener

desk-tab = Werkplek
desk-tab-waiting = ({ $count }) Werkplek
desk-title = Afspraken van vandaag
desk-sound = Geluid als er iemand komt
desk-waiting = { $count ->
    [0] Er wacht niemand.
    [one] Er wacht { $count } persoon.
   *[other] Er wachten { $count } mensen.
}
desk-room-full = Er is op dit moment geen ruimte voor nog een gesprek. Wie in gesprek is, merkt daar niets van. Probeer het opnieuw als een van die gesprekken voorbij is.
desk-room-lost = De kamer kon niet worden geopend. Misschien viel de verbinding weg, of is het bezoek voorbij. De anderen zijn er misschien nog: u kunt hier opnieuw proberen naar binnen te gaan.
desk-none = Er zijn vandaag geen afspraken.
desk-entering-title = De spreekkamer gaat open
desk-entering-lead = Vraagt uw browser of deze pagina uw camera en microfoon mag gebruiken, kies dan 'Toestaan'.
desk-entering-wait = We wachten op uw camera en microfoon…
desk-ended-title-left = U bent even weg
desk-ended-lead-left = Het gesprek gaat door zonder u. Vanaf uw werkplek kunt u weer naar binnen.
back-to-desk = Terug naar de werkplek
visit-length = { $minutes } min
visit-state-scheduled = Gepland
visit-state-open = Open
visit-state-inSession = Bezig
visit-state-ended = Afgelopen
visit-state-erased = Afgelopen en gewist
visit-state-cancelled = Afgezegd
visit-state-missed = Niemand gekomen
visit-sensitive = Discreet
visit-marked = Gemarkeerd
alias-patient = Patiënt { $alias }
alias-companion = Begeleider { $alias }
visit-late = { $minutes } min later
visit-on-time = Op tijd
visit-delay = Uitloop
visit-in-call = { $count ->
    [one] { $count } persoon in de spreekkamer
   *[other] { $count } mensen in de spreekkamer
}
visit-expected = { $count ->
    [one] { $count } persoon nog niet hier
   *[other] { $count } mensen nog niet hier
}
visit-nobody = Niemand hier
visit-go-in = Spreekkamer in
visit-go-in-again = Weer de spreekkamer in
admit = { $name } binnenlaten
admit-all = Alle { $count } wachtenden binnenlaten
refuse = Weigeren
refuse-title = { $name } niet binnenlaten
refuse-words = Die persoon leest dat hij niet is binnengelaten, en dat hij de praktijk kan bellen. De reden is niet te zien.
refuse-another-time = Het is niet de goede tijd
refuse-not-expected = Ik verwacht iemand anders
refuse-unspecified = Zonder reden
note = Bericht
note-to = aan { $name }
note-label = Bericht aan { $name }
note-send = Bericht versturen
not-genuine = Het bewijs bij deze link klopt niet: dit is misschien niet degene die u uitnodigde. Binnenlaten kan niet. Bel die persoon en stuur een nieuwe uitnodiging.
caution-unknown = Volgens de computer van de praktijk is deze persoon al in het gesprek, maar u hebt hem of haar hier niet binnengelaten. Laat alleen binnen wie u verwacht.
caution-broke = Iets van het apparaat van deze persoon verstoorde de versleuteling. Daarom is de kamer opnieuw gemaakt, zonder deze persoon. Laat alleen binnen wie u kent.
caution-barred = U hebt deze persoon geweigerd of verwijderd. Met deze link komt hij of zij niet meer binnen. Weiger opnieuw, of nodig opnieuw uit.
waited = { $minutes ->
    [0] net binnen
    [one] wacht { $minutes } minuut
   *[other] wacht { $minutes } minuten
}
fact-alone = kan vrijuit praten
fact-not-alone = er is iemand in de buurt
fact-headphones = koptelefoon
fact-no-camera = geen camera
fact-offline = verbinding weg, plaats gehouden

invite-title = Iemand uitnodigen
invite-whom = Voor wie is de link?
invite-companion = Een begeleider: tolk, naaste of collega
invite-patient = Een patiënt
invite-making = De link wordt gemaakt…
invite-making-code = De code wordt getekend…
invite-failed = De link kon niet worden gemaakt. Er is niemand uitgenodigd. Probeer het nog eens.
invite-made = Deze link is voor één persoon. Hij is alleen nu te zien, dus geef hem meteen door.
invite-link = Link
invite-copy = Link kopiëren
invite-copied = Gekopieerd. Plak hem in een bericht aan die persoon.
invite-share = Delen
invite-show-code = Code om te scannen tonen
invite-hide-code = Code verbergen
invite-code-label = Code om met een telefooncamera te scannen: opent de link
invite-care = Wie de link heeft, kan als die persoon aankloppen. Stuur hem zelf, op een manier die u vertrouwt. U bepaalt nog steeds wie u binnenlaat.
