import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { NextStep, VideoFile } from '../../../src/core/chat.ts';
import type { FakeChannel } from '../../fakes/discord/index.ts';
import { AdapterRig, somewhere } from './rig.ts';

const CREATE = '/channels/:id/messages';
const BYTES = Buffer.from('an mp4');
const NEXT: NextStep[] = [
  { name: 'variation', label: 'Another' },
  { name: 'rerun', label: 'Once more' },
];

async function video(about: Partial<VideoFile> = {}): Promise<VideoFile> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-layout-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'clip.mp4');
  await writeFile(path, BYTES);
  return { path, name: 'clip.mp4', bytes: BYTES.length, width: 320, height: 180, durationMs: 1000, ...about };
}

/** Ann asks for a clip in a channel of a server. */
async function asked(rig: AdapterRig) {
  const { channel, user } = somewhere(rig.discord);
  const said = rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  return { channel, user, said, message: await rig.received() };
}

const shownAt = (rig: AdapterRig, channel: FakeChannel, ref: string) =>
  rig.discord.shown(channel).find(({ id }) => id === ref);

it('in a server a video, its words, whose it is and its buttons stand in one frame, and nobody is rung', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, said, message } = await asked(rig);
  const ref = await rig.replies(message, { text: '✅ Video ready', video: await video(), next: NEXT });
  expect(shownAt(rig, channel, ref)).toMatchObject({
    laidOut: true,
    content: `✅ Video ready\n-# For <@${user.id}>`,
    files: [{ name: 'clip.mp4', bytes: BYTES }],
    spoilers: [],
    repliesTo: said.id,
    pings: [],
  });
  const [call] = rig.discord.calls('POST', CREATE);
  expect(call?.body).toMatchObject({
    flags: 1 << 15,
    nonce: 'key1',
    enforce_nonce: true,
    components: [
      {
        type: 17,
        components: [
          { type: 10, content: '✅ Video ready' },
          { type: 12, items: [{ media: { url: 'attachment://clip.mp4' }, spoiler: false }] },
          { type: 10 },
          { type: 1, components: [{ label: 'Another' }, { label: 'Once more' }] },
        ],
      },
    ],
  });
  expect(call?.body).not.toHaveProperty('content');
});

it('a hidden video is hidden in the frame', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await asked(rig);
  const ref = await rig.replies(message, { text: 'Done.', video: await video({ spoiler: true }) });
  expect(shownAt(rig, channel, ref)?.spoilers).toEqual(['SPOILER_clip.mp4']);
  expect(rig.discord.calls('POST', CREATE)[0]?.body).toMatchObject({
    components: [{ components: [{}, { items: [{ spoiler: true }] }, {}] }],
  });
});

it('a video of two pieces of text has the frame around the second', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await asked(rig);
  const text = ['a', 'b'].map((letter) => letter.repeat(1500)).join('\n');
  await rig.replies(message, { text, video: await video() });
  const posted = rig.discord.shown(channel).slice(1);
  expect(posted.map(({ laidOut, files }) => [laidOut, files.length])).toEqual([
    [false, 0],
    [true, 1],
  ]);
});

it.each([
  ['in private, where its notification would be empty', { dm: true }, {}],
  ['for a sound, which a frame does not play', {}, { form: 'audio', name: 'clip.m4a' }],
  ['for a file that Discord would name otherwise', {}, { name: 'a clip (1).mp4' }],
] as const)('there is no frame %s', async (_why, { dm = false }: { dm?: boolean }, about) => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user({ username: 'ann' });
  const channel = dm ? rig.discord.dm(user) : rig.discord.channel(rig.discord.guild());
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  const ref = await rig.replies(await rig.received(), { text: 'Done.', video: await video(about) });
  const shown = shownAt(rig, channel, ref);
  expect(shown).toMatchObject({ laidOut: false, content: 'Done.' });
  expect(shown?.files).toHaveLength(1);
});

