# The words of patients' accounts, in English: making one on the way to a visit, the own page, and the page that can be downloaded.

## Making an account

patient-loading = Your link is being checked…
patient-purpose-title = An account, if you want one
patient-purpose-lead = You do not need it for your visit with { $host }. It takes about three minutes, and your invitation stays as it is meanwhile.
patient-purpose-reach = The practice can reach you
patient-purpose-reach-words = You say how, and change it whenever you like. It is locked: your clinician can read it, the practice's computer cannot.
patient-purpose-see = You see what is held about you
patient-purpose-see-words = Your visits, and who looked at them and when. You can download all of it.
patient-purpose-end = You can end it
patient-purpose-end-words = You delete the account yourself, and it is erased at once.
patient-purpose-shared = Is this not your own device? Then use a password, not a passkey. Nothing of your account is kept in this browser.
patient-purpose-no = No, back to my invitation
patient-contact-title = How can the practice reach you?
patient-contact-lead = Only your name is needed. { $host } can read what you fill in; the practice's computer cannot.
patient-name-hint = As the practice knows you, for example: Elisabeth Jansen.
patient-name-missing = Please fill in your name.
patient-email = E-mail
patient-email-wrong = This is not an e-mail address. It has an @ in it, for example: name@example.org.
patient-telephone = Telephone
patient-telephone-wrong = This is not a telephone number. Please use digits only, with a + before them if you like.
patient-making = Your account is being made…
patient-done-title = Your account is made
patient-done-lead = You can sign in at { $address } from now on.
patient-done-guest = On to your visit
patient-done-guest-words = In this browser you go on as before. You are not signed in here, and nothing of your account is kept.
patient-done-confirm = One check by itself
patient-done-confirm-words = The next time { $host } opens the desk, their device confirms that this account is yours. You need not do anything for that.
patient-done-back = Back to my invitation

problem-accountMade-title = An account was already made with this link
problem-accountMade-what = Each invitation makes one account, and with yours that has been done.
problem-accountMade-lost = Nothing. Your invitation works as before.
problem-accountMade-next = If you made it yourself, you can sign in with it. If that was not you, tell the practice now: somebody else has used your link.

## The own page

patient-lead = How the practice can reach you, what it holds about you, and how you come in.
patient-confirmed-title = Confirmed
patient-confirmed = The device of { $name } has checked that this account was made with your link.
patient-waiting-title = Not confirmed yet
patient-waiting = The next time your clinician opens the desk, their device checks that this account was made with your link, and can read your contact data from then on. You need not do anything.
patient-wrong-title = The confirmation does not hold
patient-wrong = What the practice's computer shows as confirmation is not about your keys, or not from your clinician. Call the practice on a number you know, and tell them what you see here.
patient-contact = Contact data
patient-contact-words = You and your clinician can read this. The practice's computer cannot.
patient-name = Name
patient-none = not given
patient-contact-opening = Your contact data is being opened…
patient-contact-closed = Your contact data could not be opened with your keys. Fill it in once more. If you see this again, tell the practice.
patient-contact-change = Change the contact data
patient-contact-save = Save
patient-contact-saving = Your contact data is being locked and saved…
patient-contact-done = Your contact data was changed. Your clinician sees it at the desk.
patient-trouble-contact = The practice's computer did not take this
patient-trouble-contact-next = Nothing was changed. Please shorten what you filled in, then try again.
patient-trouble-clinician = We could not be sure who would read this
patient-trouble-clinician-next = The proof of who your clinician is does not hold any more. Nothing was changed, and nothing was sent. Tell the practice what you see here.
patient-trouble-offline = We cannot reach the practice's computer
patient-trouble-offline-next = Nothing was changed. Check that you are online, then try again.
patient-trouble-tooMany = That was tried too often
patient-trouble-tooMany-next = Nothing was changed. Wait a minute, then try again.
patient-trouble-internal = Something went wrong on our side
patient-trouble-internal-next = It is a fault in this program, not something you did. Nothing was changed: try again.

