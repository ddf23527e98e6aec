import { Events } from 'discord.js';
import { expect, it } from 'vitest';
import { checkModal } from './check-modal.ts';
import { discordForTest, loginForTest } from './real-bot.ts';

it('a form takes files as a client would send them, and no others', async () => {
  const fake = await discordForTest();
  const channel = fake.channel(fake.guild());
  const ann = fake.user({ username: 'ann' });
  const client = await loginForTest(fake);
  await client.rest.put(`/applications/${client.user.id}/commands`, { body: [{ name: 'Animate', type: 3 }] });
  const most = { min_values: 1, max_values: 2, file_types: ['image' as const] };
  const upload = { type: 19 as const, custom_id: 'files', ...most };
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isModalSubmit()) {
      const files = interaction.fields.getUploadedFiles('files');
      void interaction.reply(files?.map(({ name, size }) => `${name} ${size}`).join() ?? 'none');
    }
    if (!interaction.isMessageContextMenuCommand()) return;
    const label = { type: 18 as const, label: 'Photos', component: upload };
    void interaction.showModal({ title: 'Photos', custom_id: 'm1', components: [label] });
  });
  const menu = fake.contextMenu(channel, ann, 'Animate', fake.says(channel, ann, 'hello'));
  const [one, two, three] = ['a.jpg', 'b.png', 'c.gif'].map((name) => ({ name, bytes: Buffer.from(name) }));
  if (!one || !two || !three) throw new Error('no files');
  await expect(fake.submitsModal(menu, {})).rejects.toThrow('The field files wants a file');
  await expect(fake.submitsModal(menu, { files: [one, two, three] })).rejects.toThrow('does not take 3 files');
  await expect(fake.submitsModal(menu, { files: [{ ...one, name: 'a.pdf' }] })).rejects.toThrow('not take a.pdf');
  const sent = await fake.submitsModal(menu, { files: [one, two] });
  expect((await sent.reply()).content).toBe('a.jpg 5,b.png 5');
});

it.each([
  ['more than ten kinds of files', { file_types: Array.from({ length: 11 }, (_, index) => `.x${index}`) }],
  ['endings alone without those of phones', { file_types: ['.heic'] }],
  ['a kind of files that there is not', { file_types: ['pictures'] }],
  ['more than ten files', { max_values: 11 }],
  ['more at least than at most', { min_values: 3, max_values: 2 }],
])('refuses a form that wants %s', async (_what, field) => {
  const component = { type: 19, custom_id: 'files', ...field };
  const form = { custom_id: 'm1', title: 'Photos', components: [{ type: 18, label: 'Photos', component }] };
  expect(() => checkModal(form)).toThrow('Invalid Form Body');
});
