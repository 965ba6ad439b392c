// The drawings beside the words: hand-made outlines on a 24-unit grid. They carry no meaning of their own; text does.

const outlines = {
  alone: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-3.6 3.8-6 7.5-6s6.7 2.4 7.5 6",
  attach: "m20 11.5-8.3 8.3a5.2 5.2 0 0 1-7.4-7.4l8.7-8.7a3.5 3.5 0 0 1 5 5l-8.7 8.6a1.7 1.7 0 0 1-2.5-2.4l7.9-7.8",
  back: "M14.5 5.5 8 12l6.5 6.5",
  camera: "M4.5 6.5h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM15.5 10.5l6-3.5v10l-6-3.5",
  cameraOff:
    "M8 6.5h5.5a2 2 0 0 1 2 2V13M15.5 15.8a2 2 0 0 1-2 1.7h-9a2 2 0 0 1-2-2v-7c0-.8.4-1.4 1-1.8M17 9.6l4.5-2.6v10l-2.5-1.5M3.5 3.5l17 17",
  chat: "M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-5 4v-4H4.5A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5ZM7.5 9.5h9M7.5 13h5.5",
  check: "m5 12.5 4.7 4.7L19.5 7",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.3l3.5 2.2",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M9 8.5h9.5V21H9ZM6 15.5H5.5V3H15v2.5",
  curtain:
    "M3 4h18M5 4c.3 6-.2 10.5-1 15.5h6.2C11 15 11.5 10 11.5 4M19 4c-.3 6 .2 10.5 1 15.5h-6.2C13 15 12.5 10 12.5 4M8.2 4c0 5-.2 9.5-1.2 15.5M15.8 4c0 5 .2 9.5 1.2 15.5",
  different: "M5 9h14M5 15h14M16.5 4.5l-9 15",
  door: "M6 21V4.5L15 3v18M3.5 21h17M15 5h3.5v16M12 11.5v1.5",
  headphones:
    "M4 17.5V13a8 8 0 0 1 16 0v4.5M4 15h2.5a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H5.5A1.5 1.5 0 0 1 4 19.5ZM20 15h-2.5a1 1 0 0 0-1 1v4a1 1 0 0 0 1 1h1a1.5 1.5 0 0 0 1.5-1.5Z",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.5v.2",
  invite: "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2.5 20.5c.8-3.6 3.8-6 7.5-6 1.6 0 3 .4 4.2 1.2M18.5 14v7M15 17.5h7",
  leave: "M10 4H5.5A1.5 1.5 0 0 0 4 5.5v13A1.5 1.5 0 0 0 5.5 20H10M15 8l4 4-4 4M19 12H9.5",
  lock: "M6 10.5h12A1.5 1.5 0 0 1 19.5 12v7.5A1.5 1.5 0 0 1 18 21H6a1.5 1.5 0 0 1-1.5-1.5V12A1.5 1.5 0 0 1 6 10.5ZM8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2.5",
  microphone: "M12 3a3 3 0 0 1 3 3v5.5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5",
  microphoneOff:
    "M9 9v2.5a3 3 0 0 0 4.8 2.4M15 10.5V6a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.3 5.3M18.5 11.5c0 1-.2 2-.6 2.8M12 18v3.5M3.5 3.5l17 17",
  more: "M5 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2ZM12 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2ZM19 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2Z",
  nothing: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.7 5.7l12.6 12.6",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.7-3.3 3.3-5.5 6.5-5.5s5.8 2.2 6.5 5.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c1.9.9 3.1 2.7 3.5 5.1",
  phone:
    "M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2Z",
  screen:
    "M4 4.5h16A1.5 1.5 0 0 1 21.5 6v9.5A1.5 1.5 0 0 1 20 17H4a1.5 1.5 0 0 1-1.5-1.5V6A1.5 1.5 0 0 1 4 4.5ZM8.5 20.5h7M12 17v3.5M12 13.5V8M9.5 10.2 12 7.7l2.5 2.5",
  send: "M4 4.5 21 12 4 19.5 6.5 12ZM6.5 12H13",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  share: "M12 14.5V3.5M8 7l4-4 4 4M7 11H5.5v10h13V11H17",
  speaker: "M4 9.5h3.5L12 5.5v13l-4.5-4H4ZM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  warning: "M12 3.5 22 20.5H2ZM12 10v5M12 17.7v.1",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof outlines;

/** Drawings that point along the line, and turn round where text runs from right to left. */
const alongTheLine: ReadonlySet<IconName> = new Set(["back", "leave", "send"]);

/** One drawing, hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      class={alongTheLine.has(name) ? "icon icon-flip" : "icon"}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={outlines[name]} />
    </svg>
  );
}

/** The sign of the product: a curtain, drawn. */
export function CurtainSign() {
  return (
    <svg class="sign" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="sign-ground" width="32" height="32" rx="8" />
      <path class="sign-rail" d="M6 8h20" />
      <path
        class="sign-fold"
        d="M8 8c.3 7-.2 11.5-1 17M12 8c.2 7 0 11.5-.7 17M16 8v17M20 8c-.2 7 0 11.5.7 17M24 8c-.3 7 .2 11.5 1 17"
      />
    </svg>
  );
}
