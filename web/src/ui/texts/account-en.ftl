# The words of accounts, in English: making one, signing in, one's own account; of staff and of patients.

field-optional = { $label } (may be left empty)
visit-day-time = { $day }, { $time }
keep = Leave it as it is

## Passkeys

passkey-what-title = What is a passkey?
passkey-what = A passkey replaces a password: your device keeps it and uses it after you show your face or finger or enter its code, so there is nothing to remember and nothing that can be stolen from the practice.
passkey-asking = Your device is asking you. Follow what it shows…

## Enrolling

enrol-loading = Your link is being checked…
enrol-practice-title = What is your practice called?
enrol-practice-lead = You are setting up a new practice. Patients read this name on their invitations.
enrol-practice-label = Name of the practice
enrol-practice-hint = For example: Willow Street Practice.
enrol-practice-missing = Please fill in the name of your practice.
enrol-telephone-label = Telephone
enrol-telephone-hint = The number that patients call when something does not work.
enrol-you-title = And who are you?
enrol-you-lead = You will be the practice's first administrator: you decide who else works here.
enrol-you-hint = As patients and colleagues should read it, for example: Dr. Amara Okafor.
enrol-you-missing = Please fill in your name.
enrol-holds-visits = I hold visits myself
enrol-holds-visits-hint = You get a desk of your own. Leave it off if you only look after the practice.
enrol-welcome-tab = Welcome
enrol-welcome-title = Welcome to { $practice }
enrol-welcome-lead = { $inviter } invites you to work here. It takes about two minutes, and you need this device only.
enrol-welcome-roles = What you may do
enrol-welcome-wrong = Is your name wrong, or is this not meant for you? Then stop here and tell { $inviter }. Nothing has been set up yet.
enrol-passkey-title = Make your passkey
enrol-passkey-words = With it you sign in here, and it locks your keys: with them you read what is meant for you alone. When your device asks where to keep it, choose this device, your phone or a security key.
enrol-passkey-make = Make a passkey
enrol-keys-making = Your keys are being made on this device…
enrol-to-sign-in = Sign in

enrol-trouble-cancelled = No passkey was made
enrol-trouble-cancelled-next = The question was closed, or it took too long. Nothing was lost: press 'Make a passkey' to be asked again.
enrol-trouble-unsupported = This browser cannot make passkeys
enrol-trouble-unsupported-next = Nothing was lost. Use a password instead, or open your link in a new version of Chrome, Edge, Firefox or Safari, or on another device.
enrol-trouble-noPrf = This passkey cannot lock your keys
enrol-trouble-noPrf-next = Nothing was lost. Choose another place to keep it, such as your phone or a security key, or use a password instead.
enrol-trouble-failed = Your device could not make a passkey
enrol-trouble-failed-next = Nothing was lost. Try again, or open your link in another browser or on another device.
enrol-trouble-offline = We cannot reach the practice's computer
enrol-trouble-offline-next = What you filled in and what you made are kept. Check that you are online, then press the button again.
enrol-trouble-tooMany = That was tried too often
enrol-trouble-tooMany-next = Nothing was lost. Wait a minute, then press the button again.
enrol-trouble-tooLate = Too much time has passed
enrol-trouble-tooLate-next = The practice's computer no longer accepts your passkey or password. Please make it once more. You get a new sheet: throw the first one away.
enrol-trouble-internal = Something went wrong on our side
enrol-trouble-internal-next = It is a fault in this program, not something you did. Nothing was lost: try again.

sheet-title = Keep this sheet
sheet-lead = If you ever lose your passkey or your password, this code is the only way back to your keys. It is shown here only once. Print it, or copy it by hand.
sheet-label = Recovery sheet
sheet-practice = Practice
sheet-name = Name
sheet-date = Date
sheet-for = This code opens your account at the practice, should your passkey or your password be lost.
sheet-care = Keep it on paper in a place that only you can reach, and not on your computer. Nobody from the practice will ever ask you for it.
sheet-print = Print the sheet
sheet-kept = I have kept it
kept-title = Is it really kept?
kept-lead = Take the sheet you just kept and type these two groups from it.
kept-group = Group { $group }
kept-mistyped = That is not what is on the sheet. Please look again: every group has four letters and digits. With 'Back' you see the sheet once more.
kept-finish = Finish
kept-finishing = Your account is being set up…

