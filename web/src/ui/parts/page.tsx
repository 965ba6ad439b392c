// The page around one question: whose practice it is and the language above, one column, what to do next at the end.

import type { ComponentChildren } from "preact";
import { chooseLanguage, type Language, language, languages, t } from "../texts/texts";
import { Button } from "./button";
import { CurtainSign } from "./icon";

/** The languages by their own names; the one shown is marked. */
export function LanguageSwitch() {
  return (
    <nav class="languages" aria-label={t("language-label")}>
      {(Object.keys(languages) as Language[]).map((tag) => (
        <button
          key={tag}
          type="button"
          class="language"
          lang={tag}
          aria-pressed={language.value === tag}
          onClick={() => void chooseLanguage(tag)}
        >
          {languages[tag].name}
        </button>
      ))}
    </nav>
  );
}

export interface PageProps {
  /** The practice's name; the product's where it is not known. */
  readonly practice?: string | null;
  /** Questions answered, of all. */
  readonly progress?: readonly [number, number] | null;
  readonly onBack?: (() => void) | null;
  /** What stands above the content and must be heard, such as a lost connection. */
  readonly banner?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

function Progress({ done, all }: { readonly done: number; readonly all: number }) {
  const step = Math.min(done + 1, all);
  return (
    <div class="progress">
      <p class="progress-words">{t("progress", { step, all })}</p>
      <progress class="progress-line" max={all} value={step} aria-label={t("progress", { step, all })} />
    </div>
  );
}

export interface FormPageProps extends PageProps {
  readonly onSubmit: () => void;
}

/** A page that is a form: Enter goes on. What is wrong with it the page says itself, not the browser. */
export function FormPage({ onSubmit, ...page }: FormPageProps) {
  return (
    <form
      class="whole"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Page {...page} />
    </form>
  );
}

/** A page with one column. */
export function Page({ practice, progress, onBack, banner, actions, children }: PageProps) {
  return (
    <div class="page">
      <header class="page-head">
        <p class="practice">
          <CurtainSign />
          <bdi>{practice || t("product-name")}</bdi>
        </p>
        <LanguageSwitch />
      </header>
      {banner}
      <main class="page-main">
        {(onBack || progress) && (
          <div class="steps">
            {onBack && (
              <Button kind="quiet" icon="back" onClick={onBack}>
                {t("back")}
              </Button>
            )}
            {progress && <Progress done={progress[0]} all={progress[1]} />}
          </div>
        )}
        {children}
        {actions && <div class="actions">{actions}</div>}
      </main>
    </div>
  );
}
