import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { LocalChat } from '../../src/adapters/local/adapter.ts';
import type { ChatEvent } from '../../src/adapters/local/printer.ts';
import { runTerminal } from '../../src/adapters/local/terminal.ts';
import { type FakeNemo, startFakeNemo } from '../fakes/nemo/index.ts';
import { WebVisitor } from '../fakes/web-visitor.ts';
import { CoreRig } from './core.ts';
import { startOnDiscord } from './discord.ts';
import { JumpingClock } from './jumping-clock.ts';
import { startOnTelegram } from './telegram.ts';
import { startOnWeb } from './web.ts';

// The bot's settings with one more, as adding the file to the list would give it.
vi.mock('../../src/core/settings/all.ts', async (original) => {
  const { SETTINGS } = await original<typeof import('../../src/core/settings/all.ts')>();
  const { mood } = await import('../core/settings/mood.ts');
  return { SETTINGS: [mood, ...SETTINGS] };
});

async function nemo(): Promise<FakeNemo> {
  const fake = await startFakeNemo();
  onTestFinished(() => fake.close());
  return fake;
}

const CHANGED = /^✅ Mood: Calm \(default\) → Lively\n\n⚙️ How I am set here:\n1\. Mood: Lively\n/;

it('a setting that one file adds is in Telegram’s menu, whose one message its choices change', async () => {
  const { telegram, close } = await startOnTelegram(await nemo());
  onTestFinished(close);
  const ann = telegram.user({ id: 4711, first_name: 'Ann' });
  const chat = telegram.dm(ann);
  const mine = () => telegram.shown(chat).filter((message) => message.mine);
  telegram.says(chat, ann, '/settings');
  await telegram.seen(chat, ({ mine: own, text }) => own && text.includes('1. Mood: Calm (default)'));
  const menu = { chat, message_id: mine()[0]?.id ?? 0 };
  telegram.presses(menu, '1. Mood: Calm (default)', ann);
  await telegram.seen(
    chat,
    ({ mine: own, text }) => own && text.startsWith('⚙️ Mood: Calm (default)\nHow I feel here.'),
  );
  telegram.presses(menu, '2. Lively', ann);
  await telegram.seen(chat, ({ mine: own, text }) => own && CHANGED.test(text));
  // Nothing else was posted, and going back and choosing again is answered again.
  telegram.presses(menu, '1. Mood: Lively', ann);
  await telegram.seen(chat, ({ mine: own, text }) => own && text.startsWith('⚙️ Mood: Lively'));
  telegram.presses(menu, '↩️ Default', ann);
  await telegram.seen(chat, ({ mine: own, text }) => own && text.startsWith('✅ Mood: Lively → Calm (default)'));
  expect(mine()).toHaveLength(1);
});

it('and in Discord’s select menus, for moderators alone, in an answer that they alone see', async () => {
  const { discord, rig, close } = await startOnDiscord(await nemo());
  onTestFinished(close);
  const guild = discord.guild();
  const channel = discord.channel(guild);
  const moderator = discord.user({ username: 'mo', moderator: true });
  const menu = await discord.slash(channel, moderator, 'settings').reply();
  expect(menu).toMatchObject({ ephemeral: true, content: expect.stringContaining('1. Mood: Calm (default)') });
  const customId = `s1|0|${moderator.id}`;
  const now = () => discord.shown(channel, moderator).find(({ id }) => id === menu.id)?.content;
  discord.selects(menu, customId, ['settings|mood'], moderator);
  await expect.poll(now).toMatch(/^⚙️ Mood: Calm \(default\)\nHow I feel here\./);
  discord.selects(menu, customId, ['settings|mood lively'], moderator);
  await expect.poll(now).toMatch(CHANGED);
  // What has no choices opens a window.
  const opened = discord.selects(menu, customId, ['settings|words'], moderator);
  expect(await opened.modal).toMatchObject({ title: 'Blocked words' });
  await discord.submitsModal(opened, { value: 'casino, spam.example' });
  await expect.poll(now).toMatch(/^✅ Blocked words: none \(default\) → casino, spam.example\n/);
  expect(await rig.store.communities.find(`discord:${guild.id}`)).toEqual({
    mood: 'lively',
    words: ['casino', 'spam.example'],
  });
  const refused = await discord
    .slash(channel, discord.user({ username: 'ann' }), 'settings', { change: 'mood calm' })
    .reply();
  expect(refused.content).toMatch(/^🔒 \/settings /);
});

it('and in the numbered list of the terminal and of the page in the browser', async () => {
  const fake = await nemo();
  const events: ChatEvent[] = [];
  const chat = new LocalChat({
    name: 'terminal',
    printer: { show: (event) => events.push(event) },
    saveAs: (name) => name,
  });
  const rig = await CoreRig.start({
    nemoUrl: fake.url,
    clock: new JumpingClock(),
    platform: () => ({ adapter: chat }),
  });
  onTestFinished(() => rig.close());
  const input = new PassThrough();
  input.end('/settings\n/settings 1\n/settings 1 2\n');
  await runTerminal({
    ...{ chat, input, output: { write: () => true }, interactive: false, idPrefix: 'run' },
    accept: (message) => rig.engine.accept(message),
    idle: () => rig.engine.idle(),
    signal: new AbortController().signal,
  });
  const said = events.flatMap((event) => (event.type === 'bot' ? [event] : []));
  expect(said.map(({ text }) => text.split('\n')[0])).toEqual([
    '⚙️ How I am set here:',
    '⚙️ Mood: Calm (default)',
    '✅ Mood: Calm (default) → Lively',
  ]);
  expect(said[1]?.text).toContain('1. Calm\n2. Lively');
  expect(said.some(({ next }) => next?.length)).toBe(false);

  const web = await startOnWeb(fake);
  onTestFinished(web.close);
  const visitor = new WebVisitor(web.url);
  onTestFinished(() => visitor.close());
  const { id } = await visitor.open();
  const ofBot = () => (visitor.messages.get(id) ?? []).filter(({ from }) => from === 'bot');
  await visitor.say(id, '/settings');
  await expect.poll(() => ofBot().at(-1)?.text).toContain('1. Mood: Calm (default)');
  const press = async (label: string) => {
    const message = ofBot()[0];
    const button = message?.buttons?.find((each) => each.label === label);
    if (!message || !button) throw new Error(`no button ${label}`);
    await visitor.post(`/api/chats/${id}/presses`, {
      message: message.id,
      button: button.id,
      event: crypto.randomUUID(),
    });
  };
  await press('1. Mood: Calm (default)');
  await expect.poll(() => ofBot()[0]?.text).toMatch(/^⚙️ Mood: Calm \(default\)\nHow I feel here\./);
  await press('2. Lively');
  await expect.poll(() => ofBot()[0]?.text).toMatch(CHANGED);
  expect(ofBot()).toHaveLength(1);
});
