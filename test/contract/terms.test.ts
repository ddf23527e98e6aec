import { expect, it, onTestFinished } from 'vitest';
import { type FakeNemo, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { startOnDiscord } from './discord.ts';
import { startOnTelegram } from './telegram.ts';

const core = { termsUrl: 'https://club.example/terms' };
const ASK = /^📄 Before the first time: .*https:\/\/club\.example\/terms/;

async function nemo(): Promise<FakeNemo> {
  const fake = await startFakeNemo();
  onTestFinished(() => fake.close());
  return fake;
}

it('on Telegram nothing is sent before “I agree” is pressed, and the request goes on then', async () => {
  const fake = await nemo();
  const { telegram, close } = await startOnTelegram(fake, { core });
  onTestFinished(close);
  const ann = telegram.user({ id: 4711, first_name: 'Ann' });
  const chat = telegram.dm(ann);
  telegram.says(chat, ann, 'make a clip of cats');
  await telegram.seen(chat, ({ mine, text }) => mine && ASK.test(text));
  expect(fake.calls(ROUTES.session)).toHaveLength(0);
  const { id } = telegram.shown(chat).find(({ mine }) => mine) ?? { id: 0 };
  telegram.presses({ chat, message_id: id }, '✅ I agree', ann);
  await telegram.seen(chat, ({ mine, text }) => mine && text.startsWith('✅ Noted: you agree'));
  await expect.poll(() => fake.calls(ROUTES.prompt)).toHaveLength(1);
});

it('on Discord the question and its button are for the person alone', async () => {
  const fake = await nemo();
  const { discord, close } = await startOnDiscord(fake, { core });
  onTestFinished(close);
  const channel = discord.channel(discord.guild());
  const ann = discord.user({ username: 'ann' });
  discord.slash(channel, ann, 'edit', { prompt: 'make a clip of cats' });
  const asked = () => discord.shown(channel, ann).find(({ content }) => ASK.test(content));
  await expect.poll(asked).toMatchObject({ ephemeral: true });
  expect(fake.calls(ROUTES.session)).toHaveLength(0);
  const { id } = asked() ?? { id: '' };
  discord.presses({ id }, '✅ I agree', ann);
  await expect.poll(() => fake.calls(ROUTES.prompt)).toHaveLength(1);
});
