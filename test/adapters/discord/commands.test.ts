import { expect, it } from 'vitest';
import { PLACEHOLDER_AFTER_MS } from '../../../src/adapters/discord/limits.ts';
import { ShutdownError } from '../../../src/core/queue/chat-queues.ts';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { AdapterRig, somewhere } from './rig.ts';

const photo = (name: string) => ({ name, bytes: Buffer.from(`bytes of ${name}`), content_type: 'image/jpeg' });

it('/animate brings its prompt, its pictures in order, and length and format in words', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const values = { prompt: 'slow zoom', length: 10, ratio: '9:16' };
  const attachments = { image2: photo('b.jpg'), image1: photo('a.jpg'), image10: photo('j.jpg') };
  const call = rig.discord.slash(channel, user, 'animate', values, { attachments });
  expect(await call.acknowledged).toEqual({ type: 5, ephemeral: false });
  expect(await rig.received()).toMatchObject({
    id: call.id,
    chat: `discord:${channel.id}@${user.id}`,
    newProject: true,
    userId: user.id,
    locale: 'en-US',
    text: 'slow zoom. Length: 10 seconds. Format: 9:16.',
    attachments: [{ name: 'a.jpg' }, { name: 'b.jpg' }, { name: 'j.jpg' }],
  });
  const note = await call.reply();
  expect(note).toMatchObject({ content: '📝 “slow zoom. Length: 10 seconds. Format: 9:16.” · 📎 3', ephemeral: false });
});

it('a Chinese prompt gets its wishes in Chinese', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const attachments = { image1: photo('a.jpg') };
  rig.discord.slash(channel, user, 'animate', { prompt: '慢慢放大', length: 15 }, { attachments });
  expect((await rig.received()).text).toBe('慢慢放大。时长：15 秒。');
});

it('what a note repeats notifies nobody and shows markup as text', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const prompt = `@everyone **loud** <@${user.id}>`;
  const note = await rig.discord.slash(channel, user, 'edit', { prompt }).reply();
  expect(note.pings).toEqual([]);
  expect(note.content).toBe(`📝 “@\u2060everyone \\*\\*loud\\*\\* \\<@${user.id}>”`);
});

it.each([
  ['cancel', { all: true }, { name: 'cancel', argument: 'all' }, false],
  ['cancel', {}, { name: 'cancel' }, false],
  ['remove', { number: 2 }, { name: 'remove', argument: '2' }, false],
  ['new', {}, { name: 'new' }, false],
  ['export', {}, { name: 'export' }, false],
  ['rerun', {}, { name: 'rerun' }, false],
  ['variation', {}, { name: 'variation' }, false],
  ['status', {}, { name: 'status' }, true],
  ['timeline', {}, { name: 'timeline' }, true],
  ['credits', {}, { name: 'credits' }, true],
  ['link', {}, { name: 'link' }, true],
  ['help', {}, { name: 'help' }, true],
  ['skill', { name: 'Motion HD' }, { name: 'skill', argument: 'Motion HD' }, true],
  ['language', { language: 'zh-Hans' }, { name: 'language', argument: 'zh-Hans' }, true],
  ['forget', { sure: true }, { name: 'forget', argument: 'yes' }, true],
  ['forget', {}, { name: 'forget' }, true],
])('/%s %j', async (name, values, command, ephemeral) => {
  const rig = await AdapterRig.start();
  const { channel } = somewhere(rig.discord);
  const user = rig.discord.user({ moderator: true });
  const call = rig.discord.slash(channel, user, name, values);
  expect(await call.acknowledged).toEqual({ type: 5, ephemeral });
  const message = await rig.received();
  expect(message).toMatchObject({ id: call.id, text: '', attachments: [], command });
});

it('the answer to a question replaces “thinking”, for the requester only', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'credits');
  await rig.replies(await rig.received(), { text: '💳 Credits: 120', private: true });
  expect(call.replies).toMatchObject([{ content: '💳 Credits: 120', ephemeral: true, loading: false }]);
  expect(rig.discord.shown(channel)).toEqual([]);
});

it('a private answer to a command that everybody saw leaves nothing unanswered in the channel', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'new');
  await rig.replies(await rig.received(), { text: '⚠️ Nemo is not answering.', private: true });
  expect(call.replies).toMatchObject([{ content: '⚠️ Nemo is not answering.', ephemeral: true }]);
  expect(rig.discord.shown(channel)).toEqual([]);
});

