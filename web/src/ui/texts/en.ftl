# The words of the client, in English. Words a worried seventy-year-old uses; every error says what happened, what was lost and what to do next.

product-name = Curtain
language-label = Language
continue = Continue
back = Back
leave = Leave
close = Close
yes = Yes
no = No
you = You
try-again = Try again
the-practice = the practice
day-today = Today
day-tomorrow = Tomorrow
loading = Opening your visit…
loading-screen = One moment…
reconnecting = The connection was lost. We are reconnecting you by ourselves. You keep your place and need not do anything.
progress = Step { $step } of { $all }
call-practice = Call { $practice }: { $telephone }
not-loaded-title = This page did not arrive completely
not-loaded-words = Your internet connection may have been away for a moment. Nothing was lost. Check that you are online, then try again.

## The page at /

landing-title = A doctor's visit by video, behind a drawn curtain
landing-lead = Here you meet your clinician by video. It is private, nothing is recorded, and you need not install anything.
landing-link-title = You need a link
landing-link-words = Your practice sends you a link for your visit, by e-mail, text message or letter. Open that link to come in. If you cannot find it, call your practice.
landing-sign-in = Sign in to an account

promise-private = Only you and your clinician
promise-private-words = Nobody in between can see or hear you, not even the computer that connects you.
promise-unrecorded = Nothing is recorded
promise-unrecorded-words = What is said and shown is gone when the visit ends.
promise-simple = Nothing to install
promise-simple-words = You need no account and no password.

## Guest: invitation

invitation-tab = Your invitation
invitation-title = Your video visit with { $host }
invitation-lead = { $practice } invites you. The visit is private.
invitation-lead-companion = { $practice } invites you to join as a companion. The visit is private.
invitation-when = { $day }, { $time }
invitation-length = { $minutes ->
    [one] Takes about { $minutes } minute
   *[other] Takes about { $minutes } minutes
}
invitation-nothing-on = Your camera and microphone are still off. We ask before using them.
account-offer = Make an account (you do not need one)
account-offer-fetching = One moment…
account-offer-failed = That page did not arrive. Nothing was lost, and you can go on to your visit. To make an account, check that you are online, then try again.

how-private-title = How we keep this private
how-sealed-title = Locked from end to end
how-sealed-words = Picture, sound, messages, files and your name are locked (encrypted) in your browser before they leave your device. Only the people in your visit have the keys. The practice's computer passes everything on, but cannot open it. The lock is also made to withstand the computers of the future.
how-who-title = Who can come in
how-who-words = Only people with a link from the practice, and only when your clinician lets them in. You always see who is there. Your link belongs to you: please do not pass it on.
how-code-title = See for yourself
how-code-words = During the visit you both see the same six digits. Read them to each other: if they match, nobody stands between you.
how-kept-title = What is kept
how-kept-words = There is no way to record in this program. After the visit the practice keeps that it took place and when, for a limited time. Nothing stays in your browser. No other company is involved, and there is no advertising and no tracking.
how-limits-title = What this cannot protect you from
how-limits-words = Someone in the room who listens along, or someone who films the screen. And you trust the practice to hand out the true program: its code is open, so that anyone can check it.

## Guest: the questions

name-title = What is your name?
name-lead = So that { $host } knows who is at the door.
name-label = Your name
name-hint = Only the people in your visit see it. It is erased when the visit ends.
name-missing = Please type your name first. Your first name is enough.

consent-title = Do you agree to a visit by video?
consent-lead = { $practice } would like you to know:
consent-aside = By choosing Continue you agree. You can stop at any moment.
consent-decline = I do not agree

camera-title = Your camera
camera-title-working = Can you see yourself?
camera-lead-working = Only you see this picture. Nobody sees you yet.
camera-lead-asking = Your browser now asks whether this page may use your camera. Please choose 'Allow'.
camera-asking = Waiting for your answer to the browser's question…
camera-skip = Continue without camera
camera-choose = Which camera
camera-refused-title = The browser does not let us use your camera
camera-refused-words = It was told not to, perhaps in passing. That can be undone. You can also go on without a camera: you then only hear and speak.
camera-missing-title = We found no camera
camera-missing-words = If you have one, check that it is plugged in or switched on, then try again. You can also go on without a camera: you then only hear and speak.
camera-inUse-title = Another program is using your camera
camera-inUse-words = Close other programs and tabs that use the camera, such as another video call, then try again.
camera-failed-title = Your camera does not respond
camera-failed-words = Unplug it and plug it in again, or restart your device, then try again. You can also go on without a camera.

