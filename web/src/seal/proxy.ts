// The page's side of the seal worker: starts it, asks it, ends it. Holds no key.

import { SealError, type SealWorker, type TransformOptions } from "./port.ts";
import type { Method, Reply, Request } from "./rpc.ts";
import workerUrl from "./worker.ts?worker&url";

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Lets the page load its own worker and no other script (the content security policy allows this one policy only). */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const own = (candidate: string) => {
    const absolute = new URL(candidate, location.href);
    if (absolute.origin !== location.origin) throw new Error("not a script of this page");
    return absolute.href;
  };
  if (!trustedTypes) return own(url);
  return trustedTypes.createPolicy("curtain", { createScriptURL: own }).createScriptURL(url);
}

/** The policy can be made once per page, so its result is kept. */
let trustedWorkerUrl: string | null = null;

export function startSealWorker(): SealWorker {
  trustedWorkerUrl ??= trusted(workerUrl);
  const worker = new Worker(trustedWorkerUrl, { type: "module", name: "seal" });
  const open = new Map<number, { resolve(value: unknown): void; reject(error: SealError): void }>();
  let count = 0;
  let over = false;

  const failAll = () => {
    over = true;
    for (const { reject } of open.values()) reject(new SealError("workerFailed"));
    open.clear();
  };
  worker.onerror = failAll;
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    const question = open.get(data.id);
    open.delete(data.id);
    if (data.ok) question?.resolve(data.value);
    else question?.reject(new SealError(data.reason));
  };

  const ask = (method: Method, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (over) {
        reject(new SealError("workerFailed"));
        return;
      }
      count += 1;
      open.set(count, { resolve, reject });
      worker.postMessage({ id: count, method, args } satisfies Request);
    });

  const own = {
    transform: (options: TransformOptions) => new RTCRtpScriptTransform(worker, options),
    end() {
      worker.terminate();
      failAll();
    },
  };
  // Every other method of the port is a question to the worker.
  return new Proxy(own, {
    get: (target, name) =>
      name in target
        ? target[name as keyof typeof target]
        : // A proxy that looked like a promise would be awaited.
          name === "then"
          ? undefined
          : (...args: unknown[]) => ask(name as Method, args),
  }) as SealWorker;
}
