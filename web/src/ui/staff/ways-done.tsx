// That an account's ways in were changed, said where they are.

import type { AccountView } from "../../call/view";
import { Notice } from "../parts/notice";
import { t } from "../texts/texts";

type Done = NonNullable<AccountView["done"]["value"]>;

/** What was done last, if it is one of these. */
export function WaysDone({ view, of }: { readonly view: AccountView; readonly of: readonly Done[] }) {
  const done = view.done.value;
  if (done === null || !of.includes(done)) return null;
  return (
    <Notice kind="good" icon="check">
      {t(`account-done-${done}`)}
    </Notice>
  );
}
