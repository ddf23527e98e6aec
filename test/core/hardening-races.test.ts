import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sessions } from '../../src/core/storage/sessions.ts';
import { openStore } from '../../src/core/storage/store.ts';
import { answer, ROUTES } from '../fakes/nemo/index.ts';
import { storedRows } from '../fakes/stored-turns.ts';
import { gate, promptsSent, startsLongWork, texts } from './rig/kill.ts';
import { Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const STOPPED = '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.';
const FIRST_EDIT = 'Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)';

const outcomes = async () => (await rig.journal()).map((turn) => turn.outcome);

/** A platform that shows notes of a place in line only once the gate is open; `taken` are the places taken away. */
function notesWaitFor(pass: () => Promise<void>): { taken: string[] } {
  const show = rig.chat.showProgress.bind(rig.chat);
  const end = rig.chat.endProgress.bind(rig.chat);
  const taken: string[] = [];
  rig.chat.showProgress = async (chat, text, ref) => {
    if (text.startsWith('📝')) await pass();
    return show(chat, text, ref);
  };
  rig.chat.endProgress = async (chat, ref) => {
    taken.push(ref);
    return end(chat, ref);
  };
  return { taken };
}

describe('rule 4: cancel never waits', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    rig.chat.sent.length = 0;
  });

  it('for what it cancels, also when more was asked with it', async () => {
    await startsLongWork(rig);
    await rig.engine.accept(rig.chat.message('stop and start over'));
    await rig.engine.idle();
    expect(texts(rig)).toEqual([
      STOPPED,
      '🆕 New project. Send me photos to begin.\nThe one before stays here: https://web.example/workspace/claim?ct=clm_1',
    ]);
  });

  it('and does not stop its own answer', async () => {
    rig.chat.onSend = async (_reply, signal) => signal.throwIfAborted();
    const told = await rig.says('stop and start over');
    expect(told).toHaveLength(2);
    expect(told).toContain('Nothing is running that could be stopped.');
    expect(told).toContainEqual(expect.stringMatching(/^🆕 New project\./));
    expect(await outcomes()).not.toContain(undefined);
  });

  it('and has nothing to stop in a turn whose answer is there already', async () => {
    const ending = gate();
    const end = rig.chat.endProgress.bind(rig.chat);
    rig.chat.endProgress = async (chat, ref) => {
      await ending.pass();
      return end(chat, ref);
    };
    await rig.engine.accept(rig.chat.message('animate it'));
    await ending.reached;
    await rig.engine.accept(rig.chat.message('cancel'));
    await expect.poll(() => texts(rig)).toEqual([FIRST_EDIT, 'Nothing is running that could be stopped.']);
    ending.open();
    await rig.engine.idle();
    expect(await outcomes()).toEqual(['done', 'done', 'done']);
  });

  it('rule 5: for a note about a place in line that the platform does not take', async () => {
    notesWaitFor(() => new Promise(() => {}));
    await startsLongWork(rig);
    await rig.engine.accept(rig.chat.message('make it longer'));
    await rig.engine.accept(rig.chat.message('cancel'));
    await expect
      .poll(async () => {
        await rig.engine.accept(rig.chat.message('status'));
        return texts(rig).join('\n');
      })
      .toContain('⏳ Working on: “make it longer”');
    await rig.engine.accept(rig.chat.message('cancel'));
    await expect
      .poll(async () => (await rig.journal()).find(({ id }) => id === 'test:1/m3')?.outcome)
      .toBe('cancelled');
    await rig.engine.idle();
    expect(texts(rig).filter((text) => text.startsWith('🛑'))).toEqual([
      `${STOPPED}\nI go on with: “make it longer”. Say “cancel all” to stop everything.`,
      '🛑 Stopped: “make it longer”. Nothing was charged for it.',
    ]);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });
});

it('rule 5: the note of a request that was taken out goes, also when it is shown only then', async () => {
  await rig.says('', [await rig.photo()]);
  const noting = gate();
  const { taken } = notesWaitFor(noting.pass);
  await startsLongWork(rig);
  await rig.engine.accept(rig.chat.message('make it longer'));
  await noting.reached;
  const before = taken.length;
  await rig.engine.accept(rig.chat.message('', [], { command: { name: 'cancel', argument: 'all' } }));
  await expect.poll(() => texts(rig).at(-1)).toBe(`${STOPPED}\n🛑 Also taken out of the line: 1.`);
  noting.open();
  await rig.engine.idle();
  // The running turn's progress message, and the note.
  await expect.poll(() => taken.length - before).toBe(2);
  expect(rig.chat.progress.at(-1)).toBe('📝 Noted: next after this one.');
  expect([...rig.chat.liveProgress]).toEqual([]);
});

