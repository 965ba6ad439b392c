# The words of the staff's screens alone, in English; what the desk shares with the call is in en.ftl, what accounts need in account-en.ftl.

## New visit

new-visit = New visit
new-visit-when = When?
new-visit-now = Now
new-visit-later = At another time
new-visit-date = Date
new-visit-time = Time
new-visit-past = This time is over, or not complete. Please choose one that is still to come.
new-visit-date-hint = It shows at your desk from one day before.
new-visit-minutes = Length in minutes
new-visit-minutes-wrong = Please fill in a whole number of minutes, from { $least } to { $most }.
new-visit-sensitive = Discreet
new-visit-sensitive-hint = Neutral words outside the call: nothing tells what the visit is about.
new-visit-marked = Marked: this person must not be recognisable in lists
new-visit-marked-hint = Lists show an alias and never the name. To open the visit, also at your own desk after signing in again, a reason has to be given, and the privacy officer is told each time.
new-visit-make = Make the visit
new-visit-making = The visit is being planned…
new-visit-made = The visit is planned. This link is for the patient. It is shown here only once, so pass it on now.
new-visit-failed = The visit could not be planned, and nobody was invited. The connection may have been lost: please try again.
desk-later = Later

## Marked visits

marked-locked = This visit is marked. To see who it is for and to hold it, open it with a reason.
marked-open = Open with a reason
marked-reason-title = Open the visit of { $alias }?
marked-reason-officer = The practice's privacy officer is told that you opened it, when, and for which reason.
marked-reason-patient = It is written down, and the patient may see it.
marked-reason-why = Why do you open it?
marked-reason-missing = Please choose a reason first.
marked-reason-lasts = It stays open on this page until you sign out or close it, or the visit is over.
marked-reason-open = Open the visit
marked-reason-keep = Leave it closed
access-reason-treatment = I hold this visit, or prepare it
access-reason-patientAsked = The patient asked me to
access-reason-emergency = Someone's health is in danger
access-reason-administration = To move, correct or close the visit
visit-mark = Mark
visit-mark-title = Mark this visit?
visit-mark-words = From now on lists show an alias and never the name. Opening it needs a reason, and the privacy officer is told each time. On this page it stays open until you sign out or close it.
visit-mark-do = Mark the visit
visit-unmark = Remove the mark
visit-unmark-title = Remove the mark from this visit?
visit-unmark-words = From now on lists show the name again, and opening the visit needs no reason. What was written down stays written down.
visit-unmark-do = Remove it
visit-mark-keep = Leave it as it is

openings-title = Openings of marked visits
openings-lead = Visits of people who must not be recognisable in lists. Each time somebody opens one, it is shown here with the reason they gave.
openings-fresh = { $count ->
    [one] { $count } marked visit was opened since you last looked.
   *[other] Marked visits were opened { $count } times since you last looked.
}
openings-see = I have looked at these
openings-look = Look at it
openings-failed = The practice's computer could not be told that you have looked. What is new stays marked as new. Please try again.
openings-loading = The openings are being fetched…
openings-none = Nobody has opened a marked visit. Once somebody does, you see here who it was, when, and the reason they gave.
openings-new = New
openings-when = { $day }, { $time }
openings-what = Opened the visit of { $alias }. Reason given: { $reason }.

## The practice page