it('text, pictures and documents have no frame', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await asked(rig);
  const { path } = await video();
  const file = { kind: 'picture', path, name: 'timeline.png', bytes: BYTES.length, contentType: 'image/png' } as const;
  for (const reply of [{ text: 'Hello.' }, { text: 'Your timeline', file }]) {
    const ref = await rig.replies(message, reply);
    expect(shownAt(rig, channel, ref)?.laidOut).toBe(false);
  }
});

it('where Discord refuses the frame the video comes without, and so do the next ones at once', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await asked(rig);
  rig.discord.fail(`POST ${CREATE}`, { status: 400, code: 50035, message: 'IS_COMPONENTS_V2 is not allowed' });
  for (const count of [2, 3]) {
    const ref = await rig.replies(message, { text: 'Done.', video: await video(), next: NEXT });
    const shown = shownAt(rig, channel, ref);
    expect(shown).toMatchObject({ laidOut: false, content: 'Done.', files: [{ bytes: BYTES }] });
    expect(shown?.buttons.map(({ label }) => label)).toEqual(['Another', 'Once more']);
    expect(rig.discord.calls('POST', CREATE)).toHaveLength(count);
  }
});

it('a button that was used is disabled in the frame, and the video stays', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await asked(rig);
  const ref = await rig.replies(message, { text: 'Done.', video: await video({ spoiler: true }), next: NEXT });
  rig.discord.presses({ id: ref }, 'Another', user);
  expect((await rig.received(2)).command).toEqual({ name: 'variation', argument: undefined });
  const shown = await rig.discord.until(() => {
    const now = shownAt(rig, channel, ref);
    return now?.buttons.some(({ disabled }) => disabled) && now;
  });
  expect(shown.buttons.map(({ label, disabled }) => [label, disabled])).toEqual([
    ['Another', true],
    ['Once more', false],
  ]);
  expect(shown).toMatchObject({ laidOut: true, files: [{ bytes: BYTES }], spoilers: ['SPOILER_clip.mp4'] });
  const [edit] = rig.discord.calls('PATCH', '/webhooks/:app/:token/messages/:message');
  expect(edit?.body).toMatchObject({ attachments: [{ id: expect.stringMatching(/^\d+$/) }] });
});

it('a video in a frame whose answer got lost is found by the next process, and is there once', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await asked(rig);
  const reply = { key: 'r1', text: 'Done.', video: await video() };
  rig.discord.fail(`POST ${CREATE}`, { lost: 'after' });
  const process = new AbortController();
  const ended = expect(rig.replies(message, reply, process.signal)).rejects.toThrow('killed');
  await expect.poll(() => rig.discord.calls('POST', CREATE)[0]?.status).toBe(0);
  process.abort(new Error('killed'));
  await ended;
  await rig.restart();
  await rig.clock.jump(3_600_000);
  const ref = await rig.replies(message, reply);
  expect(rig.discord.calls('POST', CREATE)).toHaveLength(1);
  expect(rig.discord.shown(channel).filter(({ laidOut }) => laidOut)).toMatchObject([{ id: ref }]);
});

it('a video in a frame can be removed', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await asked(rig);
  const ref = await rig.replies(message, { text: 'Done.', video: await video() });
  await rig.adapter.remove(message.chat, ref, new AbortController().signal);
  expect(shownAt(rig, channel, ref)).toBeUndefined();
});

it.each([false, true])(
  'the menu’s “Animate” finds the video in a frame, and whether it is hidden: %s',
  async (spoiler) => {
    const rig = await AdapterRig.start();
    const { channel, user, message } = await asked(rig);
    const ref = await rig.replies(message, { text: 'Done.', video: await video({ spoiler }) });
    const menu = rig.discord.contextMenu(channel, user, 'Animate', { id: ref });
    await rig.discord.submitsModal(menu, { prompt: 'slower' });
    const { attachments } = await rig.received(2);
    expect(attachments.map((each) => [each.name, each.spoiler ?? false])).toEqual([['clip.mp4', spoiler]]);
  },
);
