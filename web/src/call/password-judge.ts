// The lists of breached passwords, words and names, and the estimate by zxcvbn. Large: fetched where a password is made, and nowhere else.

import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";
import { dictionary as dutch } from "@zxcvbn-ts/language-nl-be";
import type { PasswordJudge } from "./password-rule.ts";
import { PASSWORD_WHYS } from "./view-password.ts";

/** How much of a password is looked at, in characters. Higher takes longer with each key that is pressed. */
const LONGEST_LOOKED_AT = 100;

export function makeJudge(): PasswordJudge {
  const dutchNamed = Object.entries(dutch).map(([name, words]) => [`${name}-nl`, words] as const);
  const estimator = new ZxcvbnFactory({
    dictionary: { ...common, ...english, ...Object.fromEntries(dutchNamed) },
    graphs: adjacencyGraphs,
    maxLength: LONGEST_LOOKED_AT,
  });
  const breached = new Set(common["passwords-common"]);
  return {
    listed: breached.size,
    isListed: (password) => breached.has(password.toLowerCase()),
    estimate: (password, own) => {
      const { guesses, feedback } = estimator.check(password, [...own]);
      const why = feedback.warning ?? "";
      return { guesses, why: PASSWORD_WHYS.find((known) => known === why) ?? "other" };
    },
  };
}