it('a long answer goes on in further messages that stay private', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'skill');
  const text = Array.from({ length: 500 }, (_, index) => `skill ${index}`).join('\n');
  await rig.replies(await rig.received(), { text, private: true });
  expect(call.replies.map(({ content }) => content).join('\n')).toBe(text);
  expect(call.replies.every(({ ephemeral }) => ephemeral)).toBe(true);
});

it('nothing is left “thinking”: an answer that takes its time is announced, and comes in the same place', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'new');
  const message = await rig.received();
  expect(call.replies).toMatchObject([{ loading: true }]);
  await rig.clock.jump(PLACEHOLDER_AFTER_MS);
  expect(await call.reply()).toMatchObject({ content: '⏳ On it…', loading: false });
  await rig.replies(message, { text: '🆕 New project.' });
  expect(call.replies).toMatchObject([{ content: '🆕 New project.' }]);
});

it('a stop leaves nothing “thinking” either', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'new');
  await rig.received();
  await rig.adapter.stop();
  expect(call.replies).toMatchObject([{ content: '⏳ On it…', loading: false }]);
});

it('the next process answers a question of the one before', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'status');
  const message = await rig.received();
  await rig.restart();
  await rig.replies(message, { text: 'Nothing is running.' });
  expect(call.replies).toMatchObject([{ content: 'Nothing is running.', ephemeral: true }]);
});

it('the acknowledgement comes before the engine, the store and everything', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const held: (() => void)[] = [];
  rig.onAccept = () => new Promise((resolve) => void held.push(resolve));
  const call = rig.discord.slash(channel, user, 'edit', { prompt: 'shorter' });
  expect(await call.acknowledged).toMatchObject({ type: 5 });
  expect(rig.accepted).toEqual([]);
  while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
  held[0]?.();
  await rig.received();
});

it.each([
  [new StoreUnavailableError('disk full'), /can’t write my notes/],
  [new ShutdownError('stopping'), /I am restarting/],
])('a request that is not accepted is answered with the reason: %s', async (error, told) => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.onAccept = async () => {
    throw error;
  };
  expect((await rig.discord.slash(channel, user, 'edit', { prompt: 'shorter' }).reply()).content).toMatch(told);
});

it('a command while the bot stops is answered to come back', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  await rig.adapter.stop();
  const reply = await rig.discord.slash(channel, user, 'edit', { prompt: 'shorter' }).reply();
  expect(reply).toMatchObject({ content: '🔄 I am restarting. Try again in a minute.', ephemeral: true });
  expect(rig.accepted).toEqual([]);
});

it.each([
  ['text', { sendMessages: false }, 'Send Messages'],
  ['thread', { sendInThreads: false }, 'Send Messages in Threads'],
  ['text', { viewChannel: false }, 'View Channel'],
] as const)(
  'where the bot may not post (%s, %j) only the requester learns what it lacks',
  async (type, rights, name) => {
    const rig = await AdapterRig.start();
    const { channel, user } = somewhere(rig.discord, type);
    rig.discord.permissions(channel, rights);
    const call = rig.discord.slash(channel, user, 'edit', { prompt: 'shorter' });
    const reply = await call.reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toContain(`the permission “${name}” is missing`);
    expect(rig.accepted).toEqual([]);
  },
);

it('questions are answered where the bot may not post', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.permissions(channel, { sendMessages: false });
  const call = rig.discord.slash(channel, user, 'status');
  await rig.replies(await rig.received(), { text: 'Nothing is running.' });
  expect(call.replies).toMatchObject([{ content: 'Nothing is running.' }]);
});

it('prompts are suggested from the chat’s latest and from its skill’s examples', async () => {
  const rig = await AdapterRig.start({
    adapter: {
      recentPrompts: async () => ['Make it slow and blue', `${'long '.repeat(30)}prompt`],
      activeSkill: async () => 'hd',
    },
  });
  const { channel, user } = somewhere(rig.discord);
  const typed = (partial: string, locale = 'en-US') =>
    rig.discord.autocomplete(channel, user, 'animate', 'prompt', partial, {}, { locale }).choices;
  expect(await typed('')).toEqual([
    { name: 'Make it slow and blue', value: 'Make it slow and blue' },
    { name: 'A pan in full HD', value: 'A pan in full HD' },
  ]);
  expect((await typed('SLOW')).map(({ value }) => value)).toEqual(['Make it slow and blue']);
  expect((await typed('高清', 'zh-CN')).map(({ value }) => value)).toEqual(['高清平移']);
});

