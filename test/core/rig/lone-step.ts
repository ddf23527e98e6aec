import { FakeClock } from '@reelay/async/fake-clock';
import type { Turn, Work } from '../../../src/core/turn/turn.ts';
import type { TurnContext } from '../../../src/core/turn/turn-context.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { NemoUnreachableError } from '../../../src/nemo/errors.ts';
import type { NemoState } from '../../../src/nemo/nemo.ts';

/** Nemo may have taken what was sent; it certainly has not. */
export const LOST = () => new NemoUnreachableError('reset', { sent: 'maybe' });
export const UNSENT = () => new NemoUnreachableError('refused', { sent: 'no' });
export const EMPTY: NemoState = { draft: null, generatedMedia: [], videoInfos: [] };

/** Runs one step of a turn with nothing around it. */
export class LoneStep {
  /** What was done at Nemo and told, and what the journal had at each write, in order. */
  readonly events: string[] = [];
  readonly clock = new FakeClock(0);
  /** What the state is, one reading after another; the last one again and again. */
  states: NemoState[] = [EMPTY];

  /** A context around one piece of work, whose writes are noted as what `shown` says of that piece. */
  contextFor<W extends Work>(
    work: W,
    shown: (work: W) => string,
    nemo: object,
    attachments: Turn['attachments'] = [],
  ): TurnContext {
    const { events, clock } = this;
    const note = (event: string) => events.push(event);
    const turn: Turn = {
      ...{ v: 2, id: 'test:1/9', chat: 'test:1', messageId: '9', userId: 'u1', language: 'en', text: 'x' },
      ...{ attachments, acceptedAt: 1, order: 0, work: [work], at: 0 },
    };
    const context = {
      ...{ turn, clock, signal: new AbortController().signal, t: (key: string) => key, received: async () => {} },
      log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
      settings: { recoveryWaitsMs: [1000, 2000], renderPollEveryMs: 5000, renderLimitMs: 600_000 },
      progress: { show: () => {} },
      store: { communities: { find: async () => ({}) } },
      sessions: {
        find: async () => ({ mediaCount: 0 }),
        update: async () => {},
        countMedia: async (_chat: string, { name }: { name: string }) => note(`count ${name}`),
        rememberPrompt: async (_chat: string, text: string) => note(`remember ${text}`),
      },
      budget: {
        reserve: async () => note('reserve'),
        measure: async () => {
          note('measure');
          return async () => note('measured');
        },
      },
      session: async () => ({ taskId: 't1', sessionId: 's1' }),
      save: async () => note(`save ${shown(work)}`),
      reply: async (text: string) => note(`reply ${text}`),
      nemo: { state: async () => (this.states.length > 1 ? this.states.shift() : this.states[0]), ...nemo },
    };
    return context as unknown as TurnContext;
  }

  /** Lets the step go on, over all of its waits. */
  async ended<T>(step: Promise<T>): Promise<T> {
    let open = true;
    const settled = step.finally(() => {
      open = false;
    });
    settled.catch(() => {});
    while (open) await this.clock.advance(1000);
    return settled;
  }
}
