import { expect, it } from 'vitest';
import type { NextStep } from '../../../src/core/chat.ts';
import { AdapterRig, somewhere } from './rig.ts';

const ADD: NextStep[] = [{ name: 'add-files', label: '📎 Add photos' }];
const beach = { name: 'beach.heic', bytes: Buffer.from('beach'), content_type: 'image/heic' };
const dune = { name: 'dune.jpg', bytes: Buffer.from('dune'), content_type: 'image/jpeg' };

/** Ann was asked for photos in a channel; the button stands under the question. */
async function asked(rig: AdapterRig, place: { channel: Parameters<AdapterRig['discord']['says']>[0] }) {
  const ann = rig.discord.user({ username: 'ann' });
  rig.discord.says(place.channel, ann, `<@${rig.discord.bot.id}> turn this picture into a video`);
  const id = await rig.replies(await rig.received(), { text: 'There is no photo yet.', next: ADD });
  return { ann, question: { id } };
}

it('the button under a question opens a window for up to ten files, and words that may be left out', async () => {
  const rig = await AdapterRig.start();
  const { ann, question } = await asked(rig, somewhere(rig.discord));
  const modal = await rig.discord.presses(question, '📎 Add photos', ann).modal;
  expect(modal).toMatchObject({
    title: 'Add photos',
    components: [
      {
        label: 'Photos, clips or sounds',
        description: 'Up to 10 of them',
        component: { type: 19, min_values: 1, max_values: 10, required: true },
      },
      { label: 'What should I make of them?', component: { type: 4, required: false, max_length: 2000 } },
    ],
  });
  expect(modal.components[0]).toMatchObject({
    component: {
      file_types: ['image', 'video', 'audio', '.jpg', '.mp4', '.mov', '.heic', '.heif', '.avi', '.mkv'],
    },
  });
});

it('what is uploaded there is one request with its files in order, its words, and the message it stood under', async () => {
  const rig = await AdapterRig.start();
  const place = somewhere(rig.discord);
  const { ann, question } = await asked(rig, place);
  const press = rig.discord.presses(question, '📎 Add photos', ann);
  const sent = await rig.discord.submitsModal(press, { files: [beach, dune], words: ' slow zoom ' });
  expect(await sent.acknowledged).toEqual({ type: 5, ephemeral: false });
  const request = await rig.received(2);
  expect(request).toMatchObject({
    chat: `discord:${place.channel.id}@${ann.id}`,
    userId: ann.id,
    text: 'slow zoom',
    repliesTo: question.id,
    attachments: [
      { name: 'beach.heic', declaredBytes: 5 },
      { name: 'dune.jpg', declaredBytes: 4 },
    ],
  });
  expect(request).not.toHaveProperty('newProject');
  expect((await sent.reply()).content).toBe('📝 “slow zoom” · 📎 2');
  const [first] = request.attachments;
  const stream = await rig.adapter.open(first ?? { name: '', ref: '' }, new AbortController().signal);
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('beach');
});

it('without words the note names the files alone, and the button serves again', async () => {
  const rig = await AdapterRig.start();
  const { ann, question } = await asked(rig, somewhere(rig.discord));
  for (const count of [2, 3]) {
    const press = rig.discord.presses(question, '📎 Add photos', ann);
    const sent = await rig.discord.submitsModal(press, { files: [dune] });
    expect(await rig.received(count)).toMatchObject({ text: '', attachments: [{ name: 'dune.jpg' }] });
    expect((await sent.reply()).content).toBe('📎 1');
  }
});

it('somebody else’s files are a request of theirs', async () => {
  const rig = await AdapterRig.start();
  const place = somewhere(rig.discord);
  const { question } = await asked(rig, place);
  const bob = rig.discord.user({ username: 'bob' });
  await rig.discord.submitsModal(rig.discord.presses(question, '📎 Add photos', bob), { files: [dune] });
  expect(await rig.received(2)).toMatchObject({ chat: `discord:${place.channel.id}@${bob.id}`, userId: bob.id });
});

it('where projects have threads, files for a question stay beside it', async () => {
  const rig = await AdapterRig.start({ adapter: { threadPerProject: true } });
  const place = somewhere(rig.discord);
  const { ann, question } = await asked(rig, place);
  await rig.discord.submitsModal(rig.discord.presses(question, '📎 Add photos', ann), { files: [dune] });
  expect((await rig.received(2)).chat).toBe(`discord:${place.channel.id}@${ann.id}`);
  expect(rig.discord.calls('POST', '/channels/:id/messages/:message/threads')).toEqual([]);
});

it('where the bot may not post, that is said in place of the window', async () => {
  const rig = await AdapterRig.start();
  const place = somewhere(rig.discord);
  const { ann, question } = await asked(rig, place);
  rig.discord.permissions(place.channel, { sendMessages: false });
  const reply = await rig.discord.presses(question, '📎 Add photos', ann).reply();
  expect(reply).toMatchObject({
    ephemeral: true,
    content: expect.stringContaining('the permission “Send Messages” is missing'),
  });
});

it('where Discord does not open the window, the person reads how to send the files instead', async () => {
  const rig = await AdapterRig.start();
  const { ann, question } = await asked(rig, somewhere(rig.discord));
  rig.discord.fail('POST /interactions/:id/:token/callback', { status: 400, code: 50035, times: 1 });
  const reply = await rig.discord.presses(question, '📎 Add photos', ann).reply();
  expect(reply).toMatchObject({
    ephemeral: true,
    content: 'I can’t open the window for that. Send the photos in a message that mentions me, or use /animate.',
  });
});

it('the window is in the language of whoever opens it', async () => {
  const rig = await AdapterRig.start();
  const { question } = await asked(rig, somewhere(rig.discord));
  const lin = rig.discord.user({ username: 'lin', locale: 'zh-TW' });
  const modal = await rig.discord.presses(question, '📎 Add photos', lin).modal;
  expect(modal).toMatchObject({
    title: '新增照片',
    components: [
      { label: '照片、影片或聲音', description: '最多 10 個' },
      { label: '想做成什麼樣？', description: '也可以以後再說。' },
    ],
  });
});
