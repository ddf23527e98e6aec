import type { LedgerNemo, RouteName } from './ledger.ts';
import type { Fault } from './trouble.ts';

export type { Fault } from './trouble.ts';

export interface FaultyOptions {
  /** At least 0, below 1; seeded, so that a run can be had again. */
  random: () => number;
  /** How many of all requests go wrong, from 0 to 1. */
  rate: number;
  /** Let requests hang for as long as the client waits: a minute for most of them. */
  hangs?: boolean;
}

const ANYWHERE: Fault[] = ['reset', 'html-502', 'html-200', '429', '500', '503'];
const ANSWERED: Fault[] = ['lost', 'headers-then-reset', 'reset-midway', 'html-504', 'wrong-type', 'drip'];

/** What may go wrong where; a route that is not here never does. */
const BY_ROUTE: Partial<Record<RouteName, Fault[]>> = {
  session: [...ANYWHERE, ...ANSWERED],
  claim: [...ANYWHERE, ...ANSWERED],
  prompt: [...ANYWHERE, ...ANSWERED, 'cut', 'cut', 'reset-midway', 'hang-midway', 'session-gone'],
  upload: [...ANYWHERE, ...ANSWERED, 'session-gone'],
  credits: [...ANYWHERE, ...ANSWERED],
  state: [...ANYWHERE, ...ANSWERED, 'session-gone'],
  render: [...ANYWHERE, ...ANSWERED],
  renderStatus: [...ANYWHERE, ...ANSWERED],
  renderCancel: ANYWHERE,
  download: [...ANYWHERE, 'headers-then-reset', 'reset-midway'],
  file: [...ANYWHERE, 'headers-then-reset', 'reset-midway'],
};

/** Makes a Nemo fail at random, by a seed, or as a script says. */
export class FaultyNemo {
  readonly nemo: LedgerNemo;
  /** How many requests went wrong, by what happened to them. */
  readonly counts = new Map<string, number>();
  rate: number;
  readonly #options: FaultyOptions;
  readonly #scripted = new Map<RouteName, Fault[]>();

  constructor(nemo: LedgerNemo, options: FaultyOptions) {
    this.nemo = nemo;
    this.rate = options.rate;
    this.#options = options;
    nemo.trouble = (route, request) => {
      const fault = this.#scripted.get(route)?.shift() ?? this.#drawn(route);
      if (fault) this.count(fault);
      // What is answered as gone is gone, else the two sides would speak of different projects.
      if (fault === 'session-gone') this.#forget(request.params.sid, request.json);
      return fault;
    };
  }

  /** Gives the route's next requests these faults, one each. */
  script(route: RouteName, ...faults: Fault[]): void {
    this.#scripted.set(route, [...(this.#scripted.get(route) ?? []), ...faults]);
  }

  /** Everything works again. */
  heal(): void {
    this.rate = 0;
    this.#scripted.clear();
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  #drawn(route: RouteName): Fault | undefined {
    const { random, hangs } = this.#options;
    const faults = BY_ROUTE[route];
    if (!faults || random() >= this.rate) return undefined;
    const all: Fault[] = hangs ? [...faults, 'hang'] : faults;
    return all[Math.floor(random() * all.length)];
  }

  #forget(sid: string | undefined, json: unknown): void {
    const named = json as { session_id?: string } | undefined;
    this.nemo.forgetSession(sid ?? named?.session_id ?? '');
  }
}
