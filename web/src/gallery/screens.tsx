// The list of all screens and states, each by a name that the gallery's address and the tests use.

import type { ComponentChild } from "preact";
import { DeskApp, GuestApp, Landing, LoadingOrProblem } from "../ui/app";
import { accountScreens } from "./account-screens";
import {
  afternoon,
  call,
  chatLines,
  desk,
  guest,
  type Heard,
  invitation,
  knocking,
  marked,
  NOW,
  person,
  problemKinds,
  receipt,
} from "./fixtures";
import { passwordScreens } from "./password-screens";
import { patientScreens } from "./patient-screens";
import { staffScreens } from "./staff-screens";

/** Makes a moving picture for a person, or null where there are none (in tests). */
export type Picture = (who: number) => MediaStream | null;

/** Draws one screen; its acts are told to `heard`. */
export type Draw = (heard: Heard, picture: Picture) => ComponentChild;

const names = [
  "Elisabeth Jansen",
  "Dr. Amara Okafor",
  "Samira Haddad",
  "Jan de Boer",
  "Priya Raman",
  "Tomás Oliveira",
  "Mei Lin",
  "Noor El Amrani",
  "Pieter van Dijk",
];

function crowd(count: number, picture: Picture) {
  return Array.from({ length: count }, (_, index) =>
    person(`s${index}`, names[index % names.length] ?? "", {
      self: index === 0,
      role: index === 1 ? "clinician" : index === 0 ? "patient" : "companion",
      stream: index % 4 === 3 ? null : picture(index),
      cameraOn: index % 4 !== 3,
      microphoneOn: index % 3 !== 2,
      quality: (["good", "fair", "poor", "unknown"] as const)[index % 4] ?? "unknown",
    }),
  );
}

function two(picture: Picture) {
  return crowd(2, picture).map((one, index) => ({
    ...one,
    microphoneOn: true,
    quality: "good" as const,
    stream: picture(index),
  }));
}

function clinicianTwo(picture: Picture) {
  return [
    person("s1", "Dr. Amara Okafor", { role: "clinician", self: true, stream: picture(1) }),
    person("s0", "Elisabeth Jansen", { stream: picture(0) }),
  ];
}

function inCall(options: (picture: Picture) => Parameters<typeof call>[0]): Draw {
  return (heard, picture) => (
    <GuestApp view={guest("call", { call: call({ preview: picture(0), ...options(picture) }, heard) }, heard)} />
  );
}

function hosting(options: (picture: Picture) => Parameters<typeof call>[0]): Draw {
  return (heard, picture) => (
    <DeskApp
      view={desk(
        "call",
        { call: call({ preview: picture(1), host: true, people: clinicianTwo(picture), ...options(picture) }, heard) },
        heard,
      )}
    />
  );
}

function asGuest(
  screen: Parameters<typeof guest>[0],
  options: (picture: Picture) => Parameters<typeof guest>[1] = () => ({}),
): Draw {
  return (heard, picture) => <GuestApp view={guest(screen, options(picture), heard)} />;
}

function asClinician(screen: Parameters<typeof desk>[0], options: Parameters<typeof desk>[1] = {}): Draw {
  return (heard) => <DeskApp view={desk(screen, options, heard)} />;
}

