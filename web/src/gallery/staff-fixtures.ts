// View models of the staff's pages that stand still, with made-up people.

import { signal } from "@preact/signals";
import type {
  AccessView,
  AccountControls,
  ColleagueView,
  DeskVisitView,
  EnrolmentScreen,
  EnrolmentView,
  Newcomers,
  OpeningsView,
  PracticeView,
  ProofView,
  RootState,
  SignInView,
  StaffPage,
  StaffRole,
  StaffView,
} from "../call/view";
import { type Heard, NOW } from "./fixtures";

const PRACTICE = "Willow Street Practice";
const LINK =
  "https://visit.willowstreet.example/s/Zm9yLXRoZS1nYWxsZXJ5#bm90LWEtc2VjcmV0LWp1c3QtZm9yLXRoZS1nYWxsZXJ5LWhlcmU";

type Value<S> = S extends { readonly value: infer V } ? V : never;

/** The options of a fixture: what its signals hold. */
export type Shown<View> = {
  readonly [Name in keyof View as View[Name] extends { readonly value: unknown } ? Name : never]?: Value<View[Name]>;
};

export const sheet = {
  practiceName: PRACTICE,
  name: "Dr. Amara Okafor",
  at: NOW,
  groups: ["7KQ2", "M0XF", "93TB", "HCPA", "W5ZE", "4NJV", "D8RS", "GY61"],
};

const FOUNDER_STEPS: readonly EnrolmentScreen[] = ["practice", "you", "passkey", "sheet", "kept"];

/** Someone who enrols, on `screen`; a founder unless there is a welcome. */
export function enrolment(
  screen: EnrolmentScreen,
  shown: Shown<EnrolmentView> & { readonly hasPasskeys?: boolean },
  heard: Heard,
): EnrolmentView {
  const practiceName = signal(shown.practiceName ?? PRACTICE);
  const telephone = signal(shown.telephone ?? "+31 20 555 01 23");
  const name = signal(shown.name ?? "Dr. Amara Okafor");
  const holdsVisits = signal(shown.holdsVisits ?? true);
  return {
    screen: signal(screen),
    practice: signal(shown.welcome?.practiceName ?? (practiceName.value || null)),
    progress: signal([Math.max(0, FOUNDER_STEPS.indexOf(screen)), FOUNDER_STEPS.length] as const),
    practiceName,
    telephone,
    name,
    holdsVisits,
    welcome: signal(shown.welcome ?? null),
    busy: signal(shown.busy ?? null),
    trouble: signal(shown.trouble ?? null),
    sheet: signal(sheet),
    asked: signal([3, 6] as const),
    mistyped: signal(shown.mistyped ?? false),
    problem: signal(shown.problem ?? null),
    hasPasskeys: shown.hasPasskeys ?? true,
    password: signal(shown.password ?? null),
    setPracticeName: (text) => {
      practiceName.value = text;
    },
    setTelephone: (text) => {
      telephone.value = text;
    },
    setName: (text) => {
      name.value = text;
    },
    setHoldsVisits: (holds) => {
      holdsVisits.value = holds;
    },
    next: () => heard("next"),
    back: () => heard("back"),
    makePasskey: () => heard("makePasskey"),
    usePassword: () => heard("usePassword"),
    finish: (first, second) => heard("finish", first, second),
    retry: () => heard("retry"),
    toSignIn: () => heard("toSignIn"),
  };
}

export const welcome = {
  practiceName: PRACTICE,
  inviterName: "Dr. Amara Okafor",
  name: "Tomás Oliveira",
  roles: ["clinician", "officer"],
} as const;

export function signIn(shown: Shown<SignInView> & { readonly hasPasskeys?: boolean }, heard: Heard): SignInView {
  return {
    hasPasskeys: shown.hasPasskeys ?? true,
    toPassword: () => heard("toPassword"),
    why: signal(shown.why ?? null),
    busy: signal(shown.busy ?? null),
    trouble: signal(shown.trouble ?? null),
    signIn: () => heard("signIn"),
    toCode: () => heard("toCode"),
  };
}

/** Of an administrator who holds visits, on one of their pages. */
export function controls(
  at: "desk" | "practice" | "account" | null,
  heard: Heard,
  newcomers: Newcomers | null = null,
  openings: OpeningsView | null = null,
): AccountControls {
  const leadsTo = (page: string) => at !== null && at !== page;
  return {
    name: "Dr. Amara Okafor",
    toPractice: leadsTo("practice") ? () => heard("toPractice") : null,
    toDesk: leadsTo("desk") ? () => heard("toDesk") : null,
    toAccount: leadsTo("account") ? () => heard("toAccount") : null,
    newcomers: signal(newcomers),
    openings,
    dismissNewcomers: () => heard("dismissNewcomers"),
    signOut: (everywhere) => heard("signOut", everywhere),
  };
}