unconfirmed-tab = Waiting to be confirmed
unconfirmed-title = Well done, { $name }. One step is left
unconfirmed-lead = An administrator has to confirm you; this page notices by itself.
unconfirmed-wait = Waiting for an administrator…
unconfirmed-words = Tell the person who invited you that you are ready. You may also close this page and sign in later.

problem-enrolUnknown-title = We do not know this link
problem-enrolUnknown-what = It may be mistyped, or it was used up long ago. A link to set up a new practice is also replaced each time the practice's computer starts.
problem-enrolUnknown-lost = Nothing. Nothing was set up.
problem-enrolUnknown-next = Copy the whole link once more. To set up a new practice, use the link that was printed at the latest start; otherwise ask the person who invited you.
problem-enrolUsed-title = This link can no longer be used
problem-enrolUsed-what = It was used already, or it is too old. Each link works once, and only for some days.
problem-enrolUsed-lost = Nothing. If you used it yourself, your account is there.
problem-enrolUsed-next = If you have an account already, sign in. Otherwise ask the person who invited you for a new link. If somebody else may have used it, tell them now.
problem-enrolDamaged-title = Part of the link is missing
problem-enrolDamaged-what = The link was cut off or changed on its way to you. The missing part proves to your practice that it is you.
problem-enrolDamaged-lost = Nothing. Nothing was sent.
problem-enrolDamaged-next = Go back to the message and copy all of the link, up to the very last character. If that does not help, ask for a new one.
problem-enrolUnproved-title = A safety check failed
problem-enrolUnproved-what = Whoever is named as inviting you could not prove to be an administrator of this practice. We stopped before anything was made.
problem-enrolUnproved-lost = Nothing. Nothing left your device.
problem-enrolUnproved-next = Call the person who invited you on a number you know, and tell them what you see here.
problem-notSignedIn-title = You are not signed in any more
problem-notSignedIn-what = Your session has ended.
problem-notSignedIn-lost = Nothing. Visits go on, and who waits keeps the place.
problem-notSignedIn-next = Sign in again.

## Signing in and out

sign-in-title = Sign in
sign-in-lead = For everyone with an account here. For a visit you need none: open the link that the practice sent you.
sign-in-passkey = Sign in with a passkey
sign-in-opening = Your keys are being opened…
sign-in-no-account = As a patient you can make an account with the link of your visit, before you enter the waiting room. Those who work here get theirs by the link of an administrator.
sign-in-trouble-cancelled = You were not signed in
sign-in-trouble-cancelled-next = The question was closed, it took too long, or there is no passkey for this practice on this device. Try again, or use the device on which you made it.
sign-in-trouble-unsupported = This browser has no passkeys
sign-in-trouble-unsupported-next = Use a password instead, if you have one, or open this page in a new version of Chrome, Edge, Firefox or Safari, or on another device.
sign-in-trouble-noPrf = This passkey did not open your keys here
sign-in-trouble-noPrf-next = This browser cannot use it for that. Use the browser or the device on which you made it, or a password, if you have one.
sign-in-trouble-failed = Your device could not use the passkey
sign-in-trouble-failed-next = Nothing was lost. Try again, or use another browser or device.
sign-in-trouble-unknown = The practice does not know this passkey
sign-in-trouble-unknown-next = It may belong to another practice, or your access has ended. Try another passkey, or ask the practice.
sign-in-trouble-notSetUp = There is no practice here yet
sign-in-trouble-notSetUp-next = To set it up, open the link that the practice's computer showed when it was started.
sign-in-trouble-offline = We cannot reach the practice's computer
sign-in-trouble-offline-next = Nothing was lost. Check that you are online, then try again.
sign-in-trouble-tooMany = That was tried too often
sign-in-trouble-tooMany-next = Wait a minute, then try again.
sign-in-trouble-vaultClosed = Your keys could not be opened
sign-in-trouble-vaultClosed-next = The passkey is right, but what the practice's computer keeps for you does not fit it. You were not signed in. Tell the practice what you see here.
sign-in-trouble-vaultOld = What the practice's computer handed out is older than it should be
sign-in-trouble-vaultOld-next = This browser has seen a newer version of your keys, so it stopped: with an older one, a passkey or password that you removed could work again. You were not signed in. Tell the practice what you see here; perhaps the computer was set back to an old copy.
sign-in-trouble-internal = Something went wrong on our side
sign-in-trouble-internal-next = It is a fault in this program, not something you did. Nothing was lost: try again.
sign-out = Sign out
sign-out-words = Your keys leave this device's memory at once. Visits that are planned stay planned.
sign-out-here = Sign out here
sign-out-everywhere = Sign out on all devices
signed-out-left = You are signed out. Your keys are no longer in this browser.
signed-out-leftUntold = You are signed out here, and your keys are no longer in this browser. The practice's computer could not be told; it ends your session by itself within 15 minutes.
signed-out-leftUntoldEverywhere = You are signed out here, but the practice's computer could not be told, so your other devices are still signed in. Once you are online, sign in and sign out on all devices again.
signed-out-idle = You were signed out because nothing was done here for 15 minutes. Nothing was lost: sign in to go on.
signed-out-deleted = Your account was deleted, and you are signed out everywhere. Your device may still show a passkey for it: you can delete it there.
signed-out-ended = Your session has ended: its time was over, or it was ended on another device or by the practice. Nothing was lost: sign in to go on.

