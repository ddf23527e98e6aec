import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { INTENT, PRIVILEGED_INTENTS } from './bits.ts';
import type { Presenter } from './present.ts';
import type { FakeChannel, FakeGuild, Json } from './types.ts';
import type { World } from './world.ts';

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  ack: 11,
} as const;

interface Session {
  id: string;
  shard: [number, number];
  intents: number;
  seq: number;
  /** Everything that was dispatched, to be replayed to a client that comes back. */
  log: { s: number; t: string; d: Json }[];
  socket: WebSocket | undefined;
  /** When its connection was lost, in ms since the epoch. */
  awaySince?: number;
}

/** A session that is away for longer is over; Discord does not say how long it waits. */
const RESUMABLE_MS = 180_000;
/** What a client may send within a minute, heartbeats among it. */
const MOST_SENT = 120;
/** Identifies in a day before the bot's token is reset. */
const MOST_IDENTIFIES = 1000;

/** Where an event happened: decides which intent it needs and which shard gets it. */
export interface Place {
  channel?: FakeChannel;
  guild?: FakeGuild;
}

/** The gateway: hello, identify, heartbeats, numbered dispatches, resume. One session per shard that identified. */
export class Gateway {
  /** What a client is told in HELLO, in ms. */
  heartbeatIntervalMs = 41_250;
  /** False: heartbeats get no answer, as on a dead connection. */
  acknowledges = true;
  /** False: who identifies waits for READY in vain. */
  welcomes = true;
  /** False: connections are refused, as while Discord is down. */
  accepting = true;
  /** Payloads of the clients, in order of arrival. */
  readonly identifies: Json[] = [];
  readonly resumes: Json[] = [];
  heartbeats = 0;

  readonly #world: World;
  readonly #presenter: Presenter;
  readonly #token: string;
  readonly #privileged: boolean;
  readonly #changed: () => void;
  readonly #problem: (what: string) => void;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, Session>();
  readonly #sockets = new Set<WebSocket>();
  #url = '';

  constructor(
    world: World,
    presenter: Presenter,
    options: { token: string; privilegedIntents: boolean; changed: () => void; problem: (what: string) => void },
  ) {
    this.#world = world;
    this.#presenter = presenter;
    this.#token = options.token;
    this.#privileged = options.privilegedIntents;
    this.#changed = options.changed;
    this.#problem = options.problem;
  }

  listen(server: Server, url: string): void {
    this.#url = url;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (!this.accepting) socket.destroy();
      else this.#server.handleUpgrade(request, socket, head, (client) => this.#greet(client));
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sessions.clear();
  }

  /** Whether a client is connected and has identified or resumed. */
  get connected(): boolean {
    return this.#live().length > 0;
  }

  /**
   * Sends an event to the sessions that may see it. One that is away gets it when it resumes; when there is none, the
   * event is lost.
   */
  dispatch(t: string, d: Json, place: Place = {}): void {
    const guild = place.guild ?? place.channel?.guild;
    for (const session of this.#sessions.values()) {
      const needed = this.#neededIntent(t, guild !== undefined);
      if ((session.intents & needed) !== needed) continue;
      const shard = guild ? Number((BigInt(guild.id) >> 22n) % BigInt(session.shard[1])) : 0;
      if (shard === session.shard[0]) this.#tell(session, t, d);
    }
    this.#changed();
  }

  /** Breaks the connections: with a close code, or without a word. The sessions can be resumed. */
  drop(code?: number): void {
    for (const session of this.#live()) {
      if (code === undefined) session.socket?.terminate();
      else session.socket?.close(code);
      this.#loses(session);
    }
  }

  /** Opcode 9. One that is not resumable is forgotten, also when nobody is connected to be told. */
  invalidSession(resumable: boolean): void {
    for (const session of this.#live()) send(session.socket, { op: OP.invalidSession, d: resumable });
    if (!resumable) this.#sessions.clear();
  }

  /** Opcode 7: asks the clients to connect anew and resume. */
  reconnect(): void {
    for (const session of this.#live()) send(session.socket, { op: OP.reconnect, d: null });
  }

  #loses(session: Session): void {
    session.socket = undefined;
    session.awaySince = this.#world.clock.now();
  }

  #live(): Session[] {
    return [...this.#sessions.values()].filter((each) => each.socket !== undefined);
  }

  #neededIntent(t: string, inGuild: boolean): number {
    if (t.startsWith('MESSAGE_')) return inGuild ? INTENT.guildMessages : INTENT.directMessages;
    if (/^(CHANNEL|THREAD|GUILD)_/.test(t)) return inGuild ? INTENT.guilds : 0;
    return 0;
  }

