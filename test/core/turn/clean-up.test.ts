import { beforeEach, describe, expect, it } from 'vitest';
import { ChatQueues } from '../../../src/core/queue/chat-queues.ts';
import { cleanUpTurn } from '../../../src/core/turn/clean-up.ts';
import type { Journal } from '../../../src/core/turn/journal.ts';
import { moveOpenTurns, moveTurn } from '../../../src/core/turn/move-turn.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { NemoUnreachableError, refusalError } from '../../../src/nemo/errors.ts';
import type { Nemo } from '../../../src/nemo/nemo.ts';

const log = createLogger({ level: 'silent', pretty: false, write: () => {} });
const turn = (more: Partial<Turn> = {}): Turn => ({
  ...{ v: 2, id: 'test:1/9', chat: 'test:1', messageId: '9', userId: 'u1', language: 'en', text: '' },
  ...{ attachments: [], acceptedAt: 1, order: 0, work: [], at: 0 },
  ...more,
});

let events: string[];
beforeEach(() => {
  events = [];
});

describe('what a finished turn left', () => {
  const cleanUp = (left: Turn, cancel: () => Promise<void>) =>
    cleanUpTurn(left, {
      nemo: {
        cancelRender: (id: string) => {
          events.push(`cancel ${id}`);
          return cancel();
        },
      } as unknown as Nemo,
      positions: {
        remove: async ({ progressRef }) => {
          events.push(`remove ${progressRef}`);
        },
      },
      journal: {
        save: async ({ renderToCancel, progressRef }) => {
          events.push(`save ${renderToCancel} ${progressRef}`);
        },
      },
      ...{ log, signal: new AbortController().signal },
    });

  it('is done and then journaled as done', async () => {
    await cleanUp(turn({ renderToCancel: 'r1', progressRef: 'p1' }), async () => {});
    expect(events).toEqual(['cancel r1', 'remove p1', 'save undefined undefined']);
  });

  it('is no render where there is none', async () => {
    await cleanUp(turn({ progressRef: 'p1' }), async () => {});
    expect(events).toEqual(['remove p1', 'save undefined undefined']);
  });

  it('is a render to be cancelled still where Nemo could not be asked, and none where it says no', async () => {
    await cleanUp(turn({ renderToCancel: 'r1' }), () =>
      Promise.reject(new NemoUnreachableError('away', { sent: 'maybe' })),
    );
    expect(events.at(-1)).toBe('save r1 undefined');
    await cleanUp(turn({ renderToCancel: 'r2' }), () => Promise.reject(refusalError('cancel', { httpStatus: 404 })));
    expect(events.at(-1)).toBe('save undefined undefined');
  });

  it('that cannot be journaled fails nobody', async () => {
    const journal = { save: () => Promise.reject(new Error('full')) };
    const rest = { nemo: {} as Nemo, positions: { remove: async () => {} }, log, signal: new AbortController().signal };
    await expect(cleanUpTurn(turn(), { journal, ...rest })).resolves.toBeUndefined();
  });
});

describe('a place that gets another key', () => {
  it('takes its turns, their queues and what they cost along, each journaled under it; others stay', async () => {
    const queues = new ChatQueues();
    const turns = ['t:1', 't:1@ann', 't:2'].map((chat, index) => turn({ id: `${chat}/${index}`, chat }));
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    for (const { id, chat } of turns) queues.add(chat, id, () => held);
    const journal = {
      underWay: () => turns,
      save: async ({ id, chat }: Turn) => {
        events.push(`${id} ${chat}`);
      },
    };
    await moveOpenTurns('t:1', 't:9', { journal: journal as unknown as Journal, queues });
    expect(events).toEqual(['t:1/0 t:9', 't:1@ann/1 t:9@ann']);
    expect(turns.map(({ chat }) => chat)).toEqual(['t:9', 't:9@ann', 't:2']);
    expect(['t:1', 't:1@ann', 't:9', 't:9@ann', 't:2'].map((chat) => queues.look(chat).running)).toEqual([
      ...[undefined, undefined, 't:1/0', 't:1@ann/1', 't:2/2'],
    ]);
    go();
    await queues.idle();
  });

  it('is charged for its turns, and no other community', () => {
    const charge = { user: 'u', community: 't:1', skill: '', action: 'edit', credits: 1, estimate: false };
    const moved = turn({ chat: 't:1', shared: { community: 't:1' }, charge });
    moveTurn(moved, 't:9');
    expect([moved.chat, moved.shared?.community, moved.charge?.community]).toEqual(['t:9', 't:9', 't:9']);
    const server = turn({ chat: 't:1', shared: { community: 'server' } });
    moveTurn(server, 't:9');
    expect([server.chat, server.shared?.community]).toEqual(['t:9', 'server']);
  });
});