## The head of the pages

staff-pages = Pages
staff-to-account = Your account
staff-to-practice = Practice
staff-to-desk = Desk

## Coming in by the recovery sheet

sign-in-code = Use your recovery sheet
code-title = Sign in with your recovery sheet
code-lead = If you lost your passkey or your password, the code on your sheet opens your account. Right after that you make a new passkey or password and get a new sheet.
code-label = Code on your sheet
code-hint = Eight groups of four. Capitals, spaces and hyphens do not matter.
code-missing = Please type the code from your sheet.
code-mistyped = This code is not complete or not right. Nothing was sent. Please compare it with your sheet group by group: eight groups, each of four letters and digits.
code-sign-in = Sign in with the code
code-trouble-unknown = The practice does not know this code
code-trouble-unknown-next = It may be from an older sheet, which a newer one replaced, or from another practice, or your access has ended. Look for your latest sheet, or ask the practice.
code-trouble-notSetUp = There is no practice here yet
code-trouble-notSetUp-next = To set it up, open the link that the practice's computer showed when it was started.
code-trouble-offline = We cannot reach the practice's computer
code-trouble-offline-next = Nothing was lost, and your sheet still works. Check that you are online, then try again.
code-trouble-tooMany = That was tried too often
code-trouble-tooMany-next = Nothing was lost. Wait a minute, then try again.
code-trouble-vaultClosed = Your keys could not be opened
code-trouble-vaultClosed-next = The code is right, but what the practice's computer keeps for you does not fit it. You were not signed in. Tell the practice what you see here.
code-trouble-vaultOld = What the practice's computer handed out is older than it should be
code-trouble-vaultOld-next = This browser has seen a newer version of your keys, so it stopped. You were not signed in, and nothing was changed. Tell the practice what you see here; perhaps the computer was set back to an old copy.
code-trouble-internal = Something went wrong on our side
code-trouble-internal-next = It is a fault in this program, not something you did. Nothing was lost, and your sheet still works: try again.

## A new sheet

renewal-title-lost = Make a new way in
renewal-lead-lost = Your code is right. With a new passkey you sign in again from now on, on this device.
renewal-words-lost = You were signed out on your other devices. The passkeys and the password you had are removed, and your sheet is replaced by a new one, but only at the very end: until then your old sheet still works.
renewal-make-lost = Make a new passkey
renewal-stop-lost = Stop and sign out
renewal-title-sheet = Make a new recovery sheet
renewal-lead-sheet = You get a sheet with a new code. Do this if the old one is lost, or if somebody may have read it.
renewal-words-sheet = At the very end the old sheet is worth nothing any more: throw it away then. Until then it still works. Your passkeys and your password stay as they are.
renewal-make-sheet = Make the new sheet
renewal-stop-sheet = Keep the old sheet
renewal-making = Your new sheet is being made on this device…
renewal-finishing = The practice's computer is being told…
renewal-old-works = Nothing was changed: your old sheet still works.
renewal-keep-both = Keep both sheets until this has worked: until then the old one may still be the one that counts.

