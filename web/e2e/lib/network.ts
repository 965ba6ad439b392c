// A network of the patient's own, between their browser and the server: a namespace with one way out, on which datagrams,
// ports, packets or bits per second are taken away. Needs root, iproute2, nftables and openssl.

import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { chromium, dataRoot } from "./places.ts";

/** Where the tests must run, their not being able to is a failure. */
const REQUIRED = "CURTAIN_TEST_NETWORKS";

/** The server's name in these networks; a browser finds it at the network's end that is here. */
const NAME = "clinic.test";

export const MEDIA_PORT = 3478;

/** Whether networks can be made here. */
export function canMakeNetworks(): boolean {
  if (process.getuid?.() === 0) return true;
  if (process.env[REQUIRED]) throw new Error(`${REQUIRED} is set, and making networks needs root`);
  return false;
}

export class Network {
  /** This end's address: where the server is. */
  readonly here: string;
  readonly url = `https://${NAME}`;
  /** A certificate for the server's name, with its key. */
  readonly certificate: string;
  readonly key: string;
  readonly #name: string;
  readonly #prefix: string;
  readonly #directory: string;
  #host = 2;

  private constructor(number: number) {
    this.#name = `curtain${number}`;
    this.#prefix = `10.77.${number}`;
    this.here = `${this.#prefix}.1`;
    mkdirSync(dataRoot, { recursive: true });
    this.#directory = mkdtempSync(join(dataRoot, "network-"));
    this.certificate = join(this.#directory, "chain.pem");
    this.key = join(this.#directory, "key.pem");
  }

  /** Makes one, on which everything passes. */
  static begin(): Network {
    const taken = new Set(Object.keys(networkInterfaces()));
    const number = Array.from({ length: 250 }, (_, index) => index + 1).find((other) => !taken.has(`curtain${other}`));
    if (number === undefined) throw new Error("there are too many networks");
    const network = new Network(number);
    network.#make();
    return network;
  }

  /** Lets pass what meets none of these conditions of nftables. What stays on the device is not looked at. */
  drop(...conditions: readonly string[]): void {
    this.#rule(conditions.map((condition) => `${condition} drop`));
  }

  /** Lets TCP to and from a port pass, and nothing else. */
  only(port: number): void {
    this.#rule([`tcp dport ${port} accept`, `tcp sport ${port} accept`, "meta l4proto { tcp, udp } drop"]);
  }

  /** Lets everything pass again. */
  open(): void {
    this.drop();
  }

  /** Lets so many kbit/s pass in each direction. */
  rate(kbit: number): void {
    const shape = ["root", "tbf", "rate", `${kbit}kbit`, "burst", "6kb", "latency", "400ms"];
    run("tc", "qdisc", "replace", "dev", this.#name, ...shape);
    this.#inside("tc", "qdisc", "replace", "dev", "eth0", ...shape);
  }

  /** The device gets another address, as between Wi-Fi and mobile data. */
  move(): void {
    this.#inside("ip", "addr", "del", `${this.#prefix}.${this.#host}/24`, "dev", "eth0");
    this.#host += 1;
    this.#inside("ip", "addr", "add", `${this.#prefix}.${this.#host}/24`, "dev", "eth0");
  }

  /** A program that starts Chromium behind the network. */
  program(): string {
    const path = join(this.#directory, "chromium");
    writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${this.#name} ${chromium()} "$@"\n`, { mode: 0o700 });
    return path;
  }

  /** With these a browser finds the server by its name, and believes its certificate. */
  flags(): readonly string[] {
    const { publicKey } = new X509Certificate(readFileSync(this.certificate));
    const pin = createHash("sha256")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest("base64");
    return [`--host-resolver-rules=MAP ${NAME} ${this.here}`, `--ignore-certificate-errors-spki-list=${pin}`];
  }

  [Symbol.dispose](): void {
    run("ip", "netns", "del", this.#name);
  }

  #make(): void {
    const name = this.#name;
    const subject = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`];
    const files = ["-keyout", this.key, "-out", this.certificate];
    run(
      "openssl",
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      ...subject,
      ...files,
    );
    run("ip", "netns", "add", name);
    run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
    run("ip", "addr", "add", `${this.here}/24`, "dev", name);
    run("ip", "link", "set", name, "up");
    for (const device of ["lo", "eth0"]) this.#inside("ip", "link", "set", device, "up");
    this.#inside("ip", "addr", "add", `${this.#prefix}.${this.#host}/24`, "dev", "eth0");
  }

  #rule(rules: readonly string[]): void {
    const chain = (hook: string, device: string) => [
      `add chain inet curtain ${hook} { type filter hook ${hook} priority 0; }`,
      ...[`${device} lo accept`, ...rules].map((rule) => `add rule inet curtain ${hook} ${rule}`),
    ];
    // All at once, in place of what there was.
    const anew = ["add table inet curtain", "delete table inet curtain", "add table inet curtain"];
    this.#inside("nft", [...anew, ...chain("output", "oifname"), ...chain("input", "iifname")].join("\n"));
  }

  #inside(...command: readonly string[]): void {
    run("ip", "netns", "exec", this.#name, ...command);
  }
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
}
