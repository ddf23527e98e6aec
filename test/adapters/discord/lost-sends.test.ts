import { expect, it } from 'vitest';
import { z } from 'zod';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { AdapterRig, somewhere } from './rig.ts';

const CREATE = '/channels/:id/messages';
const ORIGINAL = '/webhooks/:app/:token/messages/:message';
const HOUR_MS = 3_600_000;

async function mentioned(rig: AdapterRig) {
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  return { channel, user, message: await rig.received() };
}

/** Settles while the time moves on. */
async function settles<T>(rig: AdapterRig, work: Promise<T>): Promise<T> {
  let over = false;
  const settled = work.finally(() => {
    over = true;
  });
  settled.catch(() => {});
  while (!over) {
    await rig.clock.jump(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return settled;
}

/** A send whose process ends before the answer comes. */
async function killed(rig: AdapterRig, send: (signal: AbortSignal) => Promise<string>, method: string, route: string) {
  const process = new AbortController();
  const ended = expect(send(process.signal)).rejects.toThrow('killed');
  await rig.discord.called(method, route);
  await expect.poll(() => rig.discord.calls(method, route)[0]?.status).toBe(0);
  process.abort(new Error('killed'));
  await ended;
}

it('a message of somebody else that says the same is not mistaken for a lost one of the bot', async () => {
  const rig = await AdapterRig.start();
  // Where the bot reads what is said without being mentioned.
  const user = rig.discord.user({ username: 'ann' });
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, 'make a clip');
  const message = await rig.received();
  const reply = { key: 'r1', text: 'Done.' };
  rig.discord.fail(`POST ${CREATE}`, { lost: 'before' });
  await killed(rig, (signal) => rig.replies(message, reply, signal), 'POST', CREATE);
  const said = rig.discord.says(channel, user, 'Done.');
  await rig.restart();
  await rig.clock.jump(HOUR_MS);
  const ref = await settles(rig, rig.replies(message, reply));
  expect(ref).not.toBe(said.id);
  const equal = rig.discord.shown(channel).filter(({ content }) => content === 'Done.');
  expect(equal.map(({ id }) => id)).toEqual([said.id, ref]);
});

it('a lost message is looked for also behind more than a hundred others', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await mentioned(rig);
  const reply = { key: 'r1', text: 'Done.' };
  for (let n = 1; n <= 120; n++) rig.discord.says(channel, user, `chat ${n}`);
  rig.discord.fail(`POST ${CREATE}`, { lost: 'after' });
  await killed(rig, (signal) => rig.replies(message, reply, signal), 'POST', CREATE);
  await rig.restart();
  await rig.clock.jump(HOUR_MS);
  await settles(rig, rig.replies(message, reply));
  expect(rig.discord.calls('POST', CREATE)).toHaveLength(1);
  expect(rig.discord.calls('GET', CREATE).length).toBeGreaterThan(1);
  expect(rig.discord.shown(channel).filter(({ content }) => content === 'Done.')).toHaveLength(1);
});

const posted = z.object({ parts: z.record(z.string(), z.unknown()), ref: z.string().optional() });

it('an answer that stands in place of “thinking” is not posted again by a process that does not know it is complete', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'status');
  const message = await rig.received();
  const reply = { key: 'r1', text: 'Nothing is running.' };
  await rig.replies(message, reply);
  // As a process leaves it that ends right after the edit, before it has noted that all of the reply is there.
  const table = rig.store.table('discord-posted', posted);
  const record = await table.get(`${message.chat}/r1`);
  await table.set(`${message.chat}/r1`, { parts: record?.parts ?? {} });
  await rig.restart();
  expect(await rig.replies(message, reply)).toBe('@original');
  expect(call.replies.map(({ content }) => content)).toEqual(['Nothing is running.']);
  expect(rig.discord.shown(channel).filter(({ ephemeral }) => !ephemeral)).toEqual([]);
});

it('an answer that did not get to the place of “thinking” is put there by the next process', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'status');
  const message = await rig.received();
  const reply = { key: 'r1', text: 'Nothing is running.' };
  rig.discord.fail(`PATCH ${ORIGINAL}`, { lost: 'before' });
  await killed(rig, (signal) => rig.replies(message, reply, signal), 'PATCH', ORIGINAL);
  await rig.restart();
  await rig.replies(message, reply);
  expect(call.replies.map(({ content }) => content)).toEqual(['Nothing is running.']);
});

it('a press that the core refuses does not count as pressed: the next one is accepted', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await mentioned(rig);
  const next = [{ name: 'variation', label: 'Another' } as const];
  const id = await rig.replies(message, { key: 'r1', text: 'Done.', next: [...next], project: 'abc' });
  rig.onAccept = async () => {
    throw new StoreUnavailableError('the disk is full');
  };
  const refused = await rig.discord.presses({ id }, 'Another', user).reply();
  expect(refused.content).toMatch(/can’t write my notes/);
  rig.onAccept = async () => {};
  const second = rig.discord.presses({ id }, 'Another', user);
  expect((await rig.received(2)).command).toEqual({ name: 'variation', argument: undefined });
  expect(second.replies).toEqual([]);
  // Now it is pressed.
  const third = await rig.discord.presses({ id }, 'Another', user).reply();
  expect(third.content).toMatch(/^That button was pressed already/);
  expect(rig.accepted).toHaveLength(2);
});
