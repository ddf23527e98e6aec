import { expect, it, onTestFinished, vi } from 'vitest';
import { ActionTable } from '../../src/core/actions/table.ts';
import { type FakeNemo, startFakeNemo } from '../fakes/nemo/index.ts';
import { startOnDiscord } from './discord.ts';
import { startOnTelegram } from './telegram.ts';

// The bot's table with one row more, as adding the file to the list would give it.
vi.mock('../../src/core/actions/all.ts', async (original) => {
  const { ACTIONS } = await original<typeof import('../../src/core/actions/all.ts')>();
  const { flipCoin } = await import('../core/actions/flip-coin.ts');
  return { ACTIONS: new ActionTable([...ACTIONS.all, flipCoin]) };
});

async function nemo(): Promise<FakeNemo> {
  const fake = await startFakeNemo();
  onTestFinished(() => fake.close());
  return fake;
}

it('an action that one file adds is in Telegram’s menu, and answers its command and plain words there', async () => {
  const { telegram, close } = await startOnTelegram(await nemo());
  onTestFinished(close);
  const ann = telegram.user({ id: 4711, first_name: 'Ann' });
  const chat = telegram.dm(ann);
  const menu = () => telegram.commandLists().find(({ scope, language }) => scope.includes('private') && !language);
  await expect.poll(() => menu()?.commands).toContainEqual({ command: 'coin', description: 'Flip a coin' });
  telegram.says(chat, ann, '/coin heads');
  await telegram.seen(chat, ({ mine, text }) => mine && text === 'Heads. You said heads.');
  telegram.says(chat, ann, 'please flip a coin');
  await telegram.seen(chat, ({ mine, text }) => mine && text === 'Heads.');
});

it('and is a slash command on Discord that runs, in a shared chat for moderators alone', async () => {
  const { discord, close } = await startOnDiscord(await nemo());
  onTestFinished(close);
  // In a channel everybody has a chat of their own; a thread is shared.
  const channel = discord.channel(discord.guild(), { type: 'thread' });
  const moderator = discord.user({ username: 'mo', moderator: true });
  const call = discord.slash(channel, moderator, 'coin', { side: 'heads' });
  expect((await call.reply()).content).toBe('Heads. You said heads.');
  const refused = await discord.slash(channel, discord.user({ username: 'ann' }), 'coin', { side: 'heads' }).reply();
  expect(refused.content).not.toContain('Heads');
  expect(refused.ephemeral).toBe(true);
});
