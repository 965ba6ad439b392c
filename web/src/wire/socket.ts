// The browser's WebSocket behind the port that `signalling` expects.

import type { OpenSocket } from "./signalling.ts";

/** Opens `/ws` at this page's own origin. */
export function browserSocket(location: Location): OpenSocket {
  return (events) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws`);
    socket.onopen = () => events.opened();
    socket.onmessage = (event) => events.received(String(event.data));
    socket.onclose = () => events.closed();
    return {
      send(text) {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close() {
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
      },
    };
  };
}
