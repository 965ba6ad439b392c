// A proxy as companies have it: it connects to whatever it is asked to by CONNECT (RFC 9110 §9.3.6), and does nothing else.

import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface Proxy extends Disposable {
  readonly port: number;
  /** As browsers are told of it. */
  readonly address: string;
  /** What it was asked for. */
  asked(): readonly string[];
}

/** Starts one at an address; whatever name it is asked for is taken to be there too. */
export async function connectProxy(at: string): Promise<Proxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(403).end());
  server.on("connect", (request, client: Socket, head: Buffer) => {
    asked.push(request.url ?? "");
    const other = connect(Number(request.url?.split(":")[1]), at, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      other.write(head);
      other.pipe(client).pipe(other);
    });
    for (const [one, its] of [
      [client, other],
      [other, client],
    ] as const) {
      open.add(one);
      one.on("error", () => its.destroy());
      one.on("close", () => {
        open.delete(one);
        its.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, at, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `http://${at}:${port}`,
    asked: () => asked,
    [Symbol.dispose]() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
