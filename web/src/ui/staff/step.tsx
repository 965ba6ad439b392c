// The frame around one screen of a way that ends with a recovery sheet.

import type { ComponentChildren } from "preact";
import type { SheetWay } from "../../call/view";
import { FormPage } from "../parts/page";

export interface StepProps {
  readonly view: Pick<SheetWay, "practice" | "progress" | "back">;
  readonly onSubmit: () => void;
  readonly canGoBack?: boolean;
  readonly actions: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One question, as a form: Enter goes on. */
export function Step({ view, onSubmit, canGoBack, actions, children }: StepProps) {
  return (
    <FormPage
      practice={view.practice.value}
      progress={view.progress.value}
      onBack={canGoBack ? () => view.back() : null}
      actions={actions}
      onSubmit={onSubmit}
    >
      {children}
    </FormPage>
  );
}