microphone-title = Can we hear you?
microphone-lead-asking = Your browser now asks whether this page may use your microphone. Please choose 'Allow'.
microphone-asking = Waiting for your answer to the browser's question…
microphone-level = Loudness of your voice
microphone-say-something = Say something, such as your name. The bar moves when we hear you.
microphone-lead-working = Nobody else hears you yet.
microphone-heard = We hear you.
microphone-quiet-hint = Does the bar stay still? Choose another microphone, speak closer to it, or check that it is not muted.
microphone-choose = Which microphone
microphone-skip = Continue without microphone
microphone-refused-title = The browser does not let us use your microphone
microphone-refused-words = It was told not to, perhaps in passing. That can be undone. Without a microphone you can listen and write, but not speak.
microphone-missing-title = We found no microphone
microphone-missing-words = If you have one, check that it is plugged in or switched on, then try again. Without a microphone you can listen and write, but not speak.
microphone-inUse-title = Another program is using your microphone
microphone-inUse-words = Close other programs and tabs that use the microphone, such as another call, then try again.
microphone-failed-title = Your microphone does not respond
microphone-failed-words = Unplug it and plug it in again, or restart your device, then try again. Without a microphone you can listen and write, but not speak.

allow-chrome = To undo it: press the sign to the left of the address at the top, switch the camera and microphone on, then choose 'Try again'.
allow-firefox = To undo it: press the crossed-out sign to the left of the address at the top, remove the block, then choose 'Try again'.
allow-safari = To undo it: in the menu Safari, choose 'Settings for this website', allow the camera and microphone, then choose 'Try again'.
allow-ios = To undo it: open Settings on your device, go to the app of your browser, and allow the camera and microphone. Then come back and choose 'Try again'.
allow-other = To undo it: open your browser's settings for this page, allow the camera and microphone, then choose 'Try again'.

device-usual = The usual one
device-unnamed = Device without a name

speaker-title = Can you hear us?
speaker-lead = Play a short sound and listen for it.
speaker-play = Play the sound
speaker-play-again = Play it again
speaker-playing = Playing…
speaker-heard = I hear it
speaker-not-heard = I hear nothing
speaker-good = Good. Your sound works.
speaker-help = A few things to try, then play it again:
speaker-help-volume = Turn up the volume of your device.
speaker-help-silent = Check that your phone is not set to silent.
speaker-help-headphones = If you use headphones, check that they are plugged in or connected.
speaker-choose = Which speaker

alone-title = Can you talk freely where you are?
alone-lead = Think of people nearby, thin walls and open windows.
alone-yes = Yes, nobody else can hear
alone-no = No, someone is near me
alone-tips = That is all right. A few things that help:
alone-tip-door = Go to a room with a door that closes, or sit in a parked car.
alone-tip-headphones = Use headphones, so that only you hear what is said to you.
alone-tip-chat = You can write during the visit what you do not want to say aloud.
alone-tip-curtain = The button 'Curtain' hides and mutes you at once if someone walks in.
headphones-title = Will you use headphones?
headphones-lead = Headphones or earphones keep what your clinician says between the two of you.
headphones-yes = Yes
headphones-no = No
headphones-tip = Please put them on now, before the visit starts.
answer-seen-by-host = Only your clinician sees your answer. You need not answer.

ready-title = You are ready
ready-lead = In the waiting room, { $host } sees your name and that you are there. Nobody sees or hears you until you are let in.
ready-name = Your name
ready-camera = Camera
ready-microphone = Microphone
ready-alone = Can talk freely
ready-headphones = Headphones
ready-works = Works
ready-without = Without
ready-unanswered = Not answered
enter-waiting-room = Enter the waiting room

## Guest: waiting room

