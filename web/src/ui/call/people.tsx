// Who is in the call, how each is connected, and for the clinician: asking someone out.

import type { CallView, PersonView } from "../../call/view";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { t } from "../texts/texts";
import { Panel } from "./panel";
import { nameOf, roleOf } from "./tile";

function facts(person: PersonView): string {
  const said = [roleOf(person.role)];
  if (!person.connected) return [...said, t("person-away")].join(" · ");
  said.push(person.microphoneOn ? t("person-microphone-on") : t("person-microphone-off"));
  said.push(person.cameraOn ? t("person-camera-on") : t("person-camera-off"));
  return said.join(" · ");
}

function Person({ person, call }: { readonly person: PersonView; readonly call: CallView }) {
  const { host } = call;
  return (
    <li class="person">
      <div>
        <p class="person-name">
          <bdi>{nameOf(person)}</bdi> {person.self && <span class="person-self">{t("person-self")}</span>}
        </p>
        <p class="person-facts">{facts(person)}</p>
        {!person.self && person.connected && (
          <p class={`person-quality quality-${person.quality}`}>
            <span class="quality-bars" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {t(`quality-${person.quality}`)}
          </p>
        )}
        {!person.announced && <p class="person-facts">{t("person-unannounced")}</p>}
        <p class="person-facts">
          <Icon name="lock" /> {person.sealed ? t("person-sealed") : t("person-sealing")}
        </p>
      </div>
      {host && !person.self && (
        <Button onClick={() => host.remove(person.seat)}>{t("remove-person", { name: nameOf(person) })}</Button>
      )}
    </li>
  );
}

/** Everyone in the call. */
export function PeoplePanel({ call, onClose }: { readonly call: CallView; readonly onClose: () => void }) {
  return (
    <Panel title={t("people")} onClose={onClose}>
      <ul class="people">
        {call.people.value.map((person) => (
          <Person key={person.seat} person={person} call={call} />
        ))}
      </ul>
    </Panel>
  );
}
