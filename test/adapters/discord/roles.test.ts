import { expect, it } from 'vitest';
import { OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import { CELLS, PERSONS, type Role, sentenceOf, type Where } from '../../core/access/roles.ts';
import { AdapterRig, somewhere } from './rig.ts';

/** What is given with a command, so that it concerns what the author asked for, or changes something. */
const VALUES: Readonly<Record<string, Record<string, string | number | boolean>>> = {
  cancel: { all: true },
  remove: { number: 1 },
  forget: { sure: true },
  language: { language: 'zh-Hans' },
  skill: { name: 'Motion HD' },
};

/** A slash command has to be answered with something: what strangers and the blocked see after the one sentence. */
const SILENCE = '🔒 You can’t use this here.';

/** A bot for a list of people, two of whom work in a thread that all share: the author asked last, and their work runs. */
async function community() {
  const owners = new Set<string>();
  const allowed = new Set<string>();
  const rig = await AdapterRig.start({ access: { ...OPEN_ACCESS, access: 'list', owners, allowed } });
  const { channel } = somewhere(rig.discord, 'thread');
  const users = PERSONS.map((role) => rig.discord.user({ username: role, moderator: role === 'moderator' }));
  const userOf = (role: Role) => users[PERSONS.indexOf(role)] ?? expect.fail(role);
  owners.add(`discord:${userOf('owner').id}`);
  for (const role of PERSONS) if (role !== 'stranger') allowed.add(`discord:${userOf(role).id}`);
  await rig.store.blocks.block('*', `discord:${userOf('blocked').id}`, `discord:${userOf('owner').id}`);
  for (const [index, role] of (['author', 'member', 'author'] as const).entries()) {
    rig.discord.says(channel, userOf(role), `<@${rig.discord.bot.id}> make a clip`);
    await rig.received(index + 1);
  }
  rig.queue = { running: userOf('author').id, waiting: [userOf('author').id] };
  return { rig, userOf, channel };
}

/** Calls every command, and gives what came of it: the actions that were accepted and the sentences that were read. */
async function asks({ rig, userOf, channel }: Awaited<ReturnType<typeof community>>, role: Role, where: Where) {
  const { discord } = rig;
  const cells = CELLS.filter(
    (cell) => cell.role === role && cell.where === where && ACTIONS.command(cell.action) !== undefined,
  );
  const place = where === 'shared' ? channel : discord.dm(userOf(role));
  const outcomes: { action: string; read: string | undefined }[] = [];
  const isSilenced = role === 'stranger' || role === 'blocked';
  const wanted = cells.map((cell, index) => ({
    action: cell.action,
    read: isSilenced && index > 0 ? SILENCE : sentenceOf(cell),
  }));
  for (const { action } of cells) {
    const before = rig.accepted.length;
    const values = VALUES[action] ?? (/block$/.test(action) ? { person: userOf('member').id } : {});
    const call = discord.slash(place, userOf(role), action, values);
    await call.acknowledged;
    const answer = () => call.replies.find(({ loading }) => !loading)?.content;
    await discord.until(() => rig.accepted.length > before || answer() !== undefined);
    outcomes.push({ action, read: rig.accepted.length > before ? undefined : answer() });
  }
  return { outcomes, wanted };
}

it('every command of every person does on Discord what the table says', async () => {
  const server = await community();
  for (const where of ['shared', 'private'] as const) {
    // The author first: a moderator's "new" makes the project nobody's.
    for (const role of ['author', 'member', 'stranger', 'blocked', 'moderator', 'owner'] as const) {
      if (!CELLS.some((cell) => cell.where === where && cell.role === role)) continue;
      const { outcomes, wanted } = await asks(server, role, where);
      expect({ role, where, outcomes }).toEqual({ role, where, outcomes: wanted });
    }
  }
});
