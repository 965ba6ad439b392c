// The pictures: a shared screen first if there is one, the others as large as they fit, one's own small.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CallView, PersonView } from "../../call/view";
import { Video } from "../parts/video";
import { t } from "../texts/texts";
import { columnsFor } from "./layout";
import { nameOf, Tile } from "./tile";

function useBox() {
  const ref = useRef<HTMLUListElement>(null);
  const [box, setBox] = useState<readonly [number, number]>([0, 0]);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setBox([element.clientWidth, element.clientHeight]));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, box };
}

function SharedScreen({ person, call }: { readonly person: PersonView; readonly call: CallView }) {
  return (
    <div class="shared">
      <Video
        stream={person.screen}
        label={t("video-screen-of", { name: nameOf(person) })}
        muted
        onHeight={(height) => call.shown(person.seat, "screen", height)}
      />
      <p class="shared-foot">{t("screen-of", { name: nameOf(person) })}</p>
    </div>
  );
}

/** Everyone's pictures. */
export function Stage({ call }: { readonly call: CallView }) {
  const people = call.people.value;
  const { ref, box } = useBox();
  const own = people.find((person) => person.self);
  const others = people.filter((person) => !person.self);
  // One's own shared screen is not shown back to oneself: that would be a mirror in a mirror.
  const sharing = others.find((person) => person.screen !== null);
  // With one other person, one's own picture lies small in the corner; with more, it takes its place among them.
  const ownApart = others.length <= 1 && !sharing;
  const inGrid = ownApart || !own ? others : [...others, own];
  const columns = sharing ? inGrid.length : columnsFor(inGrid.length, box[0], box[1]);

  return (
    <div class={sharing ? "stage stage-sharing" : "stage"}>
      {sharing && <SharedScreen key={sharing.seat} person={sharing} call={call} />}
      {others.length === 0 && (
        <div class="stage-empty">
          <p>{call.connection.value === "connecting" ? t("call-connecting") : t("call-nobody-else")}</p>
        </div>
      )}
      <ul ref={ref} class="tiles" aria-label={t("call-people-pictures")} style={{ "--columns": String(columns) }}>
        {inGrid.map((person) => (
          <Tile key={person.seat} person={person} call={call} />
        ))}
        {ownApart && own && <Tile key={own.seat} person={own} call={call} small />}
      </ul>
    </div>
  );
}