  #tell(session: Session, t: string, d: Json): void {
    session.seq += 1;
    const event = { s: session.seq, t, d };
    session.log.push(event);
    send(session.socket, { op: OP.dispatch, ...event });
  }

  #greet(socket: WebSocket): void {
    this.#sockets.add(socket);
    let session: Session | undefined;
    let sent: number[] = [];
    socket.on('message', (data: Buffer) => {
      const now = this.#world.clock.now();
      sent = [...sent.filter((at) => now - at < 60_000), now];
      if (sent.length > MOST_SENT) {
        this.#problem('more than 120 payloads within a minute were sent to the gateway');
        socket.close(4008, 'Rate limited.');
      }
      session = this.#receive(socket, session, data);
      this.#changed();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      this.#sockets.delete(socket);
      if (session?.socket === socket) this.#loses(session);
      // A client that closes with one of these two ends its session.
      if (session && (code === 1000 || code === 1001)) this.#sessions.delete(session.id);
      this.#changed();
    });
    send(socket, { op: OP.hello, d: { heartbeat_interval: this.heartbeatIntervalMs } });
  }

  #receive(socket: WebSocket, session: Session | undefined, data: Buffer): Session | undefined {
    let payload: { op?: unknown; d?: unknown };
    try {
      payload = JSON.parse(data.toString('utf8'));
    } catch {
      socket.close(4002, 'Error while decoding payload.');
      return session;
    }
    switch (payload.op) {
      case OP.heartbeat:
        this.heartbeats += 1;
        // What the client has seen will not be asked for again.
        if (session && typeof payload.d === 'number') session.log = after(session.log, payload.d);
        if (this.acknowledges) send(socket, { op: OP.ack });
        return session;
      case OP.identify:
        if (session) socket.close(4005, 'Already authenticated.');
        return session ?? this.#identify(socket, payload.d as Json);
      case OP.resume:
        if (session) socket.close(4005, 'Already authenticated.');
        return session ?? this.#resume(socket, payload.d as Json);
      case OP.presence:
        if (!session) socket.close(4003, 'Not authenticated.');
        return session;
      default:
        socket.close(session ? 4001 : 4003, session ? 'Unknown opcode.' : 'Not authenticated.');
        return session;
    }
  }

  #identify(socket: WebSocket, d: Json): Session | undefined {
    this.identifies.push(d);
    if (this.identifies.length > MOST_IDENTIFIES) this.#problem('so many identifies that Discord resets the token');
    const intents = Number(d.intents);
    if (d.token !== this.#token) socket.close(4004, 'Authentication failed.');
    else if (!Number.isInteger(intents) || intents < 0) socket.close(4013, 'Invalid intent(s).');
    else if (!this.#privileged && intents & PRIVILEGED_INTENTS) socket.close(4014, 'Disallowed intent(s).');
    else if (this.welcomes) return this.#begin(socket, intents, (d.shard as [number, number] | undefined) ?? [0, 1]);
    return undefined;
  }

  #begin(socket: WebSocket, intents: number, shard: [number, number]): Session {
    const session: Session = { id: `session-${this.#world.id()}`, shard, intents, seq: 0, log: [], socket };
    this.#sessions.set(session.id, session);
    this.#presenter.intents = intents;
    const guilds = [...this.#world.guilds.values()].filter(
      (guild) => guild.botIsMember && Number((BigInt(guild.id) >> 22n) % BigInt(shard[1])) === shard[0],
    );
    const { bot } = this.#world;
    this.#tell(session, 'READY', {
      v: 10,
      user: { ...this.#presenter.user(bot), verified: true, mfa_enabled: false, email: null },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      private_channels: [],
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: `${this.#url}/resume`,
      shard,
      application: { id: bot.id, flags: 0 },
    });
    if (intents & INTENT.guilds) {
      for (const guild of guilds) this.#tell(session, 'GUILD_CREATE', this.#presenter.wholeGuild(guild));
    }
    return session;
  }

  #resume(socket: WebSocket, d: Json): Session | undefined {
    this.resumes.push(d);
    const session = this.#sessions.get(String(d.session_id));
    if (d.token !== this.#token) {
      socket.close(4004, 'Authentication failed.');
      return undefined;
    }
    const away = session?.awaySince === undefined ? 0 : this.#world.clock.now() - session.awaySince;
    if (session && away > RESUMABLE_MS) this.#sessions.delete(session.id);
    if (!session || away > RESUMABLE_MS) {
      send(socket, { op: OP.invalidSession, d: false });
      return undefined;
    }
    const seen = Number(d.seq);
    if (seen > session.seq) {
      socket.close(4007, 'Invalid seq.');
      return undefined;
    }
    session.socket = socket;
    session.awaySince = undefined;
    for (const event of session.log)
      if (event.s > seen && event.t !== 'RESUMED') send(socket, { op: OP.dispatch, ...event });
    this.#tell(session, 'RESUMED', {});
    return session;
  }
}

function send(socket: WebSocket | undefined, payload: Json): void {
  socket?.send(JSON.stringify({ s: null, t: null, d: null, ...payload }));
}

function after<Event extends { s: number }>(log: Event[], seen: number): Event[] {
  return log.filter((event) => event.s > seen);
}