ways-trouble-cancelled = No passkey was made
ways-trouble-cancelled-next = The question was closed, or it took too long. Try again when you are ready.
ways-trouble-unsupported = This browser cannot make passkeys
ways-trouble-unsupported-next = Use a password instead, or a new version of Chrome, Edge, Firefox or Safari, or another device.
ways-trouble-noPrf = This passkey cannot lock your keys
ways-trouble-noPrf-next = Choose another place to keep it, such as your phone or a security key, or use another browser.
ways-trouble-failed = Your device could not make a passkey
ways-trouble-failed-next = It may hold one for this account already: then you can sign in with that. Otherwise try again, or use another browser or device.
ways-trouble-offline = We cannot reach the practice's computer
ways-trouble-offline-next = Check that you are online, then try again.
ways-trouble-tooMany = That was tried too often
ways-trouble-tooMany-next = Wait a minute, then try again.
ways-trouble-tooLate = Too much time has passed
ways-trouble-tooLate-next = The practice's computer no longer accepts what you made. Please make it once more. If you were given a new sheet with it, throw that one away.
ways-trouble-full = You have too many passkeys
ways-trouble-full-next = The practice's computer takes no more of them. Nothing was changed: remove one that you do not use, then add this one again.
ways-trouble-conflict = Your ways in were changed elsewhere
ways-trouble-conflict-next = Another device was faster, and nothing was changed here. Sign in again to see what is so now. If it was not you, sign out on all devices then.
ways-trouble-internal = Something went wrong on our side
ways-trouble-internal-next = It is a fault in this program, not something you did. Nothing was changed: try again.
ways-sign-in-again = Sign in again

## One's own account

account-title = Your account
account-lead = What the practice has you down for, and how you come in.
account-passkeys = Passkeys
account-passkeys-words = Each of them opens your account. A second one, on another device, helps when the first is lost.
account-changing = Your account is being changed…
account-done-added = The passkey was added. You can sign in with it from now on.
account-done-removed = The passkey was removed. It opens nothing here any more.
account-done-renewed = Your new recovery sheet counts from now on. Throw the old one away.
account-done-passwordSet = Your password counts from now on. You can sign in with it.
account-done-passwordRemoved = The password was removed. It opens nothing here any more.
account-password-words = With a user name and a password you can sign in anywhere, also where there are no passkeys.
account-password-app = A code of your app is asked for as well.
account-password-alone = No app code is asked for.
account-password-set = Set a password
account-password-replace = Replace the password
account-password-remove = Remove the password
account-password-remove-title = Remove your password?
account-password-remove-words = It opens nothing here any more, nor does your code app, and you are signed out on your other devices. Your passkeys stay as they are.
account-password-last = The last way in cannot be removed: you could not come in any more. Add a passkey first.
account-sheet-words = The code on your sheet opens your account should everything else be lost.
account-sheet-renew = Make a new recovery sheet
account-sessions = Where you are signed in
account-sessions-words = Is there one that is not yours? Sign out on all devices. Then sign in again, remove any passkey you do not know, replace your password, and make a new recovery sheet.
passkey-made = Made on { $day }
passkey-used = Last used: { $moment }
passkey-unused = Not used to sign in yet
passkey-last = The last way in cannot be removed: you could not come in any more. Add another passkey or set a password first.
passkey-add = Add a passkey
passkey-add-words = Your device will ask where to keep it: on this device, on your phone or on a security key.
passkey-name = Name of the passkey
passkey-name-hint = So that you know it again, for example: Phone.
passkey-name-missing = Please fill in a name.
passkey-remove = Remove { $name }
passkey-remove-title = Remove the passkey { $name }?
passkey-remove-words = It opens nothing here any more, and you are signed out on your other devices. Your device may still show it: you can delete it there.
passkey-remove-do = Remove the passkey
session-own = this one
session-since = Since: { $moment }
session-seen = Last seen: { $moment }
session-end = Sign out there
session-ending = Signing out there…
session-ended = It was signed out there. If it was not you, replace your password or passkeys too, and make a new recovery sheet.
client-other = another program
client-on = { $browser } on { $system }