waiting-title = You are in the waiting room
waiting-title-entering = You are going into the waiting room
waiting-arriving = We are telling the practice that you are here.
waiting-place = { $before ->
    [0] You are next.
    [one] { $before } person is before you.
   *[other] { $before } people are before you.
}
waiting-host-away = { $host } has not arrived yet. You are in good time.
waiting-host-desk = { $host } sees that you are here.
waiting-host-busy = { $host } is still with someone else, and sees that you are here.
waiting-host-here = { $host } is in the room and will let you in.
waiting-delay = It is running about { $minutes ->
    [one] { $minutes } minute late.
   *[other] { $minutes } minutes late.
}
waiting-note-from = Message from { $host }, { $time }
waiting-nothing-to-do = You need not do anything: the visit starts by itself when { $host } lets you in.
waiting-away = You were away for a while, so your place in the visit has to be given to you again. You need not do anything: { $host } sees that you are back.
away-title = You were away for a while
away-words = Your place in the visit has to be given to you again. Please answer the questions once more: your name was not kept.
waiting-keep-place = You keep your place if your screen goes dark or your connection is away for a moment. Just leave this page open.
waiting-unseen = Only you see this. Nobody sees or hears you yet.
video-own = Your video
video-preview = Preview of your camera

## Guest: after the visit, the seat, consent

ended-title = The visit has ended
ended-title-left = You have left the visit
ended-lead = Thank you. This is your receipt: what was kept, and what was not.
ended-lead-left = The visit goes on without you. To go back in, open your link again.
ended-close = You can close this page now. Nothing of the visit stays in this browser.
receipt-when = { $people ->
    [one] From { $from } to { $to }, { $people } person.
   *[other] From { $from } to { $to }, { $people } people.
}
receipt-not-kept = Not kept
receipt-not-kept-on = Not kept once the visit has ended for everyone
receipt-not-picture = Picture and sound: they were never recorded
receipt-not-chat = Messages and files of this visit
receipt-not-name = The name you gave, and your answers
receipt-not-device = Anything in this browser
receipt-kept = Kept by the practice
receipt-kept-when = { $days ->
    [one] That the visit took place and when, for { $days } day
   *[other] That the visit took place and when, for { $days } days
}
receipt-kept-consent = That you agreed to a visit by video (text { $version })

taken-title = Your visit is open somewhere else
taken-lead = This link is in use in another browser, on another device or in another window.
taken-words = You can continue here. The other browser is asked first and has a short time to say no. If it was not you, call the practice.
taken-take = Continue here
taken-stop = Stop here
contested-title = Someone opened your link elsewhere
contested-words = Is that you, on another device? Then you can move the visit there. If it was not you, stay here.
contested-seconds = { $seconds ->
    [one] { $seconds } second left to answer. Without an answer the visit moves there.
   *[other] { $seconds } seconds left to answer. Without an answer the visit moves there.
}
contested-keep = Stay here
contested-yield = Move it there

declined-title = You have not agreed, and that is all right
declined-lead = Nothing was sent, and your camera and microphone stayed off.
declined-words = Call the practice if you would rather come in person or talk by telephone, or if you have a question about the visit by video.
declined-back = Read the question again

## Problems: what happened, what was lost, what to do next

problem-lost = What was lost
problem-next = What to do now

