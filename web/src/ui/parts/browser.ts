// Which browser family this is, only to word a hint about where its settings are. Nothing is decided by it.

export type BrowserFamily = "chrome" | "firefox" | "safari" | "ios" | "other";

/** The family named by a user agent string; `ios` for every browser on iPhone and iPad, where the settings are the system's. */
export function browserFamily(userAgent: string): BrowserFamily {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (/Chrome\/|Chromium\//.test(userAgent)) return "chrome";
  if (/Safari\//.test(userAgent)) return "safari";
  return "other";
}