practice-title = Who works here
practice-lead = Everyone who has, or had, an account at the practice.
practice-waiting = { $count ->
    [one] { $count } person is waiting at your desk.
   *[other] { $count } people are waiting at your desk.
}
practice-loading = The list is being fetched…
practice-list = Colleagues
practice-tab-openings = ({ $count }) Who works here
staff-role-administrator = Administrator
staff-role-clinician = Clinician
staff-role-reception = Reception
staff-role-officer = Privacy officer
staff-may-administrator = Decides who works here and what they may do.
staff-may-clinician = Has a desk: plans visits and holds them.
staff-may-reception = Has an account here; sees no visits.
staff-may-officer = Sees who works here and who opened marked visits, and changes nothing.
staff-state-invited = Invited, link not used yet
staff-state-enrolled = Has enrolled, to be confirmed
staff-state-active = Works here
staff-state-left = Access ended
staff-self = you
staff-until = The link can be used until { $day }, { $time }.
staff-confirm = Confirm { $name }
staff-confirm-words = Your link proved that these keys were made by whoever opened it. Confirm if you gave it to { $name } yourself. From then on everyone at the practice can rely on it.
staff-confirm-others = Only the administrator who made the link can confirm this colleague.
staff-busy-confirming = Being confirmed…
staff-busy-signingOut = Being signed out…
staff-busy-ending = Access is being ended…
staff-trouble-unproved = These keys were not made with the link you handed over. Do not trust them: end this access, and invite your colleague anew.
staff-trouble-notYours = Your account does not hold the practice's key yet, so it cannot invite or confirm anyone. It comes when you sign in: sign out, then sign in again. If that does not help, ask the administrator who confirmed you.
staff-trouble-changed = Somebody else was faster: what you see has changed. Look again before you go on.
staff-trouble-offline = The practice's computer could not be reached. Nothing was changed. Please try again.
staff-trouble-internal = That did not work, and nothing was changed. It is a fault in this program, not something you did.
root-waiting = The practice's key was handed on to you, so that you can invite and confirm colleagues. Show that it is you to take it.
root-failed = The practice's key was handed on to you, but could not be taken over. Nothing was lost. Check that you are online and try again, or sign in again.
root-foreign = The key that was handed on to you is not that of this practice. It was not taken, and you cannot invite or confirm anyone. Tell the administrator who confirmed you what you see here.
root-take = Take the key
root-taking = The practice's key is being taken over…
staff-sign-out = Sign { $name } out everywhere
staff-signed-out = They were signed out on all devices. They can sign in again.
staff-end = End access of { $name }
staff-end-title = End access of { $name }?
staff-end-now = It ends at once: they are signed out on all devices and cannot sign in any more. This cannot be undone.
staff-end-visits = Visits that they planned are called off, and one that they hold now ends. Colleagues whom they invited and nobody confirmed have to be invited anew.
staff-end-keys = You can invite them anew, also if they lost all their keys. They get new keys and are confirmed anew then; what was locked for their old keys only, they will not be able to read.
staff-end-do = End access
staff-take-back = Take back the link of { $name }
staff-take-back-title = Take back the link of { $name }?
staff-take-back-words = The link stops working at once. You can invite them anew at any time.
staff-take-back-do = Take the link back
staff-invite = Invite a colleague
staff-invite-name = Name of your colleague
staff-invite-name-hint = As patients and colleagues should read it. It cannot be changed later.
staff-invite-name-missing = Please fill in the name.
staff-invite-roles = What may they do?
staff-invite-roles-missing = Please choose at least one.
staff-invite-make = Make the link
staff-invite-failed = The link could not be made. Nobody was invited. Please try again.
staff-invite-made = This link is for { $name } alone, works once, and for seven days. It is shown here only once, so pass it on now.
staff-invite-care = Whoever opens the link first can enrol as that person. Hand it over yourself, by a way you trust, and confirm only whom you gave it to.

## Patients who have an account

desk-patient = Account
desk-patient-checking = The account is being confirmed…
desk-patient-closed = The contact data does not open with your keys. Ask the patient to save it once more on the page of their account.
desk-patient-forged-title = Somebody else tried to make an account with this link
desk-patient-forged = Whoever it was did not have the whole link. Your device has not confirmed the account, and it will not.
desk-patient-forged-next = Call the patient on a number you know, and ask whether they made an account. Then delete that account, plan a new visit and give its link in another way; do not go on with this one.
desk-patient-discard = Delete that account
desk-patient-discard-title = Delete the account that was made with this link?
desk-patient-discard-words = Whoever made it is signed out and cannot sign in any more. Nothing of this visit was shown to them. If the patient made it with a part of the link, they can make one with a new link.
desk-patient-discard-do = Delete it
desk-contact-of = Contact data of { $name }
desk-contact-none = No e-mail or telephone given
