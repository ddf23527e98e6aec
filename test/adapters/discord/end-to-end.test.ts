import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startOnDiscord } from '../../contract/discord.ts';
import { picture } from '../../contract/pictures.ts';
import type { Shown } from '../../fakes/discord/index.ts';
import { adk, answer, type FakeNemo, frame, ONE_CLIP_DRAFT, ROUTES, startFakeNemo } from '../../fakes/nemo/index.ts';
import { tinyVideo } from '../../fakes/tiny-video.ts';

const READY = /^✅ Video ready: 1 s, 320×180/;
const MINUTE = 60_000;
const reads = (pattern: RegExp) => (message: Shown) => pattern.test(message.content);

let nemo: FakeNemo;
let world: Awaited<ReturnType<typeof startOnDiscord>>;

beforeEach(async () => {
  nemo = await startFakeNemo();
  nemo.video = await tinyVideo();
  world = await startOnDiscord(nemo);
});
afterEach(async () => {
  await world.close();
  await nemo.close();
});

/** Ann calls /animate with pictures in a server's channel. */
async function animates(colours: string[], values = {}) {
  const { discord } = world;
  const channel = discord.channel(discord.guild());
  const user = discord.user({ username: 'ann' });
  const files = await Promise.all(
    colours.map(async (colour, index) => [
      `image${index + 1}`,
      { name: `${index + 1}.jpg`, bytes: await picture(colour) },
    ]),
  );
  const attachments = Object.fromEntries(files);
  const call = discord.slash(channel, user, 'animate', { prompt: 'slow zoom', ...values }, { attachments });
  return { channel, user, call };
}

it('/animate with three pictures: acknowledged, worked on, and the very MP4 that was rendered', async () => {
  const { discord, rig } = world;
  const { channel, user, call } = await animates(['#cc3333', '#33cc66', '#3366cc'], { length: 10, ratio: '9:16' });
  expect(await call.acknowledged).toEqual({ type: 5, ephemeral: false });
  const result = await discord.appears(channel, reads(READY));
  await rig.engine.idle();
  expect(result.files.map(({ name }) => name)).toEqual([expect.stringMatching(/^reelay-.*\.mp4$/)]);
  expect(result.files[0]?.bytes.equals(nemo.video)).toBe(true);
  expect(nemo.calls(ROUTES.upload).map((request) => request.parts[0]?.filename)).toEqual(['1.jpg', '2.jpg', '3.jpg']);
  expect(nemo.calls(ROUTES.prompt).map(({ json }) => json)).toMatchObject([
    { new_message: { parts: [{ text: 'slow zoom. Length: 10 seconds. Format: 9:16.' }] } },
  ]);
  const [note] = call.replies;
  expect(note).toMatchObject({ content: '📝 “slow zoom. Length: 10 seconds. Format: 9:16.” · 📎 3', loading: false });
  expect(result).toMatchObject({ repliesTo: note?.id, pings: [] });
  // What is left: the note, the greeting, what the agent said, and the video; no progress, nothing "thinking".
  const left = discord.shown(channel, user);
  expect(left.filter(({ loading }) => loading)).toEqual([]);
  expect(left.filter(reads(/^(🔌|📥|📤|🎬|🎞|📨)/))).toEqual([]);
  expect(await rig.spooled()).toEqual([]);
});

it('a stream that outlasts the interaction’s token still delivers', async () => {
  const { discord, clock } = world;
  const streams: ServerResponse[] = [];
  const uploads: (() => void)[] = [];
  nemo.next(
    ROUTES.upload,
    answer.all(
      () => new Promise<void>((resolve) => void uploads.push(resolve)),
      (request, response) => {
        const files = [{ filename: '1.jpg', file_type: 'image', cdn_url: `${nemo.url}/files/1.jpg` }];
        return answer.ok({ files, session_state_applied: true })(request, response);
      },
    ),
  );
  nemo.on(ROUTES.prompt, (_request, response) => {
    nemo.state.draft = ONE_CLIP_DRAFT;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    streams.push(response);
  });
  const { channel, user, call } = await animates(['#cc3333']);
  await nemo.called(ROUTES.upload);
  await clock.jump(MINUTE);
  uploads[0]?.();
  await nemo.called(ROUTES.prompt);
  for (let minute = 0; minute < 14.5; minute += 0.5) {
    streams[0]?.write(': still here\n\n');
    await clock.jump(MINUTE / 2);
  }
  streams[0]?.end(frame(adk.text('Your clip has a slow zoom.')));
  const result = await discord.appears(channel, reads(READY), user);
  expect(result.files[0]?.bytes.equals(nemo.video)).toBe(true);
  const callback = discord.calls('POST', '/interactions/:id/:token/callback')[0];
  expect(clock.now() - (callback?.at ?? 0)).toBeGreaterThan(15 * MINUTE);
  expect(call.replies.filter(({ loading }) => loading)).toEqual([]);
});

it('a render over the limit comes as a link', async () => {
  // Up to 300 MB the core makes a version that fits.
  const bytes = 300_000_001;
  nemo.on(ROUTES.file, (_request, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': bytes });
    response.write(nemo.video);
  });
  const { channel } = await animates(['#cc3333']);
  const link = await world.discord.appears(
    channel,
    reads(/^✅ Video ready\. At 286\.1 MB it is too big for this chat/),
  );
  expect(link.content).toContain('https://videos.example/files/');
  expect(link.files).toEqual([]);
});

