import { beforeEach, describe, expect, it } from 'vitest';
import { CancelledError, ShutdownError } from '../../../src/core/queue/chat-queues.ts';
import { type ChatRecord, NEW_CHAT, projectOf } from '../../../src/core/storage/chat-record.ts';
import { NO_SPAN } from '../../../src/core/tracing.ts';
import { doWork, wasCancelled } from '../../../src/core/turn/do-work.ts';
import { newExport, newPrompt, newUpload } from '../../../src/core/turn/new-work.ts';
import type { Turn, Work } from '../../../src/core/turn/turn.ts';
import type { ReplyExtras } from '../../../src/core/turn/turn-context.ts';
import { type TurnContext, TurnFailure } from '../../../src/core/turn/turn-context.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { refusalError } from '../../../src/nemo/errors.ts';

const SESSION = { taskId: 't1', sessionId: 's1' };
const GONE = () => refusalError('POST /run_sse', { nemoCode: 1002 });
const action = (name: string): Work => ({ kind: 'action', name });
const files = (...indexes: number[]): Work => newUpload(indexes);
const sent = (name: string): Work => ({
  kind: 'upload',
  files: [{ attachment: 0, state: 'sent', name, cdnUrl: '' }],
});

/** What was done, in order. */
let events: string[];
let turn: Turn;
let chat: ChatRecord;
let changes: Partial<ChatRecord>[];
/** What a piece throws when it begins, one after another. */
let failures: unknown[];
let stop: AbortController;
beforeEach(() => {
  events = [];
  changes = [];
  failures = [];
  chat = NEW_CHAT;
  stop = new AbortController();
});

