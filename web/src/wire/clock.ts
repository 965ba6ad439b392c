// Time as a parameter: what waits is given a clock, so that tests can turn it by hand.

/** Stops what was started; calling it again does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls back once, after so many milliseconds. */
  after(ms: number, callback: () => void): Cancel;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