problem-linkUnknown-title = We do not know this link
problem-linkUnknown-what = There is no visit for it here. It may be mistyped, or the visit was long ago.
problem-linkUnknown-lost = Nothing. Nothing was sent.
problem-linkUnknown-next = Open the link straight from the message or letter of your practice. If that does not help, ask them for a new one.
problem-linkExpired-title = This link is no longer valid
problem-linkExpired-what = Links to a visit work for a limited time, so that nobody else can use them later.
problem-linkExpired-lost = Nothing. Nothing was sent.
problem-linkExpired-next = Ask the practice for a new link.
problem-linkDamaged-title = Part of the link is missing
problem-linkDamaged-what = The link was cut off or changed on its way to you. The missing part holds the key that keeps your visit private.
problem-linkDamaged-lost = Nothing. Nothing was sent.
problem-linkDamaged-next = Go back to the message and open the link from there, or copy all of it, up to the very last character. If that does not help, ask the practice for a new link.
problem-practiceMismatch-title = This is not the practice your link was made for
problem-practiceMismatch-what = The computer that answered could not prove that it belongs to your practice. We stopped to protect you.
problem-practiceMismatch-lost = Nothing. Nothing was sent.
problem-practiceMismatch-next = Do not go on with this link. Call the practice on a number you know, and tell them what you see here.
problem-visitEnded-title = This visit is over
problem-visitEnded-what = The clinician has ended the visit for everyone.
problem-visitEnded-lost = Nothing of it was recorded.
problem-visitEnded-next = You can close this page. Call the practice if you had expected to be seen.
problem-visitCancelled-title = This visit was cancelled
problem-visitCancelled-what = The practice has called this visit off.
problem-visitCancelled-lost = Nothing. Nothing was sent.
problem-visitCancelled-next = Call the practice to make a new appointment, if they have not told you about one.
problem-visitFull-title = There is no free place in this visit
problem-visitFull-what = As many people as the visit can hold are already in it.
problem-visitFull-lost = Nothing. Your link stays valid.
problem-visitFull-next = Try again in a moment, or call the practice.
problem-refused-title = You were not let in
problem-refused-what = The clinician did not let you into this visit. Perhaps the time is not right, or they expected someone else.
problem-refused-lost = Nothing. Nobody saw or heard you.
problem-refused-next = Call the practice to ask when you can come.
problem-removed-title = You are no longer in the visit
problem-removed-what = The clinician has ended your part of the visit. The others may still be talking.
problem-removed-lost = Nothing was recorded. Messages of this visit can no longer be read here.
problem-removed-next = You can close this page. If you think it was a mistake, call the practice.
problem-seatMoved-title = Your visit continues in the other browser
problem-seatMoved-what = You, or someone with your link, went on with the visit there.
problem-seatMoved-lost = Nothing. This page has stopped and keeps nothing.
problem-seatMoved-next = Go to the other device or window. If that was not you, call the practice now.
problem-seatKept-title = Your visit stays in the other browser
problem-seatKept-what = The other browser was asked, and the answer was to stay there.
problem-seatKept-lost = Nothing. The visit goes on there.
problem-seatKept-next = Go to the other device or window. If that is not yours, call the practice now.
problem-browserTooOld-title = This browser cannot keep your visit private
problem-browserTooOld-what = It is too old, or lacks what we need to lock picture and sound. We never connect you without that.
problem-browserTooOld-lost = Nothing. Your link stays valid.
problem-browserTooOld-next = Update your browser, or open the link in a new version of Chrome, Edge, Firefox or Safari. Another phone, tablet or computer is fine too.
problem-insecurePage-title = This page was not opened securely
problem-insecurePage-what = The address does not start with https://, so your browser does not protect the connection. We stopped here.
problem-insecurePage-lost = Nothing. Nothing was sent.
problem-insecurePage-next = Open the link straight from the message of your practice. If that does not help, call them.
problem-offline-title = We cannot reach the practice
problem-offline-what = Your internet connection may be away, or the practice's computer does not answer for the moment.
problem-offline-lost = Nothing. You keep your place, and we keep trying.
problem-offline-next = Check that you are online: is Wi-Fi or mobile data on? Leave this page open.
problem-sealFailed-title = A safety check failed
problem-sealFailed-what = Someone in this visit could not prove who they are, so we stopped before picture or sound could leave your device.
problem-sealFailed-lost = Nothing. Nothing left your device that was not locked.
problem-sealFailed-next = Try again. If this page comes back, call the practice on a number you know, and tell them what you see here.
problem-otherHost-title = Someone else opened the door
problem-otherHost-what = You were let in by someone of the practice, but not by the clinician whose name you were shown. We stopped before picture or sound left your device.
problem-otherHost-lost = Nothing. Nobody saw or heard you.
problem-otherHost-next = Call the practice and ask who will see you. If that is right, ask them for a new link.
problem-noMedia-title = Picture and sound could not be connected
problem-noMedia-what = The practice's computer did not take up the connection for picture and sound. Everything else works.
problem-noMedia-lost = Nothing was recorded. Your link stays valid.
problem-noMedia-next = Try again. If that does not help, open the link in another browser or on another device, or call the practice.
problem-serverFull-title = It is very busy right now
problem-serverFull-what = The practice's computer has no room for another visit at this moment.
problem-serverFull-lost = Nothing. Your link stays valid.
problem-serverFull-next = Try again in a few minutes, or call the practice.
problem-serverStopping-title = The practice's computer is being restarted
problem-serverStopping-what = That usually takes less than a minute.
problem-serverStopping-lost = Nothing. Your link stays valid.
problem-serverStopping-next = Leave this page open, or try again in a minute.
problem-consentOutdated-title = The practice has changed its text
problem-consentOutdated-what = What you agreed to has changed in the meantime, so we ask you once more.
problem-consentOutdated-lost = Nothing. Your other answers are kept.
problem-consentOutdated-next = Try again to read the new text.
problem-internal-title = Something went wrong on our side
problem-internal-what = It is a fault in this program, not something you did.
problem-internal-lost = Nothing was recorded. Your link stays valid.
problem-internal-next = Try again, or open your link again. If that does not help, call the practice.

