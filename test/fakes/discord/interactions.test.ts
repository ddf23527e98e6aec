import { FakeClock } from '@reelay/async/fake-clock';
import { type ChatInputCommandInteraction, type Client, Events, MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { discordForTest, loginForTest } from './real-bot.ts';

const EVERYWHERE = { integration_types: [0, 1], contexts: [0, 1, 2] };
const COMMANDS = [
  {
    name: 'animate',
    description: 'Makes a video',
    ...EVERYWHERE,
    options: [
      { type: 3, name: 'prompt', description: 'What to do', required: true, autocomplete: true },
      { type: 11, name: 'image', description: 'A photo' },
      { type: 3, name: 'ratio', description: 'Its form', choices: [{ name: 'Wide', value: '16:9' }] },
    ],
  },
  { name: 'Animate', type: 3, ...EVERYWHERE },
];

async function place(clock?: FakeClock) {
  const fake = await discordForTest(clock ? { clock } : {});
  const channel = fake.channel(fake.guild());
  const ann = fake.user({ username: 'ann' });
  const client = await loginForTest(fake, { rest: { retries: 0 } });
  await client.rest.put(`/applications/${client.user.id}/commands`, { body: COMMANDS });
  return { fake, channel, ann, client };
}

const onSlash = (client: Client, run: (interaction: ChatInputCommandInteraction) => Promise<unknown>) =>
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand()) void run(interaction);
  });

const code = (error: unknown) => (error as { code: unknown }).code;

const button = (label: string, id: string) => ({ type: 2, style: 2, label, custom_id: id }) as const;
const buttons = (...all: ReturnType<typeof button>[]) => [{ type: 1, components: all }] as const;

describe('slash commands', () => {
  it('bring options and files, whose bytes are at their address', async () => {
    const { fake, channel, ann, client } = await place();
    onSlash(client, async (interaction) => {
      const image = interaction.options.getAttachment('image', true);
      const got = await (await fetch(image.url)).text();
      await interaction.reply(`${interaction.options.getString('prompt')} ${image.name} ${image.size} ${got}`);
    });
    const attachments = { image: { name: 'p.jpg', bytes: Buffer.from('jpeg'), content_type: 'image/jpeg' } };
    const asked = fake.slash(channel, ann, 'animate', { prompt: 'zoom', ratio: '16:9' }, { attachments });
    expect((await asked.reply()).content).toBe('zoom p.jpg 4 jpeg');
    expect(asked.payload).toMatchObject({
      context: 0,
      authorizing_integration_owners: { 0: channel.guild?.id },
      attachment_size_limit: 10_485_760,
    });
  });

  it('can only be called as they are registered', async () => {
    const { fake, channel, ann } = await place();
    expect(() => fake.slash(channel, ann, 'other')).toThrow('There is no command /other here');
    expect(() => fake.slash(channel, ann, 'animate')).toThrow('needs the option prompt');
    expect(() => fake.slash(channel, ann, 'animate', { prompt: 'x', ratio: '1:1' })).toThrow('has no choice 1:1');
    expect(() => fake.slash(channel, ann, 'animate', { prompt: 'x', size: 1 })).toThrow('has no option size');
  });

  it('come from places that the bot is not in, and then take five more messages only', async () => {
    const { fake, ann, client } = await place();
    const friends = fake.groupDm(ann, fake.user());
    const elsewhere = fake.channel(fake.guild({ botIsMember: false }));
    const refusals: unknown[] = [];
    onSlash(client, async (interaction) => {
      await interaction.reply(`in ${interaction.context}`);
      for (let count = 1; count <= 6; count++) {
        await interaction.followUp(`${count}`).catch((error) => refusals.push(code(error)));
      }
      const path = `/channels/${interaction.channelId}/messages` as const;
      await client.rest.post(path, { body: { content: 'x' } }).catch((error) => refusals.push(code(error)));
    });
    const inGroup = fake.slash(friends, ann, 'animate', { prompt: 'x' });
    expect(inGroup.payload).toMatchObject({ context: 2, authorizing_integration_owners: { 1: ann.id } });
    await fake.until(() => refusals.length === 2 || undefined);
    expect(refusals).toEqual([40094, 50001]);
    expect(inGroup.replies.map((each) => each.content)).toEqual(['in 2', '1', '2', '3', '4', '5']);
    const inServer = fake.slash(elsewhere, ann, 'animate', { prompt: 'x' });
    expect((await inServer.reply()).content).toBe('in 0');
    expect(fake.calls('POST', '/interactions/:id/:token/callback')).toHaveLength(2);
  });

  it('suggest while an option is typed', async () => {
    const { fake, channel, ann, client } = await place();
    client.on(Events.InteractionCreate, (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      void interaction.respond([{ name: `${name}: ${value}!`, value: `${value}!` }]);
    });
    const typed = fake.autocomplete(channel, ann, 'animate', 'prompt', 'zo');
    expect(await typed.choices).toEqual([{ name: 'prompt: zo!', value: 'zo!' }]);
    await expect(typed.modal).rejects.toThrow('opened no modal');
  });
});

