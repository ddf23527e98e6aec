import { expect, it } from 'vitest';
import { AdapterRig, somewhere } from './rig.ts';

const photo = (name: string, title?: string) => ({
  name,
  bytes: Buffer.from('photo'),
  content_type: 'image/jpeg',
  ...(title && { title }),
});

it('“Animate” finds what a message shows: previews, a gallery, stickers, a forwarded message, the real names', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const other = rig.discord.user({ username: 'bob' });
  const said = rig.discord.says(channel, other, {
    content: 'look https://example.com/a.png',
    attachments: [photo('____.jpg', '海边的狗')],
    embeds: [
      { type: 'image', url: 'https://example.com/a.png', thumbnail: { url: 'https://example.com/a.png' } },
      { type: 'rich', image: { url: 'https://example.com/media/1234' } },
      { type: 'gifv', url: 'https://tenor.example/x', video: { url: 'https://media.tenor.example/x.mp4' } },
      { type: 'article', thumbnail: { url: 'https://example.com/thumb.webp' } },
    ],
    components: [
      { type: 17, components: [{ type: 12, items: [{ media: { url: 'https://example.com/gallery.png' } }] }] },
      {
        type: 9,
        components: [{ type: 10, content: 'words' }],
        accessory: { type: 11, media: { url: 'https://example.com/side.png' } },
      },
    ],
    stickers: [
      { id: '77', name: 'wave', format_type: 1 },
      { id: '78', name: 'drawn', format_type: 3 },
    ],
  });
  const menu = rig.discord.contextMenu(channel, user, 'Animate', said);
  await rig.discord.submitsModal(menu, { prompt: 'pan slowly' });
  const names = (await rig.received()).attachments.map(({ name }) => name);
  expect(names).toEqual([
    '海边的狗.jpg',
    'a.png',
    '1234',
    'x.mp4',
    'thumb.webp',
    'gallery.png',
    'side.png',
    'wave.png',
  ]);
  const forward = rig.discord.says(channel, other, { forwards: said });
  await rig.discord.submitsModal(rig.discord.contextMenu(channel, user, 'Animate', forward), { prompt: 'once more' });
  expect((await rig.received(2)).attachments.map(({ name }) => name)).toEqual(
    expect.arrayContaining(names.slice(0, 7)),
  );
});

it('a reply points at what it answers; what Discord does not show there is known to be hidden', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user({ username: 'ann' });
  const dm = rig.discord.dm(user);
  const mine = rig.discord.says(dm, user, { content: 'Rex at the sea', attachments: [photo('dog.jpg')] });
  rig.discord.says(dm, user, { content: 'animate this', reply_to: mine });
  expect(await rig.received(2)).toMatchObject({ pointsAt: [{ name: 'dog.jpg' }], quote: 'Rex at the sea' });
  const { channel } = somewhere(rig.discord);
  const bob = rig.discord.user({ username: 'bob' });
  const his = rig.discord.says(channel, bob, { content: 'look', attachments: [photo('cat.jpg')] });
  rig.discord.says(channel, user, { content: `<@${rig.discord.bot.id}> animate this`, reply_to: his });
  const message = await rig.received(3);
  expect(message).toMatchObject({ text: 'animate this', attachments: [], pointsAtHidden: true });
});

it('a preview that comes later is a picture of the request while it waits, in a DM', async () => {
  const rig = await AdapterRig.start({ adapter: { joinWithinMs: 1200 } });
  const user = rig.discord.user();
  const dm = rig.discord.dm(user);
  const said = rig.discord.says(dm, user, 'animate the picture on https://example.com/post/5');
  rig.discord.unfurls(said, [{ type: 'article', image: { url: 'https://example.com/og.png' } }]);
  expect(await rig.received()).toMatchObject({ attachments: [{ name: 'og.png', url: 'https://example.com/og.png' }] });
});

it('who only mentions the bot by an edit asks it then; marks become what people see', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const said = rig.discord.says(channel, user, 'make a clip for <#123456789012345678>');
  const edited =
    '<@BOT> make a clip for <#123456789012345678> and <@&123456789012345678>, <t:1767225600:R>, </edit:12345>';
  rig.discord.edits(said, edited.replace('BOT', rig.discord.bot.id));
  expect(await rig.received()).toMatchObject({
    id: said.id,
    text: 'make a clip for #channel and @role, 2026-01-01 00:00 UTC, /edit',
  });
});

it('an edit that is too late is answered; a deleted message is left out, or its request taken back', async () => {
  const rig = await AdapterRig.start({ adapter: { joinWithinMs: 1200 } });
  const user = rig.discord.user();
  const dm = rig.discord.dm(user);
  rig.waiting = false;
  const first = rig.discord.says(dm, user, 'make a video');
  const second = rig.discord.says(dm, user, 'about waves');
  await rig.discord.called('POST', '/channels/:id/typing');
  rig.discord.deletes(second);
  expect(await rig.received()).toMatchObject({ id: first.id, text: 'make a video' });
  rig.discord.edits(first, 'make a video about trees');
  expect(await rig.received(2)).toMatchObject({ command: { name: 'late-edit', argument: 'make a video about trees' } });
  rig.discord.deletes(first);
  expect(await rig.received(3)).toMatchObject({
    chat: `discord:${dm.id}`,
    userId: user.id,
    command: { name: 'withdraw', argument: first.id },
  });
});
