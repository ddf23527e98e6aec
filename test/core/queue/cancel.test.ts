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

const FIRST_EDIT = 'Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)';

const outcomes = async () => (await rig.journal()).map((turn) => turn.outcome);

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

describe('rule 4: control commands never wait', () => {
  it('status, credits and help are answered while a prompt runs; the next request waits', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
    await rig.engine.accept(rig.chat.message('animate it'));
    await rig.nemo.called(ROUTES.prompt);
    await rig.engine.accept(rig.chat.message('make it longer'));
    const before = rig.chat.sent.length;
    await rig.engine.accept(rig.chat.message('status'));
    await rig.engine.accept(rig.chat.message('how many credits are left?'));
    await expect.poll(() => rig.chat.sent.length).toBe(before + 2);
    const told = rig.chat.sent.slice(before).map((sent) => sent.text);
    expect(told.find((text) => text.startsWith('⏳'))).toMatch(
      /^⏳ Working on: “animate it” .*\nWaiting:\n1\. make it longer\nTake one out with “remove 1”\.\nThe timeline is empty\.$/s,
    );
    expect(told).toContain('💳 Credits: 100 available, 0 reserved, 100 in all');
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(rig.chat.sent.map((sent) => sent.text)).toContain(
      '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.\nI go on with: “make it longer”. Say “cancel all” to stop everything.',
    );
    // The lane is free again: the waiting request ran.
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(2);
  });

  it('a button beside a progress message stops that request alone, whether it runs, waits or is over', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
    await rig.engine.accept(rig.chat.message('animate it'));
    await rig.nemo.called(ROUTES.prompt);
    await rig.engine.accept(rig.chat.message('make it longer'));
    const refs = async () =>
      (await rig.journal()).flatMap(({ progressRef, outcome }) => (outcome ? [] : (progressRef ?? [])));
    await expect.poll(async () => (await refs()).length).toBe(2);
    const [running = '', waiting = ''] = await refs();
    const stops = async (ref: string) => {
      const before = rig.chat.sent.length;
      await rig.engine.accept(rig.chat.message('', [], { command: { name: 'cancel', argument: `at:${ref}` } }));
      await expect.poll(() => rig.chat.sent.length).toBeGreaterThan(before);
      return rig.chat.sent[before]?.text;
    };
    expect(await stops('of an earlier one')).toBe('Nothing is running that could be stopped.');
    expect(await stops(waiting)).toBe('🗑 Removed from the queue: “make it longer”.');
    expect(await stops(running)).toBe(STOPPED);
    await rig.engine.idle();
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
  });

  it('cancel stops a render at Nemo too', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.on(ROUTES.renderStatus, answer.never());
    await rig.engine.accept(rig.chat.message('export'));
    await rig.nemo.called(ROUTES.renderStatus, rig.nemo.calls(ROUTES.renderStatus).length + 1);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(1);
    expect(rig.chat.sent.at(-1)?.text).toBe('🛑 Stopped the export. Exports are free; say “export” to start it again.');
  });

  it('cancel with nothing running says so', async () => {
    expect(await rig.says('cancel')).toEqual(['Nothing is running that could be stopped.']);
  });
});

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

  it('rule 5: for a queue position message that the platform does not take', async () => {
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
