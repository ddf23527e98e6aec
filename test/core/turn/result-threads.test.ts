import { afterEach, beforeEach, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  Object.assign(rig.chat, { threadAt: (ref: string) => `test:thread-${ref}` });
});
afterEach(() => rig.close());

const GROUP = { shared: { community: 'test:g' } };
const ann = { chat: 'test:g@ann', userId: 'ann', ...GROUP };
const sessionsUsed = () =>
  new Set(rig.nemo.calls('POST /run_sse').map(({ json }) => (json as { session_id: string }).session_id));

it('in a thread that somebody began under a result, what is asked goes on with that result, and stays with it', async () => {
  await rig.says('make a clip with a slow zoom', [await rig.photo()], ann);
  const ref = `s${rig.chat.sent.findIndex(({ video }) => video) + 1}`;
  const thread = { chat: `test:thread-${ref}`, userId: 'bob', ...GROUP };
  expect((await rig.says('now make it longer', [], thread))[0]).toBe('↩️ Back to the project of that message.');
  await rig.says('and warmer', [], { ...thread, userId: 'ann' });
  expect(rig.nemo.calls('POST /run_sse')).toHaveLength(3);
  expect(sessionsUsed().size).toBe(1);
});

it('another thread, and one where a new project is asked for, has its own', async () => {
  await rig.says('make a clip with a slow zoom', [await rig.photo()], ann);
  await rig.says('make a sunset video', [], { chat: 'test:thread-x', userId: 'bob', ...GROUP });
  expect(sessionsUsed().size).toBe(2);
});
