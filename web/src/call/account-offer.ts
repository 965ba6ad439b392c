// The account that a patient may make beside their invitation. Its program is fetched when it is asked for: nobody needs one.

import { type Signal, signal } from "@preact/signals";
import type { InvitationInfo } from "../wire/messages.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type { AccountOfferView, InvitationSummary, PatientEnrolmentView } from "./view.ts";

export interface AccountOfferOptions {
  readonly ports: () => Promise<StaffPorts>;
  readonly token: string;
  readonly fragment: string;
  readonly invitation: Signal<InvitationSummary | null>;
  /** As the person typed it; taken over where they have not yet. */
  readonly name: Signal<string>;
}

export class AccountOffer implements AccountOfferView {
  readonly offered = signal(false);
  readonly fetching = signal<"no" | "yes" | "failed">("no");
  readonly making = signal<PatientEnrolmentView | null>(null);

  private readonly options: AccountOfferOptions;
  private scope: Scope | null = null;

  constructor(options: AccountOfferOptions) {
    this.options = options;
  }

  /** The invitation is open, until the scope ends. */
  offer(scope: Scope, { mayHaveAccount }: InvitationInfo): void {
    this.scope = scope;
    this.offered.value = mayHaveAccount;
    scope.own(() => {
      this.offered.value = false;
      this.fetching.value = "no";
    });
  }

  start(): void {
    const { scope } = this;
    if (!scope || scope.ended || !this.offered.value || this.fetching.value === "yes") return;
    this.fetching.value = "yes";
    this.open(scope).then(
      () => {
        this.fetching.value = "no";
      },
      () => {
        this.fetching.value = scope.ended ? "no" : "failed";
      },
    );
  }

  private async open(scope: Scope): Promise<void> {
    const { ports, token, fragment, invitation, name } = this.options;
    const [{ PatientEnrolment }, staffPorts] = await Promise.all([import("./patient-enrolment.ts"), ports()]);
    const summary = invitation.value;
    if (scope.ended || !summary || this.making.value) return;
    const making = scope.child();
    making.own(() => {
      this.making.value = null;
    });
    const view = new PatientEnrolment({
      scope: making,
      ports: staffPorts,
      token,
      fragment,
      practiceName: summary.practiceName,
      hostName: summary.hostName,
      name: name.value,
      made: (contact) => {
        this.offered.value = false;
        if (name.value === "") name.value = contact.name;
      },
      leave: () => making.end(),
    });
    this.making.value = view;
    void view.begin();
  }
}
