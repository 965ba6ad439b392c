// Questions to the server outside a connection: what is sent, and what its answers mean.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browserAccounts } from "../../src/wire/accounts.ts";
import { browserApi, Refusal } from "../../src/wire/api.ts";

let answer: Response;
let asked: { path: string; init: RequestInit }[];

beforeEach(() => {
  asked = [];
  answer = Response.json({ token: "answer" });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push({ path, init });
    return answer.clone();
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("a question", () => {
  it("about a link shows nothing but the link", async () => {
    expect(await browserApi.invitation("token")).toEqual({ token: "answer" });
    expect(asked).toMatchObject([
      {
        path: "/api/invitation",
        init: { method: "POST", body: '{"token":"token"}', credentials: "omit", cache: "no-store" },
      },
    ]);
  });

  it.each([
    ["enrolmentPassword", "/api/enrolment/password"],
    ["signInWithPassword", "/api/sign-in/password"],
    ["finishPasswordSignIn", "/api/sign-in/password/finish"],
    ["accountPassword", "/api/account/password"],
    ["prove", "/api/account/proof"],
    ["changeContact", "/api/account/contact"],
  ] as const)("of %s goes to %s, with what is said", async (question, path) => {
    const ask = browserAccounts[question] as (said: object) => Promise<unknown>;
    await ask({ said: "this" });
    expect(asked).toMatchObject([
      { path, init: { method: "POST", body: '{"said":"this"}', credentials: "same-origin" } },
    ]);
  });

  it("about an account takes the session with it, to this origin alone", async () => {
    await browserAccounts.account();
    await browserAccounts.signIn();
    await browserAccounts.held();
    expect(asked).toMatchObject([
      { path: "/api/account", init: { credentials: "same-origin" } },
      { path: "/api/sign-in", init: { method: "POST", body: "{}", credentials: "same-origin" } },
      { path: "/api/account/held", init: { credentials: "same-origin" } },
    ]);
    expect(asked[0]?.init.method, "nothing is said").toBeUndefined();
  });

  it("that is only told needs no answer but yes, and outlives the page", async () => {
    answer = new Response(null, { status: 204 });
    await browserAccounts.signOut({ everywhere: true });
    await browserAccounts.alive();
    await browserAccounts.erase();
    expect(asked.map(({ path, init }) => [path, init.body, init.keepalive])).toEqual([
      ["/api/sign-out", '{"everywhere":true}', true],
      ["/api/alive", "{}", true],
      ["/api/account/delete", "{}", true],
    ]);
  });
});

describe("an answer", () => {
  const refused = async () => {
    const error = await browserAccounts.account().then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof Refusal ? error.code : error;
  };

  it("with a code is refused with it", async () => {
    answer = Response.json({ code: "badCredential", category: "client" }, { status: 401 });
    expect(await refused()).toBe("badCredential");
  });

  it.each([
    [401, "notSignedIn"],
    [403, "notAllowed"],
    [404, "unknownLink"],
    [409, "conflict"],
    [410, "expiredLink"],
    [429, "tooMany"],
    [500, "internal"],
  ])("without one is understood by its status: %i", async (status, code) => {
    answer = new Response("<html>", { status });
    expect(await refused()).toBe(code);
  });

  it.each([502, 503, 504])(
    "of a proxy that found nobody means that the server cannot be reached: %i",
    async (status) => {
      answer = new Response("", { status });
      expect(await refused()).toEqual(new Error("unreachable"));
    },
  );
});
