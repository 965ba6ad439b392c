// A visit under way: a demonstration with its people, all of whom are sent home at the end, whatever happened.

import type { BrowserName, Devices } from "./browsers.ts";
import { Clinician } from "./clinician.ts";
import { Demo, type DemoOptions } from "./demo.ts";
import { Guest } from "./guest.ts";
import { looks } from "./looks.ts";
import type { Person } from "./person.ts";

interface Arrival {
  readonly link?: string;
  readonly browser?: BrowserName;
  readonly devices?: Devices;
  readonly before?: () => void;
}

/** A demonstration, and how the patient reaches it. */
export interface VisitOptions extends DemoOptions {
  readonly proxy?: string;
}

/** One demonstration and the people who came to it. */
export class Visit {
  readonly #people: Person[] = [];

  private constructor(
    readonly demo: Demo,
    private readonly options: VisitOptions,
  ) {}

  static async begin(options: VisitOptions = {}): Promise<Visit> {
    return new Visit(await Demo.start(options), options);
  }

  /** The clinician (red) sits down at the desk. */
  async clinician(arrival: Arrival = {}): Promise<Clinician> {
    const { network } = this.options;
    const options = { ...arrival, look: looks.red, url: this.demo.url, ...(network && { network }) };
    return this.#seat(await Clinician.open(arrival.link ?? this.demo.links.clinician, options));
  }

  /** The patient (green) opens their link. */
  async patient(arrival: Arrival = {}): Promise<Guest> {
    const { network, proxy } = this.options;
    const way = { ...(network && { network, behind: true }), ...(proxy !== undefined && { proxy }) };
    const options = { ...arrival, look: looks.green, url: this.demo.url, ...way };
    return this.#seat(await Guest.open(arrival.link ?? this.demo.links.patient, options));
  }

  /** The companion (blue) opens their link. */
  async companion(arrival: Arrival = {}): Promise<Guest> {
    const options = { ...arrival, look: looks.blue, url: this.demo.url };
    return this.#seat(await Guest.open(arrival.link ?? this.demo.links.companion, options));
  }

  /** Clinician and patient in the call. */
  async underWay(name = "Ann", browser: BrowserName = "chromium"): Promise<{ clinician: Clinician; patient: Guest }> {
    const clinician = await this.clinician();
    const patient = await this.patient({ browser });
    await patient.enter(name);
    await clinician.admit(name);
    await clinician.talks();
    await patient.talks();
    return { clinician, patient };
  }

  /** What anyone's browser did that it should not have done. */
  async wrongs(): Promise<readonly string[]> {
    return (await Promise.all(this.#people.map((person) => person.wrongs()))).flat();
  }

  #seat<P extends Person>(person: P): P {
    this.#people.push(person);
    return person;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#people.map((person) => person.close()));
    await this.demo.stop();
  }
}

/** The clinician's name in the demonstration. */
export const CLINICIAN = "Dr. Noor Visser";
