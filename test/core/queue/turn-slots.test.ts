import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

const BUSY = '🚦 I have my hands full. Your request begins as soon as one of the others is done.';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start({ maxTurns: 1 });
});
afterEach(() => rig.close());

/** Prompts that end only when the test says so; `release` lets the next `count` of them end. */
function held() {
  const open: (() => void)[] = [];
  const hold = () => new Promise<void>((resolve) => void open.push(resolve));
  rig.nemo.on(ROUTES.prompt, async (request, response) => {
    await hold();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  return async (count = 1) => {
    await expect.poll(() => open.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
    for (const end of open.splice(0, count)) end();
  };
}

const says = (chat: string, text: string) => rig.engine.accept({ ...rig.chat.message(text), chat });

it('rule 11: no more turns run at once than there are slots, and each chat has one turn before any has two', async () => {
  const release = held();
  for (const [chat, text] of [
    ['test:1', 'a1'],
    ['test:1', 'a2'],
    ['test:1', 'a3'],
    ['test:2', 'b1'],
    ['test:3', 'c1'],
    ['test:4', 'd1'],
  ] as const) {
    await says(chat, text);
  }
  for (let count = 1; count <= 6; count++) {
    await rig.nemo.called(ROUTES.prompt, count);
    expect(promptsSent(rig)).toHaveLength(count);
    await release();
  }
  await rig.engine.idle();
  // Chats 3 and 4 waited before the first chat came back with its second request.
  expect(promptsSent(rig)).toEqual(['a1', 'b1', 'c1', 'd1', 'a2', 'a3']);
});

it('a turn that waits for a slot says so, in the message that then shows the progress', async () => {
  const release = held();
  await says('test:1', 'a1');
  await says('test:2', 'b1');
  await expect.poll(() => rig.chat.progress, { timeout: 20_000 }).toContain(BUSY);
  await release();
  await rig.nemo.called(ROUTES.prompt, 2);
  await release();
  await rig.engine.idle();
  expect(rig.chat.progress.filter((text) => text === BUSY)).toHaveLength(1);
  expect([...rig.chat.liveProgress]).toEqual([]);
});

it('rule 4: a turn that waits for a slot can be stopped, and questions about the work never wait', async () => {
  const release = held();
  await says('test:1', 'a1');
  await says('test:3', 'c1');
  await rig.nemo.called(ROUTES.prompt);
  await says('test:3', 'status');
  await expect.poll(() => texts(rig).at(-1), { timeout: 20_000 }).toMatch(/^⏳ Working on: “c1”/);
  await says('test:3', 'cancel');
  await expect.poll(() => texts(rig).at(-1), { timeout: 20_000 }).toBe('🛑 Stopped: “c1”. Nothing was charged for it.');
  await release();
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['a1']);
  expect((await rig.journal()).map(({ outcome }) => outcome)).toEqual(['done', 'cancelled', 'done', 'done']);
});

it('rule 1: turns that waited when the process ended are run by the next one, in the same order', async () => {
  held();
  for (const chat of ['1', '2', '3', '4']) await says(`test:${chat}`, `from ${chat}`);
  await rig.nemo.called(ROUTES.prompt);
  await rig.stopProcess();
  rig.nemo.on(ROUTES.prompt, answer.sse([adk.text('Done.')]));
  await rig.boot();
  expect(await rig.engine.recover()).toBe(4);
  await rig.engine.idle();
  // The first one's prompt was out when the process ended: what came of it is read, and it is not sent again.
  expect(promptsSent(rig)).toEqual(['from 1', 'from 2', 'from 3', 'from 4']);
});

it('turns keep the order they came in though the clock was set back meanwhile', async () => {
  held();
  const clock = rig.clock;
  const now = clock.now.bind(clock);
  await says('test:1', 'first');
  await rig.nemo.called(ROUTES.prompt);
  clock.now = () => now() - 3_600_000;
  await says('test:1', 'second');
  await rig.restart();
  await rig.engine.recover();
  await says('test:1', 'third');
  await rig.restart();
  await rig.engine.recover();
  rig.nemo.on(ROUTES.prompt, answer.sse([adk.text('Done.')]));
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['first', 'second', 'third']);
});
