import { lookup } from 'node:dns/promises';
import { type Clock, systemClock } from '@reelay/async';
import type { ModelSettings } from './agent/model/model-client.ts';
import type { Log } from './log.ts';
import { silentLog } from './log.ts';
import type { Probe } from './renderer/probe.ts';
import type { RenderedFile, RenderJob } from './renderer/render.ts';
import type { ResolveHost, Transport } from './url-fetch.ts';
import { undiciTransport } from './url-fetch.ts';

/** Turns a draft into an MP4 at `job.outPath`; rejects when it cannot, and with the signal's reason when aborted. */
export type Render = (
  job: RenderJob,
  options: { signal: AbortSignal; onProgress: (percent: number) => void },
) => Promise<RenderedFile>;

export interface Limits {
  /** Bytes per uploaded file; more is answered with 4002. */
  fileBytes: number;
  /** Files or addresses in one upload. */
  filesPerUpload: number;
  /** Photos, videos and sounds that one session may hold. */
  filesPerSession: number;
  /** Life of a token in ms; until then its client id gets no other one. */
  tokenMs: number;
  /** Sessions, renders and files that nobody touched for so long (ms) are removed. */
  keepMs: number;
  /** For one uploaded address, redirects included, in ms. */
  urlFetchMs: number;
  /** Characters of one prompt. */
  promptChars: number;
  /** Accounts on this machine. */
  accounts: number;
  /** Of one account; a bot has a session for each of its chats. */
  sessionsPerAccount: number;
  filesPerAccount: number;
  bytesPerAccount: number;
  /** Renders that wait or run. */
  rendersPerAccount: number;
  rendersPerSession: number;
  /** For one render, in ms. */
  renderMs: number;
  /** For finding out the size and length of one uploaded file, in ms. */
  probeMs: number;
}

const DEFAULT_LIMITS: Limits = {
  fileBytes: 200 * 1024 * 1024,
  filesPerUpload: 30,
  filesPerSession: 200,
  tokenMs: 7 * 24 * 3600_000,
  keepMs: 7 * 24 * 3600_000,
  urlFetchMs: 60_000,
  promptChars: 10_000,
  accounts: 500,
  sessionsPerAccount: 5000,
  filesPerAccount: 20_000,
  bytesPerAccount: 20 * 1024 ** 3,
  rendersPerAccount: 200,
  rendersPerSession: 10,
  renderMs: 15 * 60_000,
  probeMs: 20_000,
};

/** Credits that a turn costs: a whole new video is a generation, a change to it an edit. */
export interface Costs {
  generation: number;
  edit: number;
}

export interface LocalNemoOptions {
  /** Everything that must survive a restart lies here; made when missing. */
  dataDir: string;
  host?: '127.0.0.1';
  /** 0 (the default) takes a free one. */
  port?: number;
  clock?: Clock;
  /** 0 ≤ n < 1. Default: a sequence of its own for every session and turn, so a repeat of a chat repeats its answers. */
  random?: () => number;
  log?: Log;
  render?: Render;
  /** Finds size and length of an uploaded file. */
  probe?: Probe;
  /** ms between two signs of life in a stream. */
  heartbeatMs?: number;
  /** Pause in ms before each piece of a reply, as the real service takes its time. */
  paceMs?: number;
  limits?: Partial<Limits>;
  resolveHost?: ResolveHost;
  /** Fetches one uploaded address without following redirects. */
  fetch?: Transport;
  /** Lets uploaded addresses lead into the local network. For tests. */
  allowPrivateHosts?: boolean;
  /** Default: nothing, since the work is done on this machine. */
  costs?: Partial<Costs>;
  startCredits?: number;
  /** Share of the changes that end with tool calls and no text, 0 to 1. */
  textlessRate?: number;
  /** A language model that reads the instructions; the grammar where there is none, or it fails. */
  model?: ModelSettings;
}

export type Settings = Omit<Required<LocalNemoOptions>, 'random' | 'limits' | 'costs' | 'model'> & {
  model: ModelSettings | undefined;
  random: (() => number) | undefined;
  limits: Limits;
  costs: Costs;
};

/** The options with every gap filled. */
export function withDefaults(options: LocalNemoOptions): Settings {
  return {
    dataDir: options.dataDir,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    clock: options.clock ?? systemClock,
    random: options.random,
    log: options.log ?? silentLog,
    render: options.render ?? renderWithDefault,
    probe: options.probe ?? probeWithDefault,
    heartbeatMs: options.heartbeatMs ?? 10_000,
    paceMs: options.paceMs ?? 0,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    resolveHost: options.resolveHost ?? ((host) => lookup(host, { all: true })),
    fetch: options.fetch ?? undiciTransport,
    allowPrivateHosts: options.allowPrivateHosts ?? false,
    costs: { generation: 0, edit: 0, ...options.costs },
    startCredits: options.startCredits ?? 100,
    textlessRate: options.textlessRate ?? 0.3,
    model: options.model,
  };
}

// The renderer and its native libraries are loaded by the first render, not by every start.
const renderWithDefault: Render = async (job, options) => {
  const { renderDraft } = await import('./renderer/render.ts');
  return renderDraft(job, options);
};

const probeWithDefault: Probe = async (path, kind) => {
  const { probeFile } = await import('./renderer/probe.ts');
  return probeFile(path, kind);
};
