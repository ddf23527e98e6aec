import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../fakes/nemo/index.ts';
import { SteppingClock } from '../fakes/stepping-clock.ts';
import { promptsSent, texts } from './rig/kill.ts';
import { Rig } from './rig/rig.ts';

const SILENT = '🔌 Nemo is not answering right now. Your request waits and goes on by itself.';
const UNREACHABLE = '⚠️ Nemo is not answering. Nothing is lost; try again in a few minutes.';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

it('a request that finds Nemo silent waits, says so, and is done when Nemo speaks again', async () => {
  await rig.says('', [await rig.photo()]);
  rig.nemo.next(ROUTES.state, ...times(4, answer.status(503)));
  rig.nemo.next(ROUTES.credits, ...times(3, answer.reset()));
  rig.nemo.on(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text('Your clip has a slow zoom.')]));
  expect(await rig.says('animate it')).toEqual([expect.stringContaining('Your clip has a slow zoom.')]);
  expect(rig.chat.progress).toContain(`🎬 Working on your video…\n${SILENT}`);
  expect(rig.chat.progress.at(-1)).not.toContain(SILENT);
  expect(promptsSent(rig)).toEqual(['animate it']);
});

it('a hundred chats wait out an outage together; none fails, each prompt is sent once', async () => {
  await rig.close();
  rig = await Rig.start({ clock: new SteppingClock(() => rig.nemo.busy) });
  const chats = Array.from({ length: 100 }, (_, index) => `test:${index}`);
  const prompts = chats.map((chat) => `animate ${chat}`);
  rig.nemo.next(ROUTES.token, answer.status(503));
  rig.nemo.next(ROUTES.session, ...times(12, answer.status(502)));
  // Who looks whether Nemo is back finds nobody three times.
  rig.nemo.next(ROUTES.credits, ...times(3, answer.reset()));
  rig.nemo.on(ROUTES.prompt, answer.sse([adk.text('Done.')]));
  await Promise.all(chats.map((chat, index) => rig.engine.accept({ ...rig.chat.message(prompts[index] ?? ''), chat })));
  await rig.engine.idle();
  expect(rig.chat.sent.filter(({ text }) => text.startsWith('⚠️'))).toEqual([]);
  expect(promptsSent(rig).toSorted()).toEqual(prompts.toSorted());
  // Not every chat has knocked at the closed door: most of them waited for those who did.
  expect(rig.nemo.calls(ROUTES.session).length).toBeLessThan(2 * chats.length);
});

it('what asks about the work does not wait for a silent Nemo', async () => {
  await rig.says('animate it', [await rig.photo()]);
  for (const route of [ROUTES.state, ROUTES.credits]) rig.nemo.on(route, answer.reset());
  const before = rig.clock.now();
  expect(await rig.says('status')).toEqual([`Nothing is running.\n${UNREACHABLE}`]);
  expect(await rig.says('credits')).toEqual([UNREACHABLE]);
  // The attempts that open the circuit, and nothing like the quarter of an hour that work waits.
  expect(rig.clock.now() - before).toBeLessThan(60_000);
});

it('rule 10: a request waits for a quarter of an hour at most, then says what to do', async () => {
  await rig.says('', [await rig.photo()]);
  for (const route of [ROUTES.state, ROUTES.credits]) rig.nemo.on(route, answer.reset());
  const before = rig.clock.now();
  expect(await rig.says('animate it')).toEqual([UNREACHABLE]);
  expect(rig.clock.now() - before).toBeGreaterThanOrEqual(900_000);
  expect(promptsSent(rig)).toEqual([]);
  expect(texts(rig).at(-1)).toBe(UNREACHABLE);
});
