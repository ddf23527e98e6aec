import { type Shown, startFakeDiscord } from '../../test/fakes/discord/index.ts';
import { type Group, type GroupLine, PEOPLE, type Step, sample } from './group.ts';

/** Something that somebody did without writing, behind the message with this id. */
interface Act {
  after: bigint;
  line: GroupLine;
}

/** Messages and acts as lines, in their order; who alone sees a message is with it. */
function linesOf(
  shown: readonly [Shown, string | undefined][],
  acts: readonly Act[],
  nameOf: (id?: string) => string,
): GroupLine[] {
  const said = shown.map(([message, onlyFor]): [bigint, GroupLine] => {
    const answered = shown.find(([{ id }]) => id === message.repliesTo)?.[0];
    const line = {
      by: nameOf(message.authorId),
      ...(answered && { to: nameOf(answered.authorId) }),
      ...(onlyFor !== undefined && { onlyFor }),
      files: message.files.map(({ name }) => name),
      text: message.content,
      buttons: message.buttons.map(({ label }) => label),
    };
    return [BigInt(message.id) * 2n, line];
  });
  const done = acts.map(({ after, line }): [bigint, GroupLine] => [after * 2n + 1n, line]);
  return [...said, ...done].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

const attachmentOf = async (name: string) => ({ name, bytes: await sample(name), content_type: 'image/jpeg' });

type Discord = Awaited<ReturnType<typeof startFakeDiscord>>;

/** All messages of the channel, in their order, each with who alone sees it. */
function shownTo(
  discord: Discord,
  channel: ReturnType<Discord['channel']>,
  people: ReadonlyMap<string, ReturnType<Discord['user']>>,
): [Shown, string | undefined][] {
  const open = discord.shown(channel).map((message): [Shown, undefined] => [message, undefined]);
  const closed = [...people].flatMap(([name, user]) =>
    discord.shown(channel, user).flatMap((each): [Shown, string][] => (each.ephemeral ? [[each, name]] : [])),
  );
  return [...open, ...closed].sort(([a], [b]) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** A text channel of a server on the fake Discord. */
export async function discordGroup(locale: string): Promise<Group> {
  const discord = await startFakeDiscord();
  const channel = discord.channel(discord.guild({ name: 'Friends', locale }), { name: 'films' });
  const people = new Map<string, ReturnType<typeof discord.user>>(
    PEOPLE.map((username) => [username, discord.user({ username, locale })]),
  );
  const personOf = (name: string) => {
    const person = people.get(name);
    if (!person) throw new Error(`nobody is called ${name}`);
    return person;
  };
  const names = new Map([
    ...[...people].map(([name, { id }]) => [id, name] as const),
    [discord.bot.id, 'Reelay'] as const,
  ]);
  const nameOf = (id = '') => names.get(id) ?? '?';
  const onShow = () => shownTo(discord, channel, people);
  const lastOf = (name: string): Shown => {
    const wanted = name === 'bot' ? discord.bot.id : personOf(name).id;
    const [found] = onShow().findLast(([{ authorId }]) => authorId === wanted) ?? [];
    if (!found) throw new Error(`${name} has said nothing`);
    return found;
  };
  /** What people did without writing, each behind the message that was the last one then. */
  const acts: Act[] = [];
  const note = (by: string, text: string) => {
    const after = BigInt(onShow().at(-1)?.[0].id ?? 0);
    acts.push({ after, line: { by, files: [], text: `⌘ ${text}`, buttons: [] } });
  };
  const says = async ({ by, text = '', files = [], to }: Step) => {
    const content = text.replace('@Reelay', `<@${discord.bot.id}>`);
    const attachments = await Promise.all(files.map(attachmentOf));
    discord.says(channel, personOf(by), { content, attachments, ...(to !== undefined && { reply_to: lastOf(to) }) });
  };
  return {
    settings: { DISCORD_TOKEN: discord.token, DISCORD_API_ROOT: `${discord.url}/api` },
    async act(step) {
      const user = personOf(step.by);
      if (step.command) {
        note(step.by, `/${step.command.name}`);
        await discord.slash(channel, user, step.command.name, step.command.values).acknowledged;
      } else if (step.menu) {
        note(step.by, `${step.menu.name} (${step.menu.on}): ${step.menu.prompt}`);
        const opened = discord.contextMenu(channel, user, step.menu.name, lastOf(step.menu.on));
        await (await discord.submitsModal(opened, { prompt: step.menu.prompt })).acknowledged;
      } else if (step.presses !== undefined) {
        const label = step.presses;
        note(step.by, label);
        const [under] = onShow().findLast(([{ buttons }]) => buttons.some((each) => each.label === label)) ?? [];
        if (!under) throw new Error(`no button reads ${label}`);
        await discord.presses(under, label, user).acknowledged;
      } else await says(step);
    },
    lines: () => linesOf(onShow(), acts, nameOf),
    close: () => discord.close(),
  };
}