describe('the two deadlines', () => {
  it('is told when nobody acknowledges within 3 s, and takes no answer then', async () => {
    const clock = new FakeClock();
    const { fake, channel, ann, client } = await place(clock);
    const arrived = new Promise<ChatInputCommandInteraction>((resolve) => {
      onSlash(client, async (interaction) => resolve(interaction));
    });
    const asked = fake.slash(channel, ann, 'animate', { prompt: 'x' });
    const interaction = await arrived;
    await clock.advance(3000);
    await expect(asked.acknowledged).rejects.toThrow('was not acknowledged within 3 s');
    expect(await interaction.deferReply().catch(code)).toBe(10062);
    expect(fake.problems).toEqual(['the interaction "animate" of ann was not acknowledged within 3 s']);
    fake.problems.length = 0;
  });

  it('close rejects when a person was left without an answer', async () => {
    const clock = new FakeClock();
    const { fake, channel, ann } = await place(clock);
    fake.slash(channel, ann, 'animate', { prompt: 'x' });
    await clock.advance(3000);
    await expect(fake.close()).rejects.toThrow('was not acknowledged within 3 s');
    fake.problems.length = 0;
  });

  it('ends the token after 15 minutes', async () => {
    const clock = new FakeClock();
    const { fake, channel, ann, client } = await place(clock);
    const arrived = new Promise<ChatInputCommandInteraction>((resolve) => {
      onSlash(client, async (interaction) => {
        await interaction.deferReply();
        resolve(interaction);
      });
    });
    const asked = fake.slash(channel, ann, 'animate', { prompt: 'x' });
    const interaction = await arrived;
    expect(
      await client.rest.post(`/interactions/${asked.id}/${asked.token}/callback`, { body: { type: 5 } }).catch(code),
    ).toBe(40060);
    await clock.advance(15 * 60_000 - 1);
    await interaction.editReply('in time');
    await clock.advance(1);
    expect(await interaction.editReply('late').catch(code)).toBe(50027);
    expect(await interaction.followUp('late').catch(code)).toBe(50027);
    expect(fake.shown(channel).map((each) => each.content)).toEqual(['in time']);
  });
});

describe('answers', () => {
  it('shows "thinking" until the first message after a deferral takes its place, private as the deferral was', async () => {
    const { fake, channel, ann, client } = await place();
    const go: { on?: () => void } = {};
    const wait = new Promise<void>((resolve) => {
      go.on = resolve;
    });
    onSlash(client, async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await wait;
      await interaction.followUp('first, public?');
      await interaction.followUp({ content: 'second', flags: MessageFlags.Ephemeral });
      await interaction.deleteReply();
    });
    const asked = fake.slash(channel, ann, 'animate', { prompt: 'x' });
    await asked.acknowledged;
    expect(asked.replies).toMatchObject([{ loading: true, ephemeral: true }]);
    go.on?.();
    await fake.called('DELETE', '/webhooks/:app/:token/messages/@original');
    expect(asked.replies.map((each) => [each.content, each.ephemeral])).toEqual([['second', true]]);
    expect(fake.shown(channel)).toEqual([]);
  });

  it('do not reach the bot as messages when one person alone sees them', async () => {
    const { fake, channel, ann, client } = await place();
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => void heard.push(message.content));
    onSlash(client, async (interaction) => {
      await interaction.reply({ content: 'private', flags: MessageFlags.Ephemeral });
      await interaction.followUp('public');
    });
    const asked = fake.slash(channel, ann, 'animate', { prompt: 'x' });
    await fake.until(() => heard.includes('public'));
    expect(heard).toEqual(['public']);
    const [hidden] = asked.replies;
    const path = `/channels/${channel.id}/messages/${hidden?.id}` as const;
    expect(await client.rest.get(path).catch(code)).toBe(10008);
  });

  it('keep files and drop them as an edit says', async () => {
    const { fake, channel, ann, client } = await place();
    const file = (name: string) => ({ attachment: Buffer.from(name), name });
    onSlash(client, async (interaction) => {
      await interaction.reply({ content: 'one', files: [file('a.txt')] });
      await interaction.editReply({ content: 'two' });
      await interaction.editReply({ content: 'three', files: [file('b.txt')] });
    });
    const asked = fake.slash(channel, ann, 'animate', { prompt: 'x' });
    const names = () => asked.replies[0]?.files.map((each) => each.name).join();
    await fake.until(() => asked.replies[0]?.content === 'two');
    expect(names()).toBe('a.txt');
    await fake.until(() => asked.replies[0]?.content === 'three');
    expect(names()).toBe('b.txt');
  });
});