/** Every screen and state. */
export const screens: Readonly<Record<string, Draw>> = {
  landing: () => <Landing />,
  starting: () => <LoadingOrProblem problem={null} />,
  "starting-damaged": () => <LoadingOrProblem problem="linkDamaged" />,
  "guest-loading": asGuest("loading", () => ({ invitation: null })),
  "guest-invitation": asGuest("invitation"),
  "guest-invitation-companion": asGuest("invitation", () => ({ invitation: { ...invitation, role: "companion" } })),
  "guest-name": asGuest("name"),
  "guest-name-empty": asGuest("name", () => ({ name: "" })),
  "guest-consent": asGuest("consent"),
  "guest-declined": asGuest("declined"),
  "guest-camera": asGuest("camera", (picture) => ({ preview: picture(0) })),
  "guest-camera-asking": asGuest("camera", () => ({ camera: "asking" })),
  "guest-camera-refused": asGuest("camera", () => ({ camera: "refused" })),
  "guest-camera-missing": asGuest("camera", () => ({ camera: "missing" })),
  "guest-camera-inUse": asGuest("camera", () => ({ camera: "inUse" })),
  "guest-camera-failed": asGuest("camera", () => ({ camera: "failed" })),
  "guest-microphone": asGuest("microphone"),
  "guest-microphone-asking": asGuest("microphone", () => ({ microphone: "asking" })),
  "guest-microphone-refused": asGuest("microphone", () => ({ microphone: "refused" })),
  "guest-microphone-missing": asGuest("microphone", () => ({ microphone: "missing" })),
  "guest-microphone-inUse": asGuest("microphone", () => ({ microphone: "inUse" })),
  "guest-microphone-failed": asGuest("microphone", () => ({ microphone: "failed" })),
  "guest-speaker": asGuest("speaker"),
  "guest-alone": asGuest("alone"),
  "guest-alone-no": asGuest("alone", () => ({ alone: false })),
  "guest-headphones": asGuest("headphones", () => ({ headphones: true })),
  "guest-ready": asGuest("ready", () => ({ alone: true, headphones: null })),
  "guest-waiting": asGuest("waiting", (picture) => ({
    preview: picture(0),
    waiting: {
      place: 2,
      host: "inAnotherVisit",
      delayMinutes: 10,
      notes: [{ text: "I will be with you in about ten minutes. Sorry for the wait.", at: NOW }],
    },
  })),
  "guest-waiting-next": asGuest("waiting", (picture) => ({
    preview: picture(0),
    waiting: { place: 1, host: "here", delayMinutes: null, notes: [] },
  })),
  "guest-waiting-entering": asGuest("waiting", (picture) => ({ preview: picture(0), waiting: null })),
  "guest-waiting-reconnecting": asGuest("waiting", (picture) => ({ preview: picture(0), reconnecting: true })),
  "guest-waiting-away": asGuest("waiting", (picture) => ({ preview: picture(0), away: true })),
  "guest-waiting-contested": asGuest("waiting", () => ({ contested: 18 })),
  "guest-taken": asGuest("taken"),
  "guest-ended": asGuest("ended"),
  "guest-ended-left": asGuest("ended", () => ({ receipt: { ...receipt, leftEarly: true } })),
  ...Object.fromEntries(
    problemKinds.map((kind) => [
      `problem-${kind}`,
      asGuest("problem", () => ({ problem: { kind, canRetry: kind === "offline" || kind === "internal" } })),
    ]),
  ),
  "call-two": inCall((picture) => ({ people: two(picture), chat: chatLines })),
  "call-two-quiet": inCall((picture) => ({
    people: two(picture).map((one) => ({
      ...one,
      cameraOn: false,
      stream: null,
      microphoneOn: false,
      quality: "poor" as const,
    })),
    microphoneOn: false,
    cameraOn: false,
  })),
  "call-connecting": inCall((picture) => ({
    people: two(picture).slice(0, 1),
    code: { state: "alone" },
    sealed: false,
    connection: "connecting",
  })),
  "call-searching": inCall((picture) => ({
    people: two(picture).slice(0, 1),
    connection: "connecting",
    search: "searching",
  })),
  "call-blocked": inCall((picture) => ({ people: two(picture), connection: "reconnecting", search: "blocked" })),
  "call-detour": inCall((picture) => ({ people: two(picture), detour: true })),
  "call-weak": inCall((picture) => ({
    people: two(picture).map((one) => (one.self ? { ...one, quality: "poor" as const } : one)),
  })),
  "call-reconnecting": inCall((picture) => ({
    people: two(picture).map((one) => ({ ...one, connected: one.self })),
    code: { state: "making" },
    connection: "reconnecting",
  })),
  "call-unread": inCall((picture) => ({ people: two(picture), chat: chatLines, unread: 2 })),
  "call-code-same": inCall((picture) => ({ people: two(picture), compared: "same" })),
  "call-code-different": inCall((picture) => ({ people: two(picture), compared: "different" })),
  "call-code-failed": inCall((picture) => ({ people: two(picture), code: { state: "failed" } })),
  "call-code-prompt": (heard, picture) => (
    <GuestApp
      view={guest(
        "call",
        { invitation: { ...invitation, compareCode: true }, call: call({ people: two(picture) }, heard) },
        heard,
      )}
    />
  ),
  "call-code-renewed": inCall((picture) => ({ people: two(picture), renewed: true })),
  "call-unannounced": inCall((picture) => ({
    people: crowd(3, picture).map((one, index) => ({ ...one, announced: index !== 2 })),
  })),
  "call-three": inCall((picture) => ({ people: crowd(3, picture) })),
  "call-nine": inCall((picture) => ({ people: crowd(9, picture) })),
  "call-sixteen": inCall((picture) => ({ people: crowd(16, picture) })),
  "call-screen": inCall((picture) => ({
    people: crowd(3, picture).map((one, index) => ({ ...one, screen: index === 1 ? picture(99) : null })),
  })),
  "call-screen-own": inCall((picture) => ({ people: two(picture), screenOn: true })),
  "call-curtain": inCall((picture) => ({ people: two(picture), curtain: true })),
  "call-host": hosting(() => ({
    chat: chatLines,
    waiting: [{ ...knocking, seat: "s3", name: "Samira Haddad", role: "companion" }],
  })),
  "call-host-several": hosting(() => ({
    waiting: [
      { ...knocking, seat: "s3", name: "Samira Haddad", role: "companion" },
      { ...knocking, seat: "s4", name: "Jan de Boer" },
      { ...knocking, seat: "s5", name: "Mei Lin", caution: "unknown" },
    ],
  })),
  "call-host-again": hosting(() => ({
    waiting: [
      { ...knocking, seat: "s3", name: "Samira Haddad", role: "companion", caution: "broke" },
      { ...knocking, seat: "s4", name: "Jan de Boer", caution: "barred" },
      { ...knocking, seat: "s5", name: "Mei Lin", caution: "unknown" },
    ],
  })),
  "call-host-alone": hosting((picture) => ({ people: clinicianTwo(picture).slice(0, 1), code: { state: "alone" } })),
  "desk-loading": asClinician("loading"),
  desk: asClinician("desk"),
  "desk-quiet": asClinician("desk", { visits: afternoon.filter((visit) => visit.waiting.length === 0) }),
  "desk-empty": asClinician("desk", { visits: [] }),
  "desk-room-lost": asClinician("desk", { roomLost: "lost" }),
  "desk-room-full": asClinician("desk", { roomLost: "full" }),
  "desk-reconnecting": asClinician("desk", { reconnecting: true }),
  "desk-entering": asClinician("devices"),
  "desk-ended": asClinician("ended"),
  "desk-ended-left": asClinician("ended", { receipt: { ...receipt, leftEarly: true } }),
  "desk-marked": asClinician("desk", { visits: marked }),
  "desk-later": asClinician("desk", {
    visits: afternoon.map((visit, index) =>
      index < 2 ? visit : { ...visit, startsAt: new Date(visit.startsAt.getTime() + 24 * 60 * 60_000) },
    ),
  }),
  ...staffScreens,
  ...accountScreens,
  ...passwordScreens,
  ...patientScreens,
};
