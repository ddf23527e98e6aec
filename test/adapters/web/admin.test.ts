import { expect, it } from 'vitest';
import type { PageOverview } from '../../../src/adapters/web/wire.ts';
import { picture } from '../../contract/pictures.ts';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { webRig } from './rig.ts';

const keyOf = (url: string | undefined) => new URL(url ?? '').hash.replace('#key=', '');

it('the owner’s view is for the owner alone', async () => {
  const { visitor } = await webRig();
  const stranger = visitor();
  expect((await stranger.fetch('/api/admin')).status).toBe(401);
  await stranger.open();
  const refused = await stranger.fetch('/api/admin');
  expect(refused.status).toBe(403);
  expect(await refused.json()).toEqual({
    sentence: 'This is for the owner alone: open the link that Reelay printed when it started.',
  });
  expect((await stranger.post('/api/admin/stop', { ids: ['any'] })).status).toBe(403);
  expect((await stranger.post('/api/admin/unblock', { scope: '*', user: 'web:2' })).status).toBe(403);
});

it('shows the owner what everybody’s requests are and stops one; that is written down', async () => {
  const { visitor, running, nemo, rig } = await webRig();
  const [ann, owner] = [visitor(), visitor()];
  await owner.enter({ key: keyOf(running.adapter?.ownerUrl) });
  const read = async () => (await (await owner.fetch('/api/admin')).json()) as PageOverview;
  expect(await read()).toMatchObject({ turns: [], blocked: [], audit: [], spent: { today: 0, month: 0 } });
  nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
  const { id: chat } = await ann.open();
  await ann.say(chat, 'a slow zoom, please', [{ name: 'sea.jpg', bytes: await picture() }]);
  await expect
    .poll(async () => (await read()).turns.map(({ text, running: runs }) => [text, runs]))
    .toEqual([['a slow zoom, please', true]]);
  const [turn] = (await read()).turns;
  expect(await (await owner.post('/api/admin/stop', { ids: [turn?.id] })).json()).toEqual({ stopped: 1 });
  await rig.engine.idle();
  const after = await read();
  expect(after.turns).toEqual([]);
  expect(after.audit).toMatchObject([{ action: 'turns', detail: `× 1: ${turn?.user}` }]);
  expect(after.requests.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  expect(after.days).toHaveLength(14);
});

it('ends a block', async () => {
  const { visitor, running, rig } = await webRig();
  const owner = visitor();
  await owner.enter({ key: keyOf(running.adapter?.ownerUrl) });
  await rig.store.blocks.block('*', 'web:77', 'web:1');
  const read = async () => (await (await owner.fetch('/api/admin')).json()) as PageOverview;
  expect((await read()).blocked).toEqual([{ scope: '*', user: 'web:77', name: '77' }]);
  const unblock = () => owner.post('/api/admin/unblock', { scope: '*', user: 'web:77' });
  expect(await (await unblock()).json()).toEqual({ unblocked: true });
  expect(await (await unblock()).json()).toEqual({ unblocked: false });
  expect((await read()).audit).toMatchObject([{ action: 'unblock', detail: 'web:77' }]);
});