describe('buttons, menus and forms', () => {
  /** A message with buttons, and what the bot does when one is pressed. */
  async function pressed(client: Client<true>, channelId: string) {
    const there = await client.channels.fetch(channelId);
    if (!there?.isSendable()) throw new Error('no channel');
    return there.send({ content: 'done', components: buttons(button('Again', 'b1'), button('Close', 'b2')) });
  }

  it('a press answers, updates the message, or is refused to who does not see it', async () => {
    const { fake, channel, ann, client } = await place();
    client.on(Events.InteractionCreate, (interaction) => {
      if (!interaction.isButton()) return;
      const hidden = {
        content: 'yours',
        flags: MessageFlags.Ephemeral,
        components: buttons(button('Mine', 'b3')),
      } as const;
      void (interaction.customId === 'b1' ? interaction.reply(hidden) : interaction.update({ components: [] }));
    });
    const message = await pressed(client, channel.id);
    const again = fake.presses(message, 'Again', ann);
    const reply = await again.reply();
    expect(reply).toMatchObject({ content: 'yours', ephemeral: true, buttons: [{ label: 'Mine', customId: 'b3' }] });
    expect(() => fake.presses(reply, 'Mine', fake.user({ username: 'bob' }))).toThrow('bob does not see this message');
    expect(await fake.presses(message, 'b2', ann).acknowledged).toEqual({ type: 7, ephemeral: false });
    expect(() => fake.presses(message, 'Again', ann)).toThrow('The message has no button "Again"');
  });

  it('a message command gets the whole message and opens a form, whose values come back', async () => {
    const { fake, channel, ann, client } = await place();
    client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isModalSubmit()) {
        void interaction.reply(`${interaction.customId}: ${interaction.fields.getTextInputValue('prompt')}`);
      }
      if (!interaction.isMessageContextMenuCommand()) return;
      const field = { type: 4, style: 1, custom_id: 'prompt', max_length: 20 } as const;
      const label = { type: 18, label: 'What to do', component: field } as const;
      const names = interaction.targetMessage.attachments.map((each) => each.name).join();
      void interaction.showModal({ title: names, custom_id: 'm1', components: [label] });
    });
    const photos = ['a.jpg', 'b.jpg'].map((name) => ({ name, bytes: Buffer.from(name) }));
    const message = fake.says(channel, ann, { content: 'not to the bot', attachments: photos });
    const menu = fake.contextMenu(channel, ann, 'Animate', message);
    expect((await menu.modal).title).toBe('a.jpg,b.jpg');
    await expect(fake.submitsModal(menu, { prompt: '' })).rejects.toThrow('has to be filled in');
    await expect(fake.submitsModal(menu, { prompt: 'x'.repeat(21) })).rejects.toThrow('does not take 21 characters');
    await expect(fake.submitsModal(menu, { other: 'x' })).rejects.toThrow();
    const sent = await fake.submitsModal(menu, { prompt: 'zoom' });
    expect((await sent.reply()).content).toBe('m1: zoom');
  });

  it('a menu is chosen from', async () => {
    const { fake, channel, ann, client } = await place();
    client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isStringSelectMenu()) void interaction.reply(interaction.values.join());
    });
    const there = await client.channels.fetch(channel.id);
    const options = [{ label: 'English', value: 'en' }];
    const menu = { type: 1, components: [{ type: 3, custom_id: 'language', options }] } as const;
    const message = there?.isSendable() ? await there.send({ content: 'choose', components: [menu] }) : { id: '' };
    expect((await fake.selects(message, 'language', ['en'], ann).reply()).content).toBe('en');
    expect(() => fake.selects(message, 'language', ['zh'], ann)).toThrow('does not offer "zh"');
  });
});