it('where files may not be attached the link comes, and only the requester learns why', async () => {
  const { discord } = world;
  const channel = discord.channel(discord.guild());
  const user = discord.user({ username: 'ann' });
  discord.permissions(channel, { attachFiles: false });
  const attachments = { image1: { name: '1.jpg', bytes: await picture() } };
  discord.slash(channel, user, 'animate', { prompt: 'slow zoom' }, { attachments });
  await discord.appears(channel, reads(/\/files\/.*\.mp4/));
  const told = await discord.appears(channel, reads(/the permission “Attach Files” is missing/), user);
  expect(told.ephemeral).toBe(true);
});

it('credits, help and the errors of one person are seen by that person alone', async () => {
  const { discord } = world;
  const channel = discord.channel(discord.guild());
  const user = discord.user({ username: 'ann' });
  const moderator = discord.user({ username: 'mo', moderator: true });
  for (const [who, name, shows] of [
    [moderator, 'credits', /^💳 Credits: 100/],
    [user, 'credits', /^👤 You have used 0 credits today and 0 this month\.$/],
    [user, 'help', /^Send me photos/],
  ] as const) {
    const call = discord.slash(channel, who, name);
    expect(await call.reply()).toMatchObject({ ephemeral: true, content: expect.stringMatching(shows) });
  }
  const attachments = { image1: { name: 'notes.jpg', bytes: Buffer.from('%PDF-1.7\n1 0 obj\n') } };
  discord.slash(channel, user, 'animate', { prompt: 'slow zoom' }, { attachments });
  const refusal = await discord.appears(channel, reads(/is a PDF, which I can’t use/), user);
  expect(refusal.ephemeral).toBe(true);
});

it('the message menu makes a video of every picture of somebody’s message', async () => {
  const { discord } = world;
  const channel = discord.channel(discord.guild());
  const user = discord.user({ username: 'ann' });
  const attachments = await Promise.all(
    ['#cc3333', '#33cc66'].map(async (colour, index) => ({ name: `${index}.jpg`, bytes: await picture(colour) })),
  );
  const message = discord.says(channel, discord.user(), { attachments });
  await discord.submitsModal(discord.contextMenu(channel, user, 'Animate', message), { prompt: 'pan slowly' });
  const result = await discord.appears(channel, reads(READY));
  expect(result.files[0]?.bytes.equals(nemo.video)).toBe(true);
  expect(nemo.calls(ROUTES.upload)).toHaveLength(2);
});

it('in a place of strangers the video comes through the interaction', async () => {
  const { discord } = world;
  const channel = discord.channel(discord.guild({ botIsMember: false }));
  const user = discord.user({ username: 'ann' });
  const attachments = { image1: { name: '1.jpg', bytes: await picture() } };
  const call = discord.slash(channel, user, 'animate', { prompt: 'slow zoom' }, { attachments });
  const result = await discord.appears(channel, reads(READY), user);
  expect(result.files[0]?.bytes.equals(nemo.video)).toBe(true);
  await world.rig.engine.idle();
  expect(call.replies[0]?.content).toMatch(/^📝 “slow zoom” · 📎 1\nℹ️ I am not a member here/);
  expect(discord.calls('POST', '/channels/:id/messages')).toEqual([]);
});

it('killed in the middle and started again, it delivers once', async () => {
  const { discord, rig } = world;
  nemo.next(ROUTES.renderStatus, answer.never());
  const { channel } = await animates(['#cc3333']);
  await nemo.called(ROUTES.renderStatus);
  await rig.restart();
  await discord.appears(channel, reads(READY));
  await rig.engine.idle();
  expect(discord.shown(channel).filter(reads(READY))).toHaveLength(1);
  expect(nemo.calls(ROUTES.prompt)).toHaveLength(1);
});

it('asked for a photo, they press the button, upload it there, and the words from before are done; more go to the same project', async () => {
  const { discord, rig } = world;
  const channel = discord.channel(discord.guild());
  const user = discord.user({ username: 'ann' });
  discord.says(channel, user, `<@${discord.bot.id}> turn this image into a slow film and export it`);
  const question = await discord.appears(channel, reads(/^📎 There is no photo in this project yet/));
  expect(question.buttons.map(({ label }) => label)).toEqual(['📎 Add photos']);
  expect(nemo.calls(ROUTES.prompt)).toEqual([]);
  const beach = { name: 'beach.jpg', bytes: await picture('#cc3333') };
  await discord.submitsModal(discord.presses(question, '📎 Add photos', user), { files: [beach] });
  const result = await discord.appears(channel, reads(READY));
  await rig.engine.idle();
  expect(nemo.calls(ROUTES.upload).map((request) => request.parts[0]?.filename)).toEqual(['beach.jpg']);
  expect(nemo.calls(ROUTES.prompt)[0]?.json).toMatchObject({
    new_message: { parts: [{ text: 'turn this image into a slow film' }] },
  });
  const dune = { name: 'dune.jpg', bytes: await picture('#33cc66') };
  const more = discord.presses(result, '📎 Add photos', user);
  await discord.submitsModal(more, { files: [dune], words: 'put it at the end' });
  const told = await nemo.called(ROUTES.prompt, 2);
  await rig.engine.idle();
  expect(nemo.calls(ROUTES.upload)[1]?.parts[0]?.filename).toBe('dune.jpg');
  expect(told.json).toMatchObject({ new_message: { parts: [{ text: 'put it at the end' }] } });
  expect(nemo.calls(ROUTES.session)).toHaveLength(1);
});
