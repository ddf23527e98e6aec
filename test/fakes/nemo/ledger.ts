import type { ServerResponse } from 'node:http';
import { type FakeNemo, type FakeRequest, ROUTES, startFakeNemo } from './index.ts';
import { type Answer, deliver, type Fault, refuses } from './trouble.ts';
import { Works } from './works.ts';

export type RouteName = keyof typeof ROUTES;

/** How far a request has come: it is there whole and its work is done or begun, half of its answer is out, all of it is. */
export type Phase = 'received' | 'midway' | 'answered';

/** Something that the backend sees of its client, such as `prompt midway`. */
export type Step = `${RouteName} ${Phase}`;

export interface LedgerOptions {
  /** The finished MP4. */
  video: Buffer;
  /** How long the agent works on a prompt, in ms of real time. */
  workMs?: number;
}

/**
 * A backend of which each session has a draft of its own, and whose books are kept: what was accepted, charged and
 * rendered. What was begun is finished, whatever becomes of the connection.
 */
export class LedgerNemo extends Works {
  /** Called at each step of each request, before the request goes on. */
  watch: (step: Step, request: FakeRequest) => void | Promise<void> = () => {};
  /** What is to go wrong with a request; asked once for each, when it has arrived whole. */
  trouble: (route: RouteName, request: FakeRequest) => Fault | undefined = () => undefined;
  readonly #fake: FakeNemo;

  private constructor(fake: FakeNemo, options: LedgerOptions) {
    super(fake, options.video, options.workMs ?? 30);
    this.#fake = fake;
    for (const route of Object.keys(ROUTES) as RouteName[]) {
      fake.on(ROUTES[route], (request, response) => this.#serve(route, request, response));
    }
  }

  static async start(options: LedgerOptions): Promise<LedgerNemo> {
    return new LedgerNemo(await startFakeNemo(), options);
  }

  get url(): string {
    return this.#fake.url;
  }

  /** Every request that came in whole, in order. */
  get requests(): readonly FakeRequest[] {
    return this.#fake.requests;
  }

  /** From now on connections are refused; the open ones are reset. */
  cutNetwork(): Promise<void> {
    return this.#fake.cutNetwork();
  }

  /** Takes connections again, at the same address. */
  restoreNetwork(): Promise<void> {
    return this.#fake.restoreNetwork();
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#fake.close();
  }

  async #serve(route: RouteName, request: FakeRequest, response: ServerResponse): Promise<void> {
    const fault = this.trouble(route, request);
    if (fault && refuses(fault)) return deliver(fault, undefined, response, async () => {});
    const answer = this.#work(route, request);
    await this.watch(`${route} received`, request);
    await deliver(fault, await answer, response, () => Promise.resolve(this.watch(`${route} midway`, request)));
    // The client is given the turn of the event loop in which it reads the end.
    if (response.writableFinished) await this.watch(`${route} answered`, request);
  }

  /** The answer to a request, with everything that it does. */
  async #work(route: RouteName, request: FakeRequest): Promise<Answer> {
    const { id = '', sid = '' } = request.params;
    switch (route) {
      case 'token':
        return this.newToken(request);
      case 'session':
        return this.newSession();
      case 'claim':
        return { kind: 'json', body: { code: 0, data: { claim_token: 'clm_ledger_secret_1', expires_in: 604_800 } } };
      case 'prompt':
        return this.takePrompt(request);
      case 'upload':
        return this.takeFiles(sid, request);
      case 'credits':
        return this.balance();
      case 'state':
        return this.tellState(sid);
      case 'render':
        return this.takeRender(request);
      case 'renderStatus':
        return this.pollRender(id);
      case 'renderCancel':
        return this.cancelRender(id);
      case 'download':
      case 'file':
        return this.giveVideo(id || (request.params.name ?? '').replace(/\.mp4$/, ''));
    }
  }
}
