// The heading of a screen: takes the focus when the screen changes, so that a screen reader says where one is, and names the tab.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts/texts";

/** How many headings were shown: the first is part of loading the page and leaves the focus alone. */
let shownBefore = false;

/** The one `h1` of a screen. `title` is the neutral name for the tab, where the heading holds a person's name. */
export function Heading({ children, title }: { readonly children: string; readonly title?: string }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title ?? children} · ${t("product-name")}`;
  }, [children, title]);
  useEffect(() => {
    if (shownBefore) ref.current?.focus();
    shownBefore = true;
  }, []);
  return (
    <h1 ref={ref} tabIndex={-1} class="heading">
      {children}
    </h1>
  );
}
