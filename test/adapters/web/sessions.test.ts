import { expect, it } from 'vitest';
import { webRig } from './rig.ts';

const keyOf = (url: string | undefined) => url?.split('#key=')[1] ?? '';

it('names a visitor by a random cookie that scripts and other sites never see', async () => {
  const { visitor } = await webRig();
  const response = await visitor().enter();
  expect(response.headers.get('set-cookie')).toMatch(
    /^reelay_[0-9a-f]{8}=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=7776000$/,
  );
  expect(await response.json()).toMatchObject({ admitted: true, owner: false, voice: 'en' });
});

it('makes an owner of whoever opens the link, once', async () => {
  const { visitor, running } = await webRig();
  const key = keyOf(running.adapter?.ownerUrl);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  const owner = visitor();
  expect(await (await owner.enter({ key })).json()).toMatchObject({ owner: true });
  // A reload, with the cookie, of the page that it opened.
  expect(await (await owner.enter({ key })).json()).toMatchObject({ owner: true });
  expect(running.adapter?.ownerUrl).toBeUndefined();
  expect(await (await visitor().enter({ key })).json()).toMatchObject({ admitted: true, owner: false });
});

it('lets nobody in from elsewhere without the password or the link', async () => {
  const { visitor, running } = await webRig({ host: '0.0.0.0', password: 'correct horse' });
  const stranger = visitor();
  expect(await (await stranger.enter()).json()).toMatchObject({ admitted: false, commands: [] });
  expect((await stranger.fetch('/api/chats')).status).toBe(401);
  expect((await stranger.fetch('/api/events')).status).toBe(401);
  expect((await stranger.enter({ password: 'wrong horse' })).status).toBe(403);
  expect((await stranger.enter({ key: 'f'.repeat(32) })).status).toBe(403);
  expect(await (await stranger.enter({ password: 'correct horse' })).json()).toMatchObject({ admitted: true });
  const owner = visitor();
  expect(await (await owner.enter({ key: keyOf(running.adapter?.ownerUrl) })).json()).toMatchObject({ owner: true });
});

it('takes so many wrong passwords from one address, and then none for a while', async () => {
  const { visitor, clock } = await webRig({ host: '0.0.0.0', password: 'correct horse' });
  const stranger = visitor();
  for (let tries = 0; tries < 10; tries++) expect((await stranger.enter({ password: `${tries}` })).status).toBe(403);
  expect((await stranger.enter({ password: 'correct horse' })).status).toBe(429);
  await clock.jump(4 * 60_000);
  expect((await stranger.enter({ password: 'correct horse' })).status).toBe(200);
});

it('lets in so many new visitors from one address elsewhere, and then none for a while', async () => {
  const { visitor, clock } = await webRig({ host: '0.0.0.0', password: 'correct horse' });
  const enter = async () => (await visitor().enter({ password: 'correct horse' })).status;
  for (let count = 0; count < 12; count++) expect(await enter()).toBe(200);
  expect(await enter()).toBe(429);
  await clock.jump(11 * 60_000);
  expect(await enter()).toBe(200);
});

it('knows a visitor again after a restart, and speaks their language', async () => {
  const { visitor, rig } = await webRig();
  const ann = visitor('zh-TW');
  const { id } = await ann.open();
  const cookie = ann.cookie;
  await rig.restart();
  expect(await (await ann.enter()).json()).toMatchObject({ voice: 'zh-Hant', words: { send: '傳送' } });
  expect(ann.cookie).toBe(cookie);
  expect((await ann.fetch(`/api/chats/${id}/messages`)).status).toBe(200);
});

it('has no cookie, and no password, in its log', async () => {
  const { visitor, rig } = await webRig({ password: 'correct horse' });
  const ann = visitor();
  await ann.enter({ password: 'correct horse' });
  await ann.open();
  const log = rig.log.join('\n');
  expect(log).toContain('the page is served');
  for (const secret of ['correct horse', ann.cookie.split('=')[1] ?? 'none']) expect(log).not.toContain(secret);
});