/** Does a turn's work, whose pieces are actions that only note that they ran, or fail at their beginning. */
async function work(pieces: Work[], more: Partial<Turn> = {}): Promise<void> {
  turn = {
    ...{ v: 2, id: 'test:1/9', chat: 'test:1', messageId: '9', userId: 'u1', language: 'en', text: '' },
    ...{ attachments: [], acceptedAt: 1, order: 0, work: pieces, at: 0 },
    ...more,
  };
  const begins = () => {
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const context = {
    turn,
    t: (key: string) => key,
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
    signal: stop.signal,
    clock: { now: () => 0 },
    trace: { current: NO_SPAN },
    metrics: { pieceEnded: (kind: string, result: string) => events.push(`${kind} ${result}`) },
    store: { communities: { find: async () => ({}) } },
    budget: { reserve: async () => events.push('reserve') },
    sessions: {
      find: async () => chat,
      update: async (_chat: string, change: Partial<ChatRecord>) => {
        events.push('update');
        changes.push(change);
      },
    },
    save: async () => events.push(`save at ${turn.at}`),
    reply: async (text: string, extras?: ReplyExtras) => events.push(`reply ${text} ${extras?.part}`),
    runAction: async ({ name }: { name: string }) => {
      begins();
      events.push(`run ${name}`);
    },
    queue: {
      handOver: async () => {
        begins();
        events.push('hand over');
        return true;
      },
    },
    session: async () => {
      begins();
      return SESSION;
    },
  };
  await doWork(context as unknown as TurnContext);
}

it('pieces are done in order from where the journal says, and what each came to is journaled but for the last', async () => {
  await work([action('a'), action('b'), action('c')], { at: 1 });
  expect(events).toEqual(['reserve', 'run b', 'action done', 'save at 2', 'run c', 'action done']);
  expect(turn.at).toBe(3);
});

it('a render that was not submitted is left to a newer request that waits', async () => {
  await work([newExport(), action('b')]);
  expect(events.slice(1)).toEqual(['hand over', 'export done', 'save at 1', 'run b', 'action done']);
});

describe('before the first piece', () => {
  it('a lost record is told, once', async () => {
    await work([], { recordLost: true });
    expect(events).toEqual(['reply recordLost record', 'reserve']);
    expect(turn.recordLost).toBeUndefined();
  });

  it('a new project is begun by leaving the old one, which is journaled as done', async () => {
    await work([], { newProject: true });
    expect(events).toEqual(['update', 'save at 0', 'reserve']);
    expect(turn.newProject).toBeUndefined();
    expect(changes).toEqual([{ session: undefined, link: undefined, lastPrompt: undefined, mediaCount: 0, files: [] }]);
  });

  it.each([true, undefined])(
    'the chat goes back to the project that was replied to, and that is journaled once it was told (hidden: %s)',
    async (hidden) => {
      const by = { turn: 'test:1/3', userId: 'u2' };
      const backTo = { session: SESSION, mediaCount: 2, lastPrompt: 'rain', lastPromptBy: by, hidden };
      await work([], { backTo });
      expect(events).toEqual(['update', 'reply backToProject back', 'save at 0', 'reserve']);
      expect(turn.backTo).toBeUndefined();
      expect(changes).toEqual([
        {
          ...{ session: SESSION, mediaCount: 2, lastPrompt: 'rain', lastPromptBy: by, files: [], link: undefined },
          hiddenProject: hidden ? projectOf(SESSION) : undefined,
        },
      ]);
    },
  );
});

describe('a file of a batch that fails', () => {
  const refused = () => new TurnFailure('too large');

  it('is told, and the next file goes on from there, which is journaled', async () => {
    failures = [undefined, refused()];
    await work([action('a'), files(0), newPrompt('x'), newExport(), files(1)]);
    expect(events).toEqual([
      ...['reserve', 'run a', 'action done', 'save at 1', 'upload failed'],
      ...['reply too large failure', 'save at 4', 'upload done'],
    ]);
  });

  it('does not end a video that was taken over, but one of its own', async () => {
    const over = { ...newExport(), takenOver: true };
    failures = [refused(), new Error('the end')];
    await expect(work([files(0), newPrompt('x'), over])).rejects.toThrow('the end');
    expect(turn.at).toBe(2);
    failures = [refused()];
    await expect(work([files(0), newPrompt('x'), newExport()])).rejects.toThrow('too large');
    expect(turn.at).toBe(0);
  });

  it('ends the turn where none follows, where it was stopped, or where the failure is another', async () => {
    failures = [undefined, refused()];
    await expect(work([files(), action('b')])).rejects.toThrow(TurnFailure);
    events = [];
    failures = [new Error('program')];
    await expect(work([action('a'), files(0)])).rejects.toThrow('program');
    stop.abort(new CancelledError());
    failures = [refused()];
    await expect(work([action('a'), files(0)])).rejects.toThrow('too large');
    expect(events.filter((event) => event.startsWith('reply'))).toEqual([]);
    expect(events.at(-1)).toBe('action stopped');
  });
});

describe('a session that is gone', () => {
  it('is left, and what brought its own files begins anew at them', async () => {
    failures = [GONE(), new Error('second')];
    chat = { ...NEW_CHAT, mediaCount: 1 };
    const prompt = { ...newPrompt('x'), baseline: { draft: null, mediaCount: 0 } };
    await expect(work([action('a'), sent('a.jpg'), prompt, newExport()], { at: 2 })).rejects.toThrow('second');
    expect(changes).toEqual([{ session: undefined, link: undefined, mediaCount: 0, files: [], lastPrompt: undefined }]);
    // The session held no other file than the turn's own: nobody is told to send any again.
    expect(events).toEqual(['reserve', 'prompt failed', 'update', 'save at 1', 'upload failed']);
    expect(turn.work).toEqual([action('a'), files(0), newPrompt('x'), newExport()]);
  });

  it('that held other files is told', async () => {
    failures = [GONE(), new Error('second')];
    chat = { ...NEW_CHAT, mediaCount: 2 };
    await expect(work([sent('a.jpg'), newPrompt('x')], { at: 1 })).rejects.toThrow('second');
    expect(events.slice(2)).toEqual(['update', 'save at 0', 'reply sessionRenewed renewed', 'upload failed']);
  });

  it('twice in a turn ends it', async () => {
    failures = [GONE(), GONE()];
    await expect(work([files(0)])).rejects.toThrow('1002');
    expect(changes).toHaveLength(1);
  });

  it('is no reason to send a prompt again', async () => {
    failures = [GONE()];
    await expect(work([sent('a.jpg'), { ...newPrompt('x'), sending: true }], { at: 1 })).rejects.toThrow('1002');
    await expect(work([{ ...newPrompt('x'), sending: true, isFirst: true }])).rejects.toThrow();
    expect(turn.work).toHaveLength(1);
  });

  const first = { ...newPrompt('x'), isFirst: true, baseline: { draft: null, mediaCount: 0 } };

  it('and held nothing gets its first prompt anew, with nothing to compare it with', async () => {
    failures = [GONE(), new Error('second')];
    await expect(work([first])).rejects.toThrow('second');
    expect(events).toEqual(['reserve', 'prompt failed', 'update', 'save at 0', 'prompt failed']);
    expect(turn.work).toEqual([{ ...first, baseline: undefined }]);
  });

  it.each([
    ['a later prompt', { ...first, isFirst: false }, 0],
    ['a prompt about files that went with it', first, 1],
    ['an export', newExport(), 0],
  ])('fails %s', async (_what, piece, mediaCount) => {
    failures = [GONE()];
    chat = { ...NEW_CHAT, mediaCount };
    await expect(work([piece])).rejects.toThrow('1002');
  });
});

it('a turn is cancelled when its user stopped it, not when the process stops', () => {
  expect(wasCancelled(AbortSignal.abort(new CancelledError()))).toBe(true);
  expect(wasCancelled(AbortSignal.abort(new ShutdownError()))).toBe(false);
  expect(wasCancelled(new AbortController().signal)).toBe(false);
});
