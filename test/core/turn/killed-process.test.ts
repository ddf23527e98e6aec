import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/core/storage/store.ts';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { gate, killedAt, promptsSent, snapshot, startsLongWork, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const OUT_OF_CREDITS =
  '💳 The free credits are used up. Register to get more: https://web.example/register?bind=anon_1';

/** Takes the store's snapshot before the first result that begins so is posted. */
function snapshotBefore(beginning: string): { taken: () => string } {
  let copy: string | undefined;
  rig.chat.onSend = async ({ text }) => {
    if (text.startsWith(beginning)) copy ??= await snapshot(rig);
  };
  return { taken: () => copy ?? expect.fail(`nothing was told that begins with ${beginning}`) };
}

/** The process is killed at the snapshot; the next one takes up what is open. Gives what that one tells. */
async function nextProcessTells(copy: string): Promise<string[]> {
  await killedAt(rig, copy);
  rig.chat.sent.length = 0;
  await rig.engine.recover();
  await rig.engine.idle();
  return texts(rig);
}

const outcomes = async () => (await rig.journal()).map((turn) => turn.outcome);

describe('rule 1: what has ended for the user has ended in the journal, also across kill -9', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
  });

  it('a turn whose stop was reported stays stopped', async () => {
    await startsLongWork(rig);
    const end = rig.chat.endProgress.bind(rig.chat);
    let copy = '';
    rig.chat.endProgress = async (chat, ref) => {
      // The last thing the stopped turn does; the turn that stopped it is through by then.
      await expect.poll(async () => (await rig.journal()).find(({ id }) => id === 'test:1/m3')?.outcome).toBe('done');
      copy ||= await snapshot(rig);
      return end(chat, ref);
    };
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(texts(rig).at(-1)).toBe(
      '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.',
    );
    rig.chat.endProgress = end;
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    expect(await nextProcessTells(copy)).toEqual([]);
    expect(await outcomes()).toEqual(['done', 'cancelled', 'done']);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('a failure that was reported is not reported again, and nothing is tried again', async () => {
    rig.nemo.on(ROUTES.prompt, answer.code(2001, 'out of credits'));
    const end = rig.chat.endProgress.bind(rig.chat);
    let copy = '';
    rig.chat.endProgress = async (chat, ref) => {
      copy ||= await snapshot(rig);
      return end(chat, ref);
    };
    expect(await rig.says('animate it')).toEqual([OUT_OF_CREDITS]);
    expect(await nextProcessTells(copy)).toEqual([]);
    expect(await outcomes()).toEqual(['done', 'failed']);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('a failure that was being reported is reported by the next process under the same key, and nothing is tried again', async () => {
    rig.nemo.on(ROUTES.prompt, answer.code(2001, 'out of credits'));
    const before = snapshotBefore('💳');
    await rig.says('animate it');
    const key = rig.chat.sent.at(-1)?.key;
    expect(await nextProcessTells(before.taken())).toEqual([OUT_OF_CREDITS]);
    expect(rig.chat.sent[0]?.key).toBe(key);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('a stop of the process while a failure is being reported leaves the report to the next one', async () => {
    rig.nemo.next(ROUTES.prompt, answer.code(2001, 'out of credits'));
    const telling = gate();
    rig.chat.onSend = (_reply, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        void telling.pass();
      });
    await rig.engine.accept(rig.chat.message('animate it'));
    await telling.reached;
    rig.chat.sent.length = 0;
    await rig.stopProcess();
    expect(texts(rig)).toEqual([]);
    rig.chat.onSend = async () => {};
    await rig.boot();
    expect(await rig.engine.recover()).toBe(1);
    await rig.engine.idle();
    expect(texts(rig)).toEqual([OUT_OF_CREDITS]);
    expect(promptsSent(rig)).toEqual(['animate it']);
    expect(await outcomes()).toEqual(['done', 'failed']);
  });

  it('an answer that changed something is posted again without changing anything again', async () => {
    await startsLongWork(rig);
    await rig.engine.accept(rig.chat.message('make it longer'));
    await rig.engine.accept(rig.chat.message('add a title'));
    const before = snapshotBefore('🗑');
    await rig.engine.accept(rig.chat.message('remove 1'));
    await expect.poll(() => texts(rig).at(-1)).toBe('🗑 Removed from the queue: “make it longer”.');
    const key = rig.chat.sent.at(-1)?.key;
    const told = await nextProcessTells(before.taken());
    expect(told.filter((text) => text.startsWith('🗑'))).toEqual(['🗑 Removed from the queue: “make it longer”.']);
    expect(rig.chat.sent.find((sent) => sent.text.startsWith('🗑'))?.key).toBe(key);
    // The running one is found out about, the one that still waits runs, the one that was taken out does not.
    expect(told).toHaveLength(3);
    expect(promptsSent(rig)).toEqual(['animate it', 'add a title']);
  });
});

describe('no message that shows work stays behind', () => {
  /** The first process is killed before it takes the message away. */
  async function killedBeforeTidying(work: () => Promise<void>): Promise<void> {
    const end = rig.chat.endProgress.bind(rig.chat);
    let copy = '';
    rig.chat.endProgress = async () => {
      copy ||= await snapshot(rig);
    };
    await work();
    await rig.engine.idle();
    rig.chat.endProgress = end;
    expect(rig.chat.liveProgress.size).toBe(1);
    expect(await nextProcessTells(copy)).toEqual([]);
    expect([...rig.chat.liveProgress]).toEqual([]);
  }

  it('when the process ends right after a turn did', async () => {
    await rig.says('', [await rig.photo()]);
    await killedBeforeTidying(async () => {
      await rig.engine.accept(rig.chat.message('animate it'));
    });
    rig.chat.liveProgress.add('of somebody else');
    await rig.restart();
    await rig.engine.recover();
    await rig.engine.idle();
    // Once is enough: what stands there now is not looked at again.
    expect([...rig.chat.liveProgress]).toEqual(['of somebody else']);
  });
});

describe('rule 1: a stop stops what it was meant for, and nothing else', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork(rig);
    await rig.engine.accept(rig.chat.message('make it longer'));
  });

  const STOPPED =
    '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.\n' +
    'I go on with: “make it longer”. Say “cancel all” to stop everything.';

  /** Says "cancel" while the given moment is copied; gives what the next process tells from there. */
  async function cancelledAndKilled(copied: () => string): Promise<string[]> {
    await rig.engine.accept(rig.chat.message('cancel'));
    await expect.poll(() => texts(rig)).toContain(STOPPED);
    rig.nemo.on(ROUTES.prompt, answer.sse([adk.text('Done.')]));
    return nextProcessTells(copied());
  }

  it('also by a process that ends before it has reported it', async () => {
    const before = snapshotBefore('🛑');
    const told = await cancelledAndKilled(before.taken);
    expect(told.filter((text) => text.startsWith('🛑'))).toEqual([STOPPED]);
    // What the first process did after the copy was made does not count.
    expect(promptsSent(rig).filter((text) => text === 'animate it')).toHaveLength(1);
  });

  it('also when the other one has ended by then', async () => {
    let copy = '';
    const end = rig.chat.endProgress.bind(rig.chat);
    rig.chat.endProgress = async (chat, ref) => {
      copy ||= await snapshot(rig);
      return end(chat, ref);
    };
    rig.chat.onSend = async ({ text }) => {
      // Told only once the stopped turn has written its end.
      if (text === STOPPED) await expect.poll(() => copy).not.toBe('');
    };
    const told = await cancelledAndKilled(() => copy);
    expect(told.filter((text) => text.startsWith('🛑'))).toEqual([STOPPED]);
    // What the first process did after the copy was made does not count.
    expect(promptsSent(rig).filter((text) => text === 'animate it')).toHaveLength(1);
  });
});

