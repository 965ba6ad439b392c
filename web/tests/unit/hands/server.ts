// A server in a test's hand: counts, acknowledges and replays as docs/protocol.md §4 says, and otherwise says what it is told to.

import type { ClientMessage, FromClient, FromServer, ServerMessage } from "../../../src/wire/messages.ts";
import type { OpenSocket, SocketEvents } from "../../../src/wire/signalling.ts";

type Of<T extends ClientMessage["type"]> = Extract<ClientMessage, { type: T }>;
type Welcome = Extract<ServerMessage, { type: "welcome" }>;

interface Connection {
  readonly events: SocketEvents;
  open: boolean;
}

/** A way to the relay beside its candidates. */
export const TURN = { urls: ["turn:clinic.example:443?transport=tcp"], username: "ann", credential: "secret" };

export class HandServer {
  /** Counted messages, each once, in order. */
  readonly heard: ClientMessage[] = [];
  /** Everything that came, as it came. */
  readonly raw: FromClient[] = [];
  connections: Connection[] = [];
  /** Whether connections can be made at all. */
  reachable = true;
  /** Whether anything is answered (a dead network takes messages and gives none). */
  silent = false;
  /** What `hello` is answered with; null: nothing. */
  welcome: (hello: Of<"hello">) => ServerMessage | null = (hello) => ({
    type: "welcome",
    session: "session",
    key: "AAAAAAAAAAAAAAAAAAAAAA",
    resumed: hello.resume?.intact === true,
    seat: null,
    state: null,
    iceServers: [TURN],
  });
  /** Called for each counted message. */
  onMessage: (message: ClientMessage, seq: number) => void = () => undefined;

  private outSeq = 0;
  private inSeq = 0;
  private outbox: FromServer[] = [];

  readonly open: OpenSocket = (events) => {
    const connection: Connection = { events, open: true };
    this.connections.push(connection);
    setImmediate(() => {
      if (!connection.open) return;
      if (this.reachable) events.opened();
      else this.cut(connection);
    });
    return {
      send: (text) => {
        if (connection.open && !this.silent) this.receive(connection, JSON.parse(text) as FromClient);
      },
      close: () => {
        connection.open = false;
      },
    };
  };

  get live(): Connection | undefined {
    return this.connections.find(({ open }) => open);
  }

  /** Says something that counts, now or when the client is back. */
  say(body: ServerMessage): void {
    this.outSeq += 1;
    const envelope = { seq: this.outSeq, ack: this.inSeq, body };
    this.outbox.push(envelope);
    this.deliver(envelope);
  }

  /** Says something that does not count. */
  whisper(body: ServerMessage): void {
    this.deliver({ seq: 0, ack: this.inSeq, body });
  }

  /** Sends an envelope as it is, also one that a sound server would not. */
  deliver(envelope: FromServer): void {
    if (!this.silent) this.live?.events.received(JSON.stringify(envelope));
  }

  /** Breaks the connection. */
  cut(connection = this.live): void {
    if (!connection) return;
    connection.open = false;
    connection.events.closed();
  }

  /** As after a restart: nothing is known any more. */
  forget(): void {
    this.outSeq = 0;
    this.inSeq = 0;
    this.outbox = [];
    this.welcome = ((usual) => (hello) => ({ ...(usual(hello) as Welcome), resumed: false }))(this.welcome);
  }

  last<T extends ClientMessage["type"]>(type: T): Of<T> {
    const found = this.heard.findLast((message): message is Of<T> => message.type === type);
    if (!found) throw new Error(`not heard: ${type}, but ${this.heard.map((message) => message.type).join(", ")}`);
    return found;
  }

  count(type: ClientMessage["type"]): number {
    return this.heard.filter((message) => message.type === type).length;
  }

  private receive(connection: Connection, envelope: FromClient): void {
    this.raw.push(envelope);
    const { seq, ack, body } = envelope;
    this.outbox = this.outbox.filter((sent) => sent.seq > ack);
    if (body.type === "hello") {
      const answer = this.welcome(body);
      if (!answer) return;
      if (answer.type === "welcome" && !(answer.resumed && body.resume?.intact)) {
        this.outSeq = 0;
        this.inSeq = 0;
        this.outbox = [];
      }
      connection.events.received(JSON.stringify({ seq: 0, ack: this.inSeq, body: answer }));
      for (const sent of this.outbox) connection.events.received(JSON.stringify(sent));
    } else if (body.type === "ping") {
      connection.events.received(JSON.stringify({ seq: 0, ack: this.inSeq, body: { type: "pong" } }));
    } else if (seq > this.inSeq) {
      this.inSeq = seq;
      this.heard.push(body);
      setImmediate(() => this.onMessage(body, seq));
    }
  }
}
