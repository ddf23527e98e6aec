import { FakeClock } from '@reelay/async/fake-clock';
import { expect, it, onTestFinished } from 'vitest';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from './index.ts';

async function start(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const fake = await startFakeDiscord(options);
  onTestFinished(() => fake.close());
  return fake;
}

async function post(fake: FakeDiscord, channel: { id: string }, content: string, token = 'test-token') {
  const response = await fetch(`${fake.url}/api/v10/channels/${channel.id}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bot ${token}` },
    body: JSON.stringify({ content }),
  });
  const text = await response.text();
  return { status: response.status, ...(text.startsWith('{') && (JSON.parse(text) as { code?: number })) };
}

it('a channel takes five messages in five seconds', async () => {
  const clock = new FakeClock();
  const fake = await start({ clock });
  const channel = fake.channel(fake.guild());
  for (let i = 0; i < 5; i++) expect((await post(fake, channel, 'x')).status).toBe(200);
  expect(await post(fake, channel, 'x')).toMatchObject({ status: 429, retry_after: 5, global: false });
  expect((await post(fake, fake.channel(fake.guild()), 'x')).status).toBe(200);
  await clock.advance(5000);
  expect((await post(fake, channel, 'x')).status).toBe(200);
});

it('fifty requests a second are taken over all channels', async () => {
  const clock = new FakeClock();
  const fake = await start({ clock });
  const guild = fake.guild();
  for (let i = 0; i < 10; i++) {
    const channel = fake.channel(guild);
    for (let j = 0; j < 5; j++) expect((await post(fake, channel, 'x')).status).toBe(200);
  }
  const early = await post(fake, fake.channel(guild), 'x');
  expect(early).toMatchObject({ status: 429, retry_after: 1, global: true });
});

it('an address that keeps asking for what it may not is banned, and that is no way to leave a test', async () => {
  const clock = new FakeClock();
  const fake = await start({ clock });
  const channel = fake.channel(fake.guild());
  fake.mostInvalid = 3;
  for (let i = 0; i < 3; i++) expect((await post(fake, channel, 'x', 'wrong')).status).toBe(401);
  expect((await post(fake, channel, 'x')).status).toBe(403);
  expect(fake.problems.splice(0)).toEqual(['so many invalid requests that Discord bans the address']);
  await clock.advance(600_000);
  expect((await post(fake, channel, 'x')).status).toBe(200);
});

it('AutoMod, the filter of harmful links and a locked thread refuse what is posted', async () => {
  const fake = await start();
  const guild = fake.guild({ blockedWords: ['casino'] });
  const channel = fake.channel(guild);
  fake.callsHarmful('https://bad.example');
  expect(await post(fake, channel, 'the Casino at night')).toMatchObject({ status: 400, code: 200000 });
  expect(await post(fake, channel, 'see https://bad.example/film')).toMatchObject({ status: 400, code: 240000 });
  const thread = fake.channel(guild, { type: 'thread' });
  thread.locked = true;
  expect(await post(fake, thread, 'x')).toMatchObject({ status: 400, code: 160005 });
  fake.archives(thread, true);
  expect(await post(fake, thread, 'x')).toMatchObject({ status: 400, code: 50083 });
});

it('a slow mode holds people back, and no bot', async () => {
  const clock = new FakeClock();
  const fake = await start({ clock });
  const channel = fake.channel(fake.guild(), { slowModeSeconds: 30 });
  const ann = fake.user({ username: 'Ann' });
  fake.says(channel, ann, 'one');
  expect(() => fake.says(channel, ann, 'two')).toThrow('every 30 s only');
  for (let i = 0; i < 2; i++) expect((await post(fake, channel, 'x')).status).toBe(200);
  await clock.advance(30_000);
  fake.says(channel, ann, 'two');
});
