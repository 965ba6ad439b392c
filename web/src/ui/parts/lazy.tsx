// Screens that arrive when they are needed, so that the first one is small.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../texts/texts";
import { Button } from "./button";
import { Heading } from "./heading";
import { Notice, Wait } from "./notice";
import { Page } from "./page";

function NotLoaded({ retry }: { readonly retry: () => void }) {
  return (
    <Page
      actions={
        <Button kind="primary" onClick={retry}>
          {t("try-again")}
        </Button>
      }
    >
      <Heading>{t("not-loaded-title")}</Heading>
      <Notice kind="warn" icon="warning">
        {t("not-loaded-words")}
      </Notice>
    </Page>
  );
}

/** A component fetched at its first showing; `fetch` brings it before that. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | null = null;
  async function fetch(): Promise<void> {
    loaded ??= await load();
  }
  function Lazy(props: Props) {
    const [state, setState] = useState<"loading" | "here" | "failed">(loaded ? "here" : "loading");
    useEffect(() => {
      if (state !== "loading") return;
      fetch().then(
        () => setState("here"),
        () => setState("failed"),
      );
    }, [state]);
    if (state === "failed") return <NotLoaded retry={() => setState("loading")} />;
    if (!loaded) {
      return (
        <div data-on-its-way>
          <Page>
            <Wait>{t("loading-screen")}</Wait>
          </Page>
        </div>
      );
    }
    const Loaded = loaded;
    return <Loaded {...props} />;
  }
  return { Lazy, fetch };
}