newcomers = { $count ->
    [one] Your account was just signed in on { $client }. If that was not you: end all sessions.
   *[other] Your account was just signed in { $count } times elsewhere, the last time on { $client }. If that was not you: end all sessions.
}
newcomers-look = Look at your sessions
newcomers-dismiss = That was me

## Passwords

password-instead = Use a password instead
password = Password
password-show = Show
password-hide = Hide
password-missing = Please fill in your password.
user-name = User name
user-name-hint = You choose it, and type it to sign in. Capitals do not matter.
user-name-missing = Please fill in a user name.
user-name-taken = Somebody else at the practice has this user name. Please choose another one.
user-name-title = Choose another user name
user-name-lead = Somebody else at the practice has this one already. Your password stays as you set it.
user-name-use = Use this user name
password-no-passkeys = This browser has no passkeys
password-no-passkeys-words = You can use a password instead, which works in every browser. Or go on in a new version of Chrome, Edge or Safari, or on another device.

password-title = Set a password
password-lead = With it you sign in here, and it locks your keys: with them you read what is meant for you alone.
password-hint = At least 8 characters. From 15 characters on you need no code app. You may paste it.
password-short = { $missing ->
    [one] { $missing } more character is needed.
   *[other] { $missing } more characters are needed.
}
password-checking = The list of breached passwords is being fetched…
password-listed = This password is among those that were stolen elsewhere and published. It would be tried first: please choose another one.
password-guessable-next = Please choose a longer one: three or four words that have nothing to do with each other are good.
password-why-straightRow = A row of keys on the keyboard is easy to guess.
password-why-keyPattern = A short pattern on the keyboard is easy to guess.
password-why-simpleRepeat = One character again and again is easy to guess.
password-why-extendedRepeat = The same characters again and again are easy to guess.
password-why-sequences = A sequence such as abc or 6543 is easy to guess.
password-why-recentYears = A year of our time is easy to guess.
password-why-dates = A date is easy to guess.
password-why-topTen = This is one of the ten passwords that are used most.
password-why-topHundred = This is one of the hundred passwords that are used most.
password-why-common = Many people use this password.
password-why-similarToCommon = This is nearly a password that many people use.
password-why-wordByItself = A single word is easy to guess.
password-why-namesByThemselves = A single name is easy to guess.
password-why-commonNames = Names are easy to guess.
password-why-userInputs = Your name, your user name and the name of your practice are easy to guess.
password-why-other = This password is easy to guess.
password-needs-app = This password is good, together with a code app: you set it up in the next step. From 15 characters on you can do without.
password-enough = This is a good password.
password-with-app = Ask for a code from an app as well
password-with-app-hint = An app on your phone shows a new code every half minute. Who learns your password cannot sign in without it.
password-good-title = What makes a good password?
password-good = Length counts. Three or four words that have nothing to do with each other are easier to remember than signs and digits, and harder to guess. Best is one that a password manager makes and keeps for you.
password-refused = Passwords that were stolen elsewhere and published are refused, as are those that are easy to guess.
password-refused-most = The { $count } most common passwords that were stolen elsewhere and published are refused, as are those that are easy to guess.
password-private = This is checked on your device. The practice's computer never learns your password.
password-set = Set the password
password-preparing = Your password is being prepared on this device. That takes a few seconds, on purpose: it makes guessing slow…
password-finishing = One moment, it is nearly done…
password-trouble-offline = We cannot reach the practice's computer
password-trouble-offline-next = What you typed is still here. Check that you are online, then press the button again.
password-trouble-tooMany = That was tried too often
password-trouble-tooMany-next = What you typed is still here. Wait a minute, then press the button again.
password-trouble-tooLate = The practice's computer did not accept that
password-trouble-tooLate-next = Perhaps too much time has passed. Nothing was changed: go back, and set the password once more.
password-trouble-conflict = Your ways in were changed elsewhere
password-trouble-conflict-next = Another device was faster, and nothing was changed here. Sign out and in again to see what is so now.
password-trouble-internal = Something went wrong on our side
password-trouble-internal-next = It is a fault in this program, not something you did. Nothing was changed: try again.