describe('rule 1: a key stands for one result, also in the next process', () => {
  it('what follows a greeting has another key than the greeting', async () => {
    let copy = '';
    rig.nemo.next(ROUTES.session, async (request, response) => {
      copy = await snapshot(rig);
      await answer.status(500)(request, response);
    });
    await rig.says('export');
    const greeting = rig.chat.sent[0];
    expect(greeting?.text).toMatch(/^Hi! This is AI Image to Video King\./);
    expect(await nextProcessTells(copy)).toEqual([
      'There is nothing to export yet. Send me photos and say what you want.',
    ]);
    expect(rig.chat.sent[0]?.key).not.toBe(greeting?.key);
  });

  it('the outcome of a prompt has another key than its raw clip, which is announced once', async () => {
    await rig.says('', [await rig.photo()]);
    const stream = [
      adk.call('c1', 'generate_clip'),
      adk.result('c1', 'generate_clip', { url: 'https://cdn.example/raw.mp4' }),
    ];
    rig.nemo.next(ROUTES.prompt, answer.sse(stream, { hang: true }));
    const before = snapshotBefore('🎬 The raw');
    await rig.engine.accept(rig.chat.message('animate it'));
    await expect.poll(() => texts(rig).at(-1)).toBe('🎬 The raw clip is there; music and titles come next.');
    const raw = rig.chat.sent.at(-1)?.key;
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    expect(await nextProcessTells(before.taken())).toEqual([
      '🎬 The raw clip is there; music and titles come next.',
      expect.stringMatching(
        /^The connection broke while I was waiting, but the edit went through:\n\n✅ Clip added: photo\.jpg/,
      ),
    ]);
    // The platform knows a second announcement by its key.
    expect(rig.chat.sent[0]?.key).toBe(raw);
    expect(rig.chat.sent[1]?.key).not.toBe(raw);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });
});

describe('rule 1: every open turn is taken up, once', () => {
  it('one that this process has accepted already is not taken up a second time', async () => {
    await rig.says('', [await rig.photo()]);
    const reading = gate();
    rig.nemo.next(ROUTES.state, async (request, response) => {
      await reading.pass();
      await answer.ok({ state: rig.nemo.state })(request, response);
    });
    await rig.engine.accept(rig.chat.message('animate it'));
    await reading.reached;
    expect(await rig.engine.recover()).toBe(0);
    reading.open();
    await rig.engine.idle();
    expect(promptsSent(rig)).toEqual(['animate it']);
    expect(texts(rig).slice(2)).toEqual(['Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)']);
  });

  it('one behind more expired turns than a page of the database holds is found', async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork(rig);
    const [ended, open] = await rig.journal();
    if (!ended || !open) throw new Error('the journal has not both turns');
    expect([ended.outcome, open.outcome]).toEqual(['done', undefined]);
    // In memory: sweeping hundreds of records from a file takes seconds.
    const store = await openStore('sqlite://:memory:');
    try {
      const over = Array.from({ length: 600 }, (_, index) => `test:9/t${index}`);
      await Promise.all(over.map((id) => store.turns.save({ ...ended, id, chat: 'test:9' })));
      await store.turns.save(open);
      expect(await store.turns.open()).toEqual({ turns: [open], unreadable: [] });
    } finally {
      await store.close();
    }
  });
});
