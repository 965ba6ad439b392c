// Questions with a few answers, and lists to choose a device from.

import { useId } from "preact/hooks";
import type { DeviceKind, DevicesView } from "../../call/view";
import { t } from "../texts/texts";

/** Two answers, neither given until the person gives one. */
export function YesOrNo(props: {
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly answer: boolean | null;
  readonly onAnswer: (answer: boolean) => void;
}) {
  const name = useId();
  const options = [
    { value: true, words: props.yes },
    { value: false, words: props.no },
  ];
  return (
    <fieldset class="choices">
      <legend class="hidden">{props.question}</legend>
      {options.map(({ value, words }) => (
        <label key={words} class="choice">
          <input type="radio" name={name} checked={props.answer === value} onChange={() => props.onAnswer(value)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}

const deviceLabels: Readonly<Record<DeviceKind, () => string>> = {
  camera: () => t("camera-choose"),
  microphone: () => t("microphone-choose"),
  speaker: () => t("speaker-choose"),
};

/** The devices of one kind, where there is more than one. */
export function DeviceList({ devices, kind }: { readonly devices: DevicesView; readonly kind: DeviceKind }) {
  const id = useId();
  const choices = devices.choices[kind].value;
  const named = choices.some(({ label }) => label !== "");
  if (choices.length < 2 || (kind === "speaker" && !named) || (kind === "speaker" && !devices.canChooseSpeaker))
    return null;
  // Where nothing was chosen, the browser uses the device it calls `default`, if it tells of one.
  const chosen = devices.chosen[kind].value ?? (choices.some((choice) => choice.id === "default") ? "default" : "");
  return (
    <p class="field">
      <label for={id}>{deviceLabels[kind]()}</label>
      <select
        id={id}
        class="input"
        value={chosen}
        onChange={(event) => void devices.choose(kind, event.currentTarget.value)}
      >
        {chosen === "" && <option value="">{t("device-usual")}</option>}
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.label || t("device-unnamed")}
          </option>
        ))}
      </select>
    </p>
  );
}
