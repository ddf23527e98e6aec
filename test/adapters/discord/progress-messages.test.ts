import { expect, it } from 'vitest';
import type { ChatKey } from '../../../src/core/chat.ts';
import { AdapterRig, NO_SIGNAL, somewhere } from './rig.ts';

const CREATE = '/channels/:id/messages';
const MESSAGE = '/channels/:id/messages/:id';

async function chat(rig: AdapterRig): Promise<{ channel: { id: string }; key: ChatKey }> {
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  return { channel, key: (await rig.received()).chat };
}

const texts = (rig: AdapterRig, channel: { id: string }) =>
  rig.discord
    .shown(channel)
    .slice(1)
    .map(({ content }) => content);

it('progress is one ordinary message, edited and removed', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  const ref = await rig.adapter.showProgress(key, '📤 Uploading a_b.jpg…', undefined, NO_SIGNAL);
  expect(await rig.adapter.showProgress(key, '🎬 Working…', ref, NO_SIGNAL)).toBe(ref);
  expect(texts(rig, channel)).toEqual(['🎬 Working…']);
  await rig.adapter.endProgress(key, ref ?? '', NO_SIGNAL);
  expect(texts(rig, channel)).toEqual([]);
});

it('the next process goes on with the same message', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  const ref = await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL);
  await rig.restart();
  await rig.adapter.showProgress(key, 'two', ref, NO_SIGNAL);
  expect(texts(rig, channel)).toEqual(['two']);
});

it('or with a new one when somebody deleted it meanwhile', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  const ref = await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL);
  await rig.restart();
  rig.discord.deletes({ id: ref ?? '' });
  const next = await rig.adapter.showProgress(key, 'two', ref, NO_SIGNAL);
  expect(rig.discord.shown(channel).at(-1)).toMatchObject({ id: next, content: 'two' });
});

it('on a rate limit a change is skipped: asked once, never queued, never repeated', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  const ref = await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL);
  await rig.adapter.showProgress(key, 'two', ref, NO_SIGNAL);
  rig.discord.limit(`PATCH ${MESSAGE}`, { retryAfter: 3600 });
  expect(await rig.adapter.showProgress(key, 'three', ref, NO_SIGNAL)).toBe(ref);
  expect(await rig.adapter.showProgress(key, 'four', ref, NO_SIGNAL)).toBe(ref);
  expect(rig.discord.calls('PATCH', MESSAGE)).toHaveLength(2);
  expect(texts(rig, channel)).toEqual(['two']);
});

it('a result is posted while progress is limited', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  const ref = await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL);
  rig.discord.limit(`PATCH ${MESSAGE}`, { retryAfter: 3600 });
  await rig.adapter.showProgress(key, 'two', ref, NO_SIGNAL);
  await rig.replies(await rig.received(), { text: 'Done.' });
  expect(texts(rig, channel)).toEqual(['one', 'Done.']);
});

it('a first message that is limited is skipped, and comes with the next change', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  rig.discord.limit(`POST ${CREATE}`, { retryAfter: 0.01 });
  expect(await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL)).toBeUndefined();
  let ref: string | undefined;
  while (ref === undefined) ref = await rig.adapter.showProgress(key, 'two', undefined, NO_SIGNAL);
  expect(texts(rig, channel)).toEqual(['two']);
});

it('a failing change is skipped', async () => {
  const rig = await AdapterRig.start();
  const { key } = await chat(rig);
  const ref = await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL);
  rig.discord.fail(`PATCH ${MESSAGE}`, { status: 500 });
  expect(await rig.adapter.showProgress(key, 'two', ref, NO_SIGNAL)).toBe(ref);
  rig.discord.fail(`PATCH ${MESSAGE}`, { lost: 'before' });
  expect(await rig.adapter.showProgress(key, 'three', ref, NO_SIGNAL)).toBe(ref);
});

it('a message that somebody deleted is shown anew', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  const ref = await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL);
  rig.discord.deletes({ id: ref ?? '' });
  const next = await rig.adapter.showProgress(key, 'two', ref, NO_SIGNAL);
  expect(next).not.toBe(ref);
  expect(texts(rig, channel)).toEqual(['two']);
  rig.discord.deletes({ id: next ?? '' });
  await rig.adapter.endProgress(key, next ?? '', NO_SIGNAL);
});

it('a message that got too old for many edits (30046) is left as it is for a while', async () => {
  const rig = await AdapterRig.start();
  const { channel, key } = await chat(rig);
  rig.discord.oldEditLimit(1);
  const ref = await rig.adapter.showProgress(key, 'one', undefined, NO_SIGNAL);
  await rig.clock.jump(2 * 3_600_000);
  expect(await rig.adapter.showProgress(key, 'two', ref, NO_SIGNAL)).toBe(ref);
  expect(await rig.adapter.showProgress(key, 'three', ref, NO_SIGNAL)).toBe(ref);
  expect(texts(rig, channel)).toEqual(['two']);
});

it('typing is shown anew until the turn is over', async () => {
  const rig = await AdapterRig.start();
  const { key } = await chat(rig);
  const busy = new AbortController();
  const shown = rig.adapter.showBusy(key, busy.signal);
  const times = () => rig.discord.calls('POST', '/channels/:id/typing').length;
  await rig.discord.called('POST', '/channels/:id/typing');
  expect(times()).toBe(1);
  while (times() < 3) {
    await rig.clock.jump(8000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  busy.abort();
  await shown;
});

it('typing that Discord refuses is given up without an error', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  const { chat: key } = await rig.received();
  rig.discord.deletesChannel(channel);
  await rig.adapter.showBusy(key, NO_SIGNAL);
});