## The call

call-tab = Video visit
call-notices = Notices
call-people-pictures = People in the visit
call-connecting = Connecting you with the others…
call-nobody-else = Nobody else is in the visit at this moment.
network-searching = Your network does not let picture and sound through in the usual way. We are trying the other ways; this can take half a minute.
network-detour = Your network lets picture and sound through only by a detour. That works, and is just as private; it may be a little less smooth.
network-understood = All right
network-weak = Your connection is weak. Sound goes first, so the picture may stop. Using less data often helps.
network-weak-still = Your connection is weak. Move closer to your Wi-Fi, or change to another network, such as mobile data.
frugal-title = Use of data
frugal-words = With less data, pictures to and from you are small. Sound stays as it is. It helps where the connection is weak or costs money.
frugal-on = Use less data
frugal-off = Use as much as needed
network-blocked = Picture and sound do not get through your network. We keep trying. It often helps to change to another network: switch off Wi-Fi and use mobile data, or the other way round. You keep your place.
sealed = End-to-end encrypted
sealing = Encryption is being set up…
sound-held-back = Your browser is holding back the sound.
sound-on = Turn on sound

video-of = Video of { $name }
video-screen-of = Screen of { $name }
screen-of = Screen of { $name }
screen-yours = You are sharing your screen. Everyone in the visit sees it.
role-clinician = Clinician
role-patient = Patient
role-unproved = Someone who is joining
role-companion = Companion
tile-own-camera-off = Your camera is off
tile-camera-off = Camera is off
tile-away = { $name } lost the connection. We are waiting for them.
tile-sealing = Encryption is being set up…
tile-muted = Muted
quality-good = Good connection
quality-fair = Fair connection
quality-poor = Poor connection
quality-unknown = Connection not measured yet

controls = Controls
microphone = Microphone
camera = Camera
speaker = Speaker
curtain = Curtain
curtain-key = Alt+C
share-screen = Share screen
share-screen-stop = Stop sharing the screen
chat = Chat
chat-unread = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
people = People
invite = Invite
devices = Devices
more = More
control-on = on
control-off = off
control-none = none
step-out = Step out
step-out-menu = Step out, the visit goes on
end-visit = End visit
end-visit-hint = ends it for everyone

cover-title = Your curtain is drawn: nobody sees or hears you
cover-words = Camera and microphone are off, and so is the sound of the others here. The visit goes on.
cover-open = Open the curtain
cover-key = Or press Alt and C together.

panel-close = Close: { $panel }
chat-none = No messages yet. What you write here is encrypted too, and gone when the visit ends.
chat-lines = Messages
chat-sending = Being sent…
chat-failed = This message was not sent. Please send it again.
chat-new = New message from { $from }: { $text }
message = Message
send = Send
attach = Attach a file
file-progress = Progress of { $name }
file-sending = { $share } sent
file-arriving = { $share } arrived
file-failed = This file did not arrive whole. Nothing was saved. Please ask for it again.
file-failed-sending = This file was not sent. Please try again.
file-not-sent = This file could not be sent. It may be too large (at most 20 MB), or the connection was lost. Your messages are not affected.
file-save = Save
warn-card = This looks like the number of a bank or credit card. Nobody needs it in the chat. Are you sure you want to send it?
warn-insurance = This looks like an insurance or citizen number. Send it only if your clinician asked for it just now.

spoken-code = Spoken code
code-compare = Compare
code-compared = Compared
code-differs = Differs
code-explain = Explain
code-making-short = Spoken code: being made…
code-failed-short = Spoken code: could not be made
code-panel = Compare the code
code-prompt = Please compare the spoken code, to be sure that nobody stands between you.
code-renewed = The code is new: compare again. What you compared before no longer counts.
code-prompt-open = Show me how
code-how = Read these six digits aloud to each other. Every screen in this visit must show the same.
code-same = It is the same
code-different = It is different
code-same-words = Good. Nobody stands between you. If someone joins or leaves, a new code is made.
code-different-title = Say nothing private for now
code-different-repeat = Read the digits to each other once more. If someone joined or left just now, the code is new.
code-different-stop = Still different? Then someone may stand between you. End the visit.
code-different-call = Call each other on a telephone number you already know.
code-making = The code is being made. It appears once everybody's device has taken part.
code-alone = The code appears as soon as somebody else is in the visit.
code-failed = The code could not be made for this group. Your visit is still encrypted, but you cannot prove it with a code. Leave the visit and come in again, or tell the practice.
code-why-title = Why a code?
code-why = It is worked out by your devices from the keys of this visit. If anybody stood in between, your digits would differ. Hearing the digits in a voice that you know is the proof.

