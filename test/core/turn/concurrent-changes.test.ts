import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sessions } from '../../../src/core/storage/sessions.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { promptsSent, startsLongWork, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const STOPPED = '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.';

const FIRST_EDIT = 'Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)';

describe('a chat that changes while a turn runs', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork(rig);
    rig.chat.sent.length = 0;
  });

  it('rule 4: keeps its one queue, and what runs in it can be cancelled, when it gets another id', async () => {
    const moved = { chat: 'test:-100' };
    await rig.engine.accept(rig.chat.message('make it longer'));
    await rig.engine.migrate('test:1', 'test:-100');
    await rig.engine.accept(rig.chat.message('make it square', [], moved));
    await expect.poll(() => rig.chat.progress).toContain('📝 Noted: number 2 in the queue.');
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