describe('forget', () => {
  it('comes to its end as a caption too', { timeout: 5000 }, async () => {
    const command = { name: 'forget', argument: 'yes' } as const;
    expect(await rig.says('', [await rig.photo()], { command })).toEqual([
      '✅ Forgotten: everything I had about this chat. The next message starts fresh.',
    ]);
  });

  it('leaves nothing behind when a link is being made meanwhile', async () => {
    await rig.says('', [await rig.photo()]);
    const making = gate();
    rig.nemo.next(ROUTES.claim, async (request, response) => {
      await making.pass();
      await answer.ok({ claim_token: 'clm_secret', expires_in: 1 })(request, response);
    });
    await rig.engine.accept(rig.chat.message('open in browser'));
    await making.reached;
    await rig.engine.accept(rig.chat.message('forget yes'));
    await expect.poll(() => texts(rig).at(-1)).toMatch(/^✅ Forgotten: everything/);
    making.open();
    await rig.engine.idle();
    expect(await stored('chats')).toEqual([]);
    expect(await stored('results')).toEqual([]);
  });

  async function stored(table: string): Promise<unknown[]> {
    return storedRows(join(rig.folder, 'reelay.sqlite'), `SELECT key FROM ${table}`);
  }
});

describe('a chat that changes while a turn runs', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork(rig);
    rig.chat.sent.length = 0;
  });

  it('rule 4: keeps its one lane, and what runs in it can be cancelled, when it gets another id', async () => {
    const moved = { chat: 'test:-100' };
    await rig.engine.accept(rig.chat.message('make it longer'));
    await rig.engine.migrate('test:1', 'test:-100');
    await rig.engine.accept(rig.chat.message('make it square', [], moved));
    await expect.poll(() => rig.chat.progress).toContain('📝 Noted: number 2 in line.');
    expect(promptsSent(rig)).toEqual(['animate it']);
    await rig.engine.accept(rig.chat.message('cancel', [], moved));
    await rig.engine.idle();
    expect(texts(rig)).toEqual([
      `${STOPPED}\nI go on with: “make it longer”. Say “cancel all” to stop everything.`,
      FIRST_EDIT,
      'Done.',
    ]);
    expect(rig.chat.sent.map((sent) => sent.chat)).toEqual(['test:-100', 'test:-100', 'test:-100']);
    expect(promptsSent(rig)).toEqual(['animate it', 'make it longer', 'make it square']);
  });

  it('an edit of a message that waits is heard, also when no other one could wait', async () => {
    const first = rig.chat.message('make it longer');
    await rig.engine.accept(first);
    for (let n = 2; n <= 5; n++) await rig.engine.accept(rig.chat.message(`make it ${n} s long`));
    expect(await rig.engine.amend({ ...first, text: 'make it shorter' })).toBe(true);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(promptsSent(rig).slice(0, 3)).toEqual(['animate it', 'make it shorter', 'make it 2 s long']);
    expect(promptsSent(rig)).toHaveLength(6);
  });
});

describe('two changes of a chat at the same time', () => {
  it('both hold in its record', async () => {
    const store = await openStore('sqlite://:memory:');
    try {
      const sessions = new Sessions(store, () => 0);
      const session = { taskId: 't', sessionId: 's' };
      await sessions.update('test:1', { language: 'en' });
      await Promise.all([sessions.update('test:1', { session }), sessions.update('test:1', { language: 'zh' })]);
      expect(await sessions.find('test:1')).toMatchObject({ language: 'zh', session });
    } finally {
      await store.close();
    }
  });

  it('both hold when they are two commands', async () => {
    await rig.says('', [await rig.photo()]);
    rig.chat.sent.length = 0;
    await Promise.all([
      rig.engine.accept(rig.chat.message('', [], { command: { name: 'skill', argument: '2' } })),
      rig.engine.accept(rig.chat.message('', [], { command: { name: 'language', argument: 'chinese' } })),
    ]);
    await rig.engine.idle();
    expect(texts(rig).toSorted()).toEqual([
      expect.stringMatching(/^✅ This chat now uses AI Image in Video Generator\. Hi! /),
      '✅ 我会说中文。',
    ]);
    const [list] = await rig.says('', [], { command: { name: 'skill' } });
    expect(list).toMatch(/^这个聊天正在使用 AI Image in Video Generator。可选的有：\n1\. /);
  });
});
