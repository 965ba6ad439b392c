// What a call has started, and how all of it ends together: tracks, workers, timers, listeners.

import type { Cancel, Clock } from "../wire/clock.ts";

export class Scope {
  private ends = new Set<() => void>();
  private over = false;

  get ended(): boolean {
    return this.over;
  }

  /** Remembers how to end something; done at once if the scope is over. The result ends it earlier. */
  own(end: () => void): Cancel {
    if (this.over) {
      end();
      return () => undefined;
    }
    const once = () => {
      if (this.ends.delete(once)) end();
    };
    this.ends.add(once);
    return once;
  }

  /** A scope that ends with this one, or before. */
  child(): Scope {
    const child = new Scope();
    const forget = this.own(() => child.end());
    child.own(forget);
    return child;
  }

  after(clock: Clock, ms: number, callback: () => void): Cancel {
    if (this.over) return () => undefined;
    const cancel = this.own(
      clock.after(ms, () => {
        cancel();
        callback();
      }),
    );
    return cancel;
  }

  every(clock: Clock, ms: number, callback: () => void): Cancel {
    const child = this.child();
    const next = () => {
      child.after(clock, ms, () => {
        callback();
        next();
      });
    };
    next();
    return () => child.end();
  }

  listen(target: EventTarget, type: string, listener: (event: Event) => void): Cancel {
    target.addEventListener(type, listener);
    return this.own(() => target.removeEventListener(type, listener));
  }

  /** Ends everything, the latest first. One that fails does not keep the others from ending. */
  end(): void {
    if (this.over) return;
    this.over = true;
    for (const end of [...this.ends].reverse()) {
      try {
        end();
      } catch {
        // What is broken already needs no ending.
      }
    }
    this.ends.clear();
  }
}
