import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { gate, promptsSent, startsLongWork, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const STOPPED = '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.';

/** A platform that posts queue position messages only once the gate is open; `taken` are those it removed. */
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

describe('while a turn runs', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork(rig);
    rig.chat.sent.length = 0;
  });

  it('another request is noted with its place, which moves up, and the note is gone in the end', async () => {
    await rig.engine.accept(rig.chat.message('make it longer'));
    await rig.engine.accept(rig.chat.message('add a title'));
    await expect
      .poll(() => rig.chat.progress)
      .toEqual(expect.arrayContaining(['📝 Noted: next after this one.', '📝 Noted: number 2 in the queue.']));
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(rig.chat.liveProgress.size).toBe(0);
    expect(promptsSent(rig)).toEqual(['animate it', 'make it longer', 'add a title']);
    expect(rig.chat.progress.filter((text) => text === '📝 Noted: next after this one.')).toHaveLength(2);
  });

  it('five may wait; one more is refused with a sentence', async () => {
    for (let n = 1; n <= 5; n++) await rig.engine.accept(rig.chat.message(`make it ${n} s long`));
    await rig.engine.accept(rig.chat.message('make it 6 s long'));
    await expect.poll(() => texts(rig)).toEqual([expect.stringMatching(/^⏸ 5 requests are waiting already/)]);
    await rig.engine.accept(rig.chat.message('', [], { command: { name: 'cancel', argument: 'all' } }));
    await rig.engine.idle();
    expect(texts(rig).at(-1)).toBe(
      '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.\n🛑 Also removed from the queue: 5.',
    );
    expect(promptsSent(rig)).toEqual(['animate it']);
    expect((await rig.journal()).every((turn) => turn.outcome)).toBe(true);
  });

  it('what waits is listed and can be taken out', async () => {
    for (const text of ['make it longer', 'add a title', 'make it square']) {
      await rig.engine.accept(rig.chat.message(text));
    }
    await rig.engine.accept(rig.chat.message('status'));
    await rig.engine.accept(rig.chat.message('remove 2'));
    await rig.engine.accept(rig.chat.message('remove 7'));
    await expect.poll(() => texts(rig).length).toBe(3);
    expect(texts(rig)).toContainEqual(
      expect.stringContaining('Waiting:\n1. make it longer\n2. add a title\n3. make it square\nTake one out'),
    );
    expect(texts(rig)).toContain('🗑 Removed from the queue: “add a title”.');
    expect(texts(rig)).toContain('There is no number 7 in the line.');
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(promptsSent(rig)).toEqual(['animate it', 'make it longer', 'make it square']);
  });

  it('a turn that had not reached Nemo is stopped without a word about credits', async () => {
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    rig.nemo.on(ROUTES.upload, answer.never());
    await rig.engine.accept(rig.chat.message('animate this', [await rig.photo()]));
    await rig.nemo.called(ROUTES.upload, 2);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(texts(rig).at(-1)).toBe('🛑 Stopped: “animate this”. Nothing was charged for it.');
    expect(await rig.spooled()).toEqual([]);
  });
});

it('rule 5: the queue position message of a removed turn is deleted, also when it is shown only then', async () => {
  await rig.says('', [await rig.photo()]);
  const noting = gate();
  const { taken } = notesWaitFor(noting.pass);
  await startsLongWork(rig);
  await rig.engine.accept(rig.chat.message('make it longer'));
  await noting.reached;
  const before = taken.length;
  await rig.engine.accept(rig.chat.message('', [], { command: { name: 'cancel', argument: 'all' } }));
  await expect.poll(() => texts(rig).at(-1)).toBe(`${STOPPED}\n🛑 Also removed from the queue: 1.`);
  noting.open();
  await rig.engine.idle();
  // The running turn's progress message, and the note.
  await expect.poll(() => taken.length - before).toBe(2);
  expect(rig.chat.progress.at(-1)).toBe('📝 Noted: next after this one.');
  expect([...rig.chat.liveProgress]).toEqual([]);
});

it('the queue position message of a turn is gone in the end, also when the platform showed it late', async () => {
  await rig.close();
  rig = await Rig.start({ maxTurns: 1 });
  await rig.says('', [await rig.photo()]);
  const first = gate();
  const late = gate();
  rig.nemo.next(ROUTES.prompt, async (request, response) => {
    await first.pass();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  const show = rig.chat.showProgress.bind(rig.chat);
  rig.chat.showProgress = async (chat, text, ref) => {
    if (text.startsWith('🚦')) await late.pass();
    return show(chat, text, ref);
  };
  await rig.engine.accept(rig.chat.message('a'));
  await first.reached;
  await rig.engine.accept({ ...rig.chat.message('b'), chat: 'test:2' });
  await late.reached;
  first.open();
  // The place is free by now; the turn still waits for its note, which becomes its progress.
  await expect.poll(async () => (await rig.journal()).filter(({ outcome }) => outcome === 'done')).toHaveLength(2);
  late.open();
  await rig.engine.idle();
  expect([...rig.chat.liveProgress]).toEqual([]);
});
