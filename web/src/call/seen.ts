// How new a vault this browser has seen of each account: one number, so that a server cannot hand out an older one unnoticed.

/** Remembers across tabs and days. */
export interface SeenVaults {
  /** 0 if none. */
  read(account: string): number;
  /** Never goes down. */
  write(account: string, revision: number): void;
  /** The account is no more. */
  forget(account: string): void;
}

export function browserSeen(storage: () => Storage): SeenVaults {
  const key = (account: string) => `curtain/seen/${account}`;
  const read = (account: string): number => {
    try {
      const revision = Number(storage().getItem(key(account)));
      return Number.isSafeInteger(revision) && revision > 0 ? revision : 0;
    } catch {
      return 0; // storage is off: nothing was seen
    }
  };
  const write = (account: string, revision: number) => {
    if (revision <= read(account)) return;
    try {
      storage().setItem(key(account), String(revision));
    } catch {
      // No storage: an older vault would not be noticed here.
    }
  };
  const forget = (account: string) => {
    try {
      storage().removeItem(key(account));
    } catch {
      // No storage: there is nothing to forget.
    }
  };
  return { read, write, forget };
}
