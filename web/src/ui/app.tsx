// What the page mounts: the guest's and the clinician's screens, and what stands there before either is known. Only the first screen is in this file's chunk.

import "./styles/base.css";
import "./styles/page.css";
import { useEffect } from "preact/hooks";
import type { DeskView, GuestView, ProblemKind } from "../call/view";
import { Invitation } from "./guest/invitation";
import { ProblemPage } from "./guest/problem";
import { Heading } from "./parts/heading";
import { lazy } from "./parts/lazy";
import { Points, Wait } from "./parts/notice";
import { Page } from "./parts/page";
import { patientTexts, staffTexts, t, texts } from "./texts/texts";

export { startTexts } from "./texts/texts";

const checks = lazy(() => import("./guest/checks").then((module) => module.Checks));
const later = lazy(() => import("./guest/later").then((module) => module.Later));
const call = lazy(() => import("./call/call").then((module) => module.Call));
const making = lazy(() =>
  Promise.all([import("./patient/making"), patientTexts()]).then(([module]) => module.PatientEnrolment),
);
const desk = lazy(() => Promise.all([import("./desk/desk"), staffTexts()]).then(([module]) => module.Desk));

/** Brings screens before they are needed, once the first one stands. What does not arrive is fetched again when it is shown. */
function useFetched(ready: boolean, screens: readonly { fetch(): Promise<void> }[]): void {
  useEffect(() => {
    if (!ready) return;
    for (const screen of screens) screen.fetch().catch(() => undefined);
  }, [ready]);
}

/** Before there are words: nothing, or, if they did not arrive, the only sentences that are part of the program itself. */
export function Wordless() {
  if (texts.value === "loading") return null;
  return (
    <main class="page-main">
      <h1>This page did not load completely. Nothing was lost: please load it again.</h1>
      <p lang="nl">Deze pagina is niet helemaal geladen. Er is niets verloren gegaan: laad haar opnieuw.</p>
      <button type="button" class="button button-primary" onClick={() => location.reload()}>
        Load again / Opnieuw laden
      </button>
    </main>
  );
}

function Loading({ practice }: { readonly practice?: string | undefined }) {
  return (
    <Page practice={practice ?? null}>
      <Wait>{t("loading")}</Wait>
    </Page>
  );
}

/** The way of an invited person, from the link to the receipt. */
export function GuestApp({ view }: { readonly view: GuestView }) {
  const screen = view.screen.value;
  useFetched(texts.value === "ready" && screen !== "loading", [checks, later, call]);
  if (texts.value !== "ready") return <Wordless />;
  const invitation = view.invitation.value;
  switch (screen) {
    case "loading":
      return <Loading practice={invitation?.practiceName} />;
    case "invitation": {
      if (!invitation) return <Loading />;
      const account = view.account.making.value;
      if (account) return <making.Lazy view={account} telephone={invitation.telephone} />;
      return <Invitation view={view} invitation={invitation} />;
    }
    case "problem":
      return (
        <ProblemPage
          problem={view.problem.value ?? { kind: "internal", canRetry: false }}
          practice={invitation?.practiceName ?? null}
          telephone={invitation?.telephone ?? null}
          onRetry={() => view.retry()}
        />
      );
    case "call": {
      const current = view.call.value;
      if (!current) return <Loading practice={invitation?.practiceName} />;
      return (
        <call.Lazy
          call={current}
          reconnecting={view.reconnecting}
          seat={view}
          askToCompare={invitation?.compareCode ?? false}
        />
      );
    }
    case "waiting":
    case "ended":
    case "taken":
    case "declined":
      return <later.Lazy view={view} screen={screen} />;
    default:
      return <checks.Lazy view={view} screen={screen} />;
  }
}

/** The clinician's day: who waits, and the visits. */
export function DeskApp({ view }: { readonly view: DeskView }) {
  useFetched(texts.value === "ready" && view.screen.value !== "loading", [call]);
  if (texts.value !== "ready") return <Wordless />;
  const practice = view.practiceName.value;
  switch (view.screen.value) {
    case "loading":
      return <Loading practice={practice} />;
    case "problem":
      return (
        <ProblemPage
          problem={view.problem.value ?? { kind: "internal", canRetry: false }}
          practice={practice || null}
          telephone={null}
          onRetry={() => view.retry()}
        />
      );
    case "call": {
      const current = view.call.value;
      if (!current) return <Loading practice={practice} />;
      return <call.Lazy call={current} reconnecting={view.reconnecting} seat={view} />;
    }
    default:
      return <desk.Lazy view={view} />;
  }
}

/** The page at `/`, for someone who came without a link. */
export function Landing() {
  if (texts.value !== "ready") return <Wordless />;
  return (
    <Page>
      <Heading>{t("landing-title")}</Heading>
      <p class="lead">{t("landing-lead")}</p>
      <Points
        points={[
          { icon: "lock", title: t("promise-private"), words: t("promise-private-words") },
          { icon: "nothing", title: t("promise-unrecorded"), words: t("promise-unrecorded-words") },
          { icon: "door", title: t("promise-simple"), words: t("promise-simple-words") },
        ]}
      />
      <h2>{t("landing-link-title")}</h2>
      <p>{t("landing-link-words")}</p>
      <p>
        <a class="quiet-link" href="/sign-in">
          {t("landing-sign-in")}
        </a>
      </p>
    </Page>
  );
}

/** What stands there before a view model exists: the wait, or why there will be none. */
export function LoadingOrProblem(props: { readonly problem: ProblemKind | null; readonly onRetry?: () => void }) {
  if (texts.value !== "ready") return <Wordless />;
  if (props.problem === null) return <Loading />;
  return (
    <ProblemPage
      problem={{ kind: props.problem, canRetry: props.onRetry !== undefined }}
      practice={null}
      telephone={null}
      onRetry={() => props.onRetry?.()}
    />
  );
}