patient-held = What the practice holds about you
patient-held-words = Beside your contact data and your ways in: the visits you were invited to, and what was done with them. What is said and shown in a visit is never kept.
patient-held-made = Account made on { $day }.
patient-held-loading = This is being fetched…
patient-visits = Your visits
patient-visits-none = No visit is held, or a clinician's device has not confirmed your account yet.
patient-visit = { $day }, { $time }
patient-visit-facts = { $minutes } minutes with { $clinician }
patient-visit-consent = You agreed to version { $version } of the text about video visits.
patient-entries = Who did what, and when
patient-entries-words = From the practice's audit log, the latest first.
patient-entries-none = There are no entries.
patient-entries-more = { $count ->
    [one] Show { $count } earlier entry
   *[other] Show { $count } earlier entries
}
patient-entry-denied = (not allowed, and not done)
patient-entry-failed = (could not be done)
patient-entry-reason = Reason given: { $reason }
held-you = You
held-you-perhaps = You, or somebody who tried in your place
held-role-patient = You, or somebody with your link
held-role-companion = A companion
held-role-clinician = A clinician
held-role-administrator = An administrator
held-role-reception = Reception
held-role-officer = The privacy officer
held-role-server = The practice's computer
held-reason-treatment = to hold the visit, or prepare it
held-reason-patientAsked = because you asked for it
held-reason-emergency = because someone's health was in danger
held-reason-administration = to move, correct or close the visit

patient-download = Take it with you
patient-download-words = All of it in one file, made in this browser: a page to read, or data for another program. The file is not locked, so keep it where only you can reach it.
patient-download-page = Download a page to read
patient-download-json = Download the data (JSON)
patient-downloading = The file is being made…
patient-download-done = The file was made. Your browser keeps it with your other downloads.

patient-delete = Delete your account
patient-delete-words = You can do this at any time, and nobody has to agree.
patient-delete-open = Delete the account
patient-delete-title = Delete your account?
patient-delete-goes = At once and for good, this goes:
patient-delete-goes-contact = your contact data, also at your clinician's desk
patient-delete-goes-ways = your keys, your passkeys, your password and your recovery sheet: nobody can sign in any more
patient-delete-goes-word = the confirmation of your clinician's device
patient-delete-stays = This stays:
patient-delete-stays-visits = your visits and their links, without a trace of the account, until the practice's time for keeping them is over
patient-delete-stays-log = the entries of the audit log. They hold identifiers and times only: no name and no contact data
patient-delete-undo = It cannot be undone. Download what you want to keep first.
patient-delete-do = Delete it now
patient-deleting = Your account is being deleted…

## What was done, as the audit log names it

held-act-openLink = opened the link of the invitation
held-act-openEnrolment = looked at the link to make an account with it
held-act-enrol = made the account
held-act-bindPatient = confirmed the account's keys
held-act-signIn = signed in
held-act-proveAgain = showed again who they are
held-act-signOut = signed out, or the session ended
held-act-readAccount = opened the page of the account
held-act-changeWays = changed the ways into the account
held-act-changeContact = changed the contact data
held-act-readHeld = read or downloaded all that is held
held-act-eraseAccount = deleted the account
held-act-connect = connected to the visit
held-act-arrive = entered the waiting room
held-act-rejoin = came back into the call
held-act-leave = left the visit
held-act-plan = planned the visit
held-act-enter = stepped into the visit's room
held-act-exit = stepped out of the visit's room
held-act-admit = let someone in from the waiting room
held-act-refuse = did not let someone in
held-act-remove = took someone out of the call
held-act-sendNote = sent a locked message to the waiting room
held-act-tellDelay = said how late it is running
held-act-invite = invited one more person to the visit
held-act-mark = marked the visit, or took the mark away
held-act-openMarked = opened the marked visit
held-act-end = ended the visit
held-act-askForPlace = asked for the place from another browser
held-act-keepPlace = kept the place
held-act-yieldPlace = gave the place to another browser
held-act-takePlace = took the place over in another browser
held-act-vacate = lost the place to another browser
held-act-giveUp = lost the place after being away
held-act-erase = erased what was locked in the visit
held-act-forget = forgot the visit when its time was over

## The page that can be downloaded

held-page-title = What { $practice } holds about you
held-page-made = Made on { $day } at { $time }, in your own browser. Who has this file can read it.
held-page-contact-closed = It could not be opened when this page was made.
held-page-ways = Ways into the account
held-page-passkey = Passkey { $name }, made on { $day }
held-page-password = Password, with the user name { $name }
held-page-sessions = Signed in at that moment
held-page-session = { $client }, since { $moment }
held-page-when = When
held-page-who = Who
held-page-what = What
held-page-sealed = The practice also holds your keys, locked with your ways in: nobody there can open them. They are in the file with the data (JSON).
