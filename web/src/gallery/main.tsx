// The gallery: `?screen=NAME` shows one screen, without it a list of all. For looking at screens without a server; never part of the product.

import { render } from "preact";
import { setLanguage, startTexts } from "../ui/texts/texts";
import { picture } from "./picture";
import { screens } from "./screens";

const wanted = new URLSearchParams(location.search);
const name = wanted.get("screen");
const draw = name === null ? undefined : screens[name];
const root = document.getElementById("app");

function List() {
  return (
    <ul>
      {Object.keys(screens).map((screen) => (
        <li key={screen}>
          <a href={`?screen=${screen}`}>{screen}</a> · <a href={`?screen=${screen}&lang=nl`}>nl</a>
        </li>
      ))}
    </ul>
  );
}

await startTexts();
if (wanted.get("lang") === "nl") await setLanguage("nl");
if (root) render(draw ? draw(() => undefined, picture) : <List />, root);
document.documentElement.dataset.ready = "yes";
