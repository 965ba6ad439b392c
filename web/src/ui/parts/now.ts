// The time for screens that count minutes. Shown times only; nothing is decided by it.

import { useEffect, useState } from "preact/hooks";

/** The time now, renewed every `everyMs` milliseconds while the component is shown. */
export function useNow(everyMs = 15_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