person-self = (you)
person-away = connection lost, expected back
person-microphone-on = microphone on
person-microphone-off = microphone off
person-camera-on = camera on
person-camera-off = camera off
person-sealed = Encrypted
person-unannounced = In the call, not announced by the server
person-sealing = Encryption is being set up
remove-person = Remove { $name }

door = At the door

## The clinician's desk

desk-tab = Desk
desk-tab-waiting = ({ $count }) Desk
desk-title = Today's visits
desk-sound = Sound when someone arrives
desk-waiting = { $count ->
    [0] Nobody is waiting.
    [one] { $count } person is waiting.
   *[other] { $count } people are waiting.
}
desk-room-full = There is no room for another visit at this moment. Nobody in a visit is disturbed by that. Try again once one of them is over.
desk-room-lost = The room could not be opened. The connection may have been lost, or the visit is over. The others may still be in it: you can try to go in again from here.
desk-none = There are no visits today.
desk-entering-title = Opening the room
desk-entering-lead = If your browser asks whether this page may use your camera and microphone, please choose 'Allow'.
desk-entering-wait = Waiting for your camera and microphone…
desk-ended-title-left = You have stepped out
desk-ended-lead-left = The visit goes on without you. From the desk you can go in again.
back-to-desk = Back to the desk
visit-length = { $minutes } min
visit-state-scheduled = Planned
visit-state-open = Open
visit-state-inSession = Under way
visit-state-ended = Ended
visit-state-erased = Ended and erased
visit-state-cancelled = Cancelled
visit-state-missed = Nobody came
visit-sensitive = Discreet
visit-marked = Marked
alias-patient = Patient { $alias }
alias-companion = Companion { $alias }
visit-late = { $minutes } min late
visit-on-time = On time
visit-delay = Delay
visit-in-call = { $count ->
    [one] { $count } person in the room
   *[other] { $count } people in the room
}
visit-expected = { $count ->
    [one] { $count } person not here yet
   *[other] { $count } people not here yet
}
visit-nobody = Nobody here
visit-go-in = Go into the room
visit-go-in-again = Go into the room again
admit = Admit { $name }
admit-all = Admit all { $count } who wait
refuse = Refuse
refuse-title = Do not let in { $name }
refuse-words = They are told that they were not let in, and to call the practice. They do not see the reason.
refuse-another-time = It is not the right time
refuse-not-expected = I expect someone else
refuse-unspecified = Without a reason
note = Message
note-to = to { $name }
note-label = Message to { $name }
note-send = Send message
not-genuine = The proof of this link does not hold: this may not be the person you invited. They cannot be let in. Call them, and invite them anew.
caution-unknown = The practice's computer says that this person is in the call already, but you have not let them in here. Admit them only if you expect them.
caution-broke = Something from this person's device disturbed the encryption, so the room was made anew without them. Admit them only if you know who it is.
caution-barred = You refused or removed this person. They cannot come in again with this link. Refuse them, or invite them anew.
waited = { $minutes ->
    [0] just arrived
    [one] waiting { $minutes } minute
   *[other] waiting { $minutes } minutes
}
fact-alone = can talk freely
fact-not-alone = someone is near
fact-headphones = headphones
fact-no-camera = no camera
fact-offline = connection away, place kept

invite-title = Invite someone
invite-whom = Who is the link for?
invite-companion = A companion: interpreter, relative or colleague
invite-patient = A patient
invite-making = Making the link…
invite-making-code = Drawing the code…
invite-failed = The link could not be made. Nobody was invited. Please try again.
invite-made = This link is for one person. It is shown here only once, so pass it on now.
invite-link = Link
invite-copy = Copy the link
invite-copied = Copied. Paste it into a message to that person.
invite-share = Share
invite-show-code = Show a code to scan
invite-hide-code = Hide the code
invite-code-label = Code to scan with a phone's camera: opens the link
invite-care = Whoever has the link can knock as that person. Send it yourself, by a way you trust. You still decide whom you let in.