app-title = Set up your code app
app-lead = Open an app for codes on your phone (there are several, such as Aegis, Google Authenticator or the one of your password manager), and point it at this picture.
app-picture = Picture for your code app
app-typed = Or type this key into the app by hand:
app-check = Check the code
app-code-title = Type the code of your app
app-code-lead = Your password is right. Open your code app: it shows a code for Curtain.
app-code-label = Code of your app
app-code-hint = Six digits. It changes every half minute.
app-code-wrong = That is not the code that your app shows now. Wait for the next one and type that.
app-code-trying = The code is being checked…

password-in-title = Sign in with your password
password-trying = Your password is being tried. That takes a few seconds, on purpose: it makes guessing slow…
password-in-trouble-wrong = The user name or the password is not right
password-in-trouble-wrong-next = You were not signed in. Look at what you typed, and mind capitals in the password. If you do not know it any more, go back to use your passkey, or use your recovery sheet.
password-in-trouble-again = Please begin again
password-in-trouble-again-next = The code was wrong too often, or too much time has passed. Type your password once more.
password-in-trouble-passkey = The passkey did not open your account
password-in-trouble-passkey-next = Nothing was lost. Sign in with your password, or go back to try the passkey again.
password-in-trouble-notSetUp = There is no practice here yet
password-in-trouble-notSetUp-next = To set it up, open the link that the practice's computer showed when it was started.
password-in-trouble-offline = We cannot reach the practice's computer
password-in-trouble-offline-next = Nothing was lost. Check that you are online, then try again.
password-in-trouble-tooMany = That was tried too often
password-in-trouble-tooMany-next = To keep others from guessing, passwords are not taken for this user name for a while. Wait some minutes, or come in now with your passkey or your recovery sheet.
password-in-trouble-vaultClosed = Your keys could not be opened
password-in-trouble-vaultClosed-next = The password is right, but what the practice's computer keeps for you does not fit it. You were not signed in. Tell the practice what you see here.
password-in-trouble-vaultOld = What the practice's computer handed out is older than it should be
password-in-trouble-vaultOld-next = This browser has seen a newer version of your keys, so it stopped: with an older one, a passkey or password that you removed could work again. You were not signed in. Tell the practice what you see here; perhaps the computer was set back to an old copy.
password-in-trouble-internal = Something went wrong on our side
password-in-trouble-internal-next = It is a fault in this program, not something you did. Nothing was lost: try again.

## Showing again who one is

proof-title = Show that it is you
proof-words = You signed in a while ago, and this is something that only you should do. What you filled in is kept, and goes on by itself afterwards.
proof-passkey = Use your passkey
proof-choose-passkey = Use your passkey instead
proof-choose-password = Use your password instead
proof-choose-sheet = Use your recovery sheet instead
proof-cancel = Do not do it
proof-busy-passkey = Your device is asking you. Follow what it shows…
proof-busy-password = One moment, this is being checked…
proof-busy-sheet = The code is being checked…
proof-trouble-notYou = That was not right. Nothing was done. Please try again, or use another way.
proof-trouble-mistyped = This code is not complete or not right. Nothing was sent. Please compare it with your sheet group by group.
proof-trouble-again = The code was wrong too often, or too much time has passed. Please begin again.
proof-trouble-passkey = The question was closed, or your device did not use a passkey. Try again, or use another way.
proof-trouble-offline = The practice's computer could not be reached. Nothing was lost. Please try again.
proof-trouble-tooMany = That was tried too often. Wait some minutes, or use another way.
proof-trouble-internal = That did not work. It is a fault in this program, not something you did. Please try again.