it('suggestions come in time however slow the look-up is', async () => {
  let asked = () => {};
  const looking = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const recentPrompts = () => {
    asked();
    return new Promise<string[]>(() => {});
  };
  const rig = await AdapterRig.start({ adapter: { recentPrompts } });
  const { channel, user } = somewhere(rig.discord);
  const typing = rig.discord.autocomplete(channel, user, 'animate', 'prompt', '');
  await looking;
  await new Promise((resolve) => setImmediate(resolve));
  await rig.clock.jump(1500);
  expect((await typing.choices).map(({ value }) => value)).toEqual(['A slow zoom into the picture']);
});

it('skills are suggested by their titles', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const choices = await rig.discord.autocomplete(channel, user, 'skill', 'name', 'mot').choices;
  expect(choices).toEqual([{ name: 'Motion HD', value: 'Motion HD' }]);
});

it('“Animate” uses every picture of a message and asks what to make of them', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const text = { name: 'notes.txt', bytes: Buffer.from('x'), content_type: 'text/plain' };
  const attachments = [photo('a.jpg'), text, photo('b.jpg'), photo('c.jpg')];
  const message = rig.discord.says(channel, rig.discord.user(), { content: 'our trip', attachments });
  const menu = rig.discord.contextMenu(channel, user, 'Animate', message);
  expect(await menu.modal).toMatchObject({ title: 'Make a video' });
  const filled = await rig.discord.submitsModal(menu, { prompt: 'pan slowly' });
  expect(await filled.acknowledged).toEqual({ type: 5, ephemeral: false });
  const taken = await rig.received();
  expect(taken).toMatchObject({ id: filled.id, text: 'pan slowly', userId: user.id });
  expect(taken.attachments.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
  expect((await filled.reply()).content).toBe('📝 “pan slowly” · 📎 3');
});

it('the window may be filled in after a restart', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const message = rig.discord.says(channel, user, { attachments: [photo('a.jpg')] });
  const menu = rig.discord.contextMenu(channel, user, 'Animate', message);
  await menu.modal;
  await rig.restart();
  await rig.discord.submitsModal(menu, { prompt: 'pan slowly' });
  expect((await rig.received()).attachments.map(({ name }) => name)).toEqual(['a.jpg']);
});

it('a window whose message is forgotten says so', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const message = rig.discord.says(channel, user, { attachments: [photo('a.jpg')] });
  const menu = rig.discord.contextMenu(channel, user, 'Animate', message);
  const modal = await menu.modal;
  modal.custom_id = 'm1|no-such-window';
  const filled = await rig.discord.submitsModal(menu, { prompt: 'pan slowly' });
  expect((await filled.reply()).content).toMatch(/^I no longer know which message/);
  expect(rig.accepted).toEqual([]);
});

it('“Animate” on a message without pictures says that there are none', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const message = rig.discord.says(channel, user, 'only words');
  const reply = await rig.discord.contextMenu(channel, user, 'Animate', message, { locale: 'zh-CN' }).reply();
  expect(reply).toMatchObject({ content: '那条消息里没有照片、视频或声音。', ephemeral: true });
});

it('a project of a command gets a thread below its note', async () => {
  const rig = await AdapterRig.start({ adapter: { threadPerProject: true } });
  const { channel, user } = somewhere(rig.discord);
  const attachments = { image1: photo('a.jpg') };
  const call = rig.discord.slash(channel, user, 'animate', { prompt: 'our trip' }, { attachments });
  const message = await rig.received();
  const [note] = call.replies;
  expect(message.chat).toBe(`discord:${note?.id}`);
  await rig.replies(message, { text: 'In the thread.' });
  expect(rig.discord.shown({ id: note?.id ?? '' }).map(({ content }) => content)).toEqual([
    expect.stringMatching(/^This thread is for your video\./),
    'In the thread.',
  ]);
});
