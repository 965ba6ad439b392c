// One person's picture with their name, and in words what is off or does not work.

import type { CallView, PersonView } from "../../call/view";
import { Icon } from "../parts/icon";
import { Video } from "../parts/video";
import { t } from "../texts/texts";

const roleIds: Readonly<Record<NonNullable<PersonView["role"]>, string>> = {
  clinician: "role-clinician",
  patient: "role-patient",
  companion: "role-companion",
};

/** A person's name; their role until it has arrived. */
export function nameOf(person: PersonView): string {
  return person.name || roleOf(person.role);
}

/** A person's role in a word, or in a few where nothing proves it yet. */
export function roleOf(role: PersonView["role"]): string {
  return t(role ? roleIds[role] : "role-unproved");
}

/** Why there is no picture, or null if there is one. */
function absence(person: PersonView): string | null {
  if (person.self) return person.cameraOn ? null : t("tile-own-camera-off");
  if (!person.connected) return t("tile-away", { name: nameOf(person) });
  if (!person.sealed) return t("tile-sealing");
  return person.cameraOn ? null : t("tile-camera-off");
}

export interface TileProps {
  readonly person: PersonView;
  readonly call: CallView;
  /** One's own picture, small in the corner. */
  readonly small?: boolean;
}

/** A picture; the `video` stays in place without one, since it also carries the voice. */
export function Tile({ person, call, small }: TileProps) {
  const name = nameOf(person);
  const missing = absence(person);
  const covered = call.curtainDrawn.value;
  const weak = !person.self && (person.quality === "fair" || person.quality === "poor");
  return (
    <li class={small ? "tile tile-small" : "tile"}>
      <Video
        stream={person.stream}
        label={person.self ? t("video-own") : t("video-of", { name })}
        muted={person.self || covered}
        mirrored={person.self}
        speaker={person.self ? null : call.devices.chosen.speaker}
        onHeight={(height) => call.shown(person.seat, "camera", height)}
      />
      {missing && (
        <div class="tile-empty">
          <span class="tile-initial" aria-hidden="true">
            {[...name][0]?.toUpperCase()}
          </span>
          <p>{missing}</p>
        </div>
      )}
      <p class="tile-foot">
        <bdi class="tile-name">{person.self ? t("you") : name}</bdi>
        {!person.microphoneOn && (
          <span class="tile-muted">
            <Icon name="microphoneOff" />
            <span class={small ? "hidden" : ""}>{t("tile-muted")}</span>
          </span>
        )}
        {!person.announced && <span class="tile-weak">{t("person-unannounced")}</span>}
        {weak && <span class="tile-weak">{t(`quality-${person.quality}`)}</span>}
      </p>
    </li>
  );
}