const opened: readonly AccessView[] = [
  {
    id: "o1",
    alias: "K7Q2",
    name: "Tomás Oliveira",
    role: "clinician",
    reason: "emergency",
    at: new Date(NOW.getTime() - 5 * 60_000),
    fresh: true,
  },
  {
    id: "o2",
    alias: "0XM4",
    name: "Dr. Amara Okafor",
    role: "clinician",
    reason: "treatment",
    at: new Date(NOW.getTime() - 26 * 60 * 60_000),
    fresh: false,
  },
];

/** What an officer sees of openings: one that is new, unless said otherwise. */
export function openings(shown: Shown<OpeningsView>, heard: Heard): OpeningsView {
  const all = shown.all === undefined ? opened : shown.all;
  return {
    all: signal(all),
    fresh: signal(shown.fresh ?? all?.filter((one) => one.fresh).length ?? 0),
    busy: signal(shown.busy ?? false),
    failed: signal(shown.failed ?? false),
    see: () => heard("see"),
  };
}

function colleague(account: string, name: string, roles: StaffRole[], more: Partial<ColleagueView>): ColleagueView {
  return {
    account,
    name,
    roles,
    state: "active",
    until: null,
    self: false,
    canConfirm: false,
    canSignOut: true,
    canEnd: true,
    busy: null,
    signedOut: false,
    trouble: null,
    ...more,
  };
}

export const working: readonly ColleagueView[] = [
  colleague("a1", "Dr. Amara Okafor", ["administrator", "clinician"], { self: true, canSignOut: false, canEnd: false }),
  colleague("a2", "Tomás Oliveira", ["clinician"], {}),
  colleague("a3", "Mei Lin", ["reception"], {
    state: "invited",
    canSignOut: false,
    until: new Date(NOW.getTime() + 6 * 24 * 60 * 60_000),
  }),
  colleague("a4", "Noor El Amrani", ["officer"], { state: "left", canSignOut: false, canEnd: false }),
];

export const enrolled: readonly ColleagueView[] = [
  ...working,
  colleague("a5", "Priya Raman", ["clinician"], { state: "enrolled", canConfirm: true }),
  colleague("a6", "Pieter van Dijk", ["reception"], { state: "enrolled" }),
];

export const troubled: readonly ColleagueView[] = [
  colleague("a1", "Dr. Amara Okafor", ["administrator", "clinician"], { self: true, canSignOut: false, canEnd: false }),
  colleague("a5", "Priya Raman", ["clinician"], { state: "enrolled", canConfirm: true, trouble: "unproved" }),
  colleague("a6", "Pieter van Dijk", ["reception"], { state: "enrolled", canConfirm: true, busy: "confirming" }),
  colleague("a2", "Tomás Oliveira", ["clinician"], { trouble: "offline" }),
  colleague("a7", "Sanne Visser", ["reception"], { signedOut: true }),
];

export interface PracticeOptions {
  readonly staff?: readonly ColleagueView[] | null;
  readonly roles?: readonly StaffRole[];
  readonly reconnecting?: boolean;
  readonly visits?: readonly DeskVisitView[];
  readonly newcomers?: Newcomers;
  readonly root?: RootState;
  readonly openings?: Shown<OpeningsView>;
}

/** The practice page of an administrator, unless other roles are given. */
export function practice(options: PracticeOptions, heard: Heard): PracticeView {
  const roles = options.roles ?? ["administrator", "clinician"];
  return {
    practiceName: PRACTICE,
    account: {
      ...controls("practice", heard, options.newcomers, options.openings && openings(options.openings, heard)),
      ...(!roles.includes("clinician") && { toDesk: null }),
    },
    visits: signal(options.visits ?? []),
    staff: signal(options.staff === undefined ? working : options.staff),
    canManage: roles.includes("administrator"),
    reconnecting: signal(options.reconnecting ?? false),
    root: signal(options.root ?? "settled"),
    takeRoot: () => heard("takeRoot"),
    invite: async (name, chosen) => {
      heard("invite", name, chosen);
      return { link: LINK };
    },
    confirm: (account) => heard("confirm", account),
    signOut: (account) => heard("signOut", account),
    end: (account) => heard("end", account),
  };
}

export function staff(page: StaffPage, proof: ProofView | null = null): StaffView {
  return { page: signal(page), proof: signal(proof) };
}

export const unconfirmed = (reconnecting: boolean, heard: Heard) => ({
  practiceName: PRACTICE,
  account: { ...controls(null, heard), name: "Tomás Oliveira" },
  reconnecting: signal(reconnecting),
});
