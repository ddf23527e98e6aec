import { expect, it } from 'vitest';
import { OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import { ARGUMENTS, CELLS, type Cell, PERSONS, type Role, sentenceOf, type Where } from '../../core/access/roles.ts';
import type { TgChat } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const idOf = (role: Role) => PERSONS.indexOf(role) + 1;
const keysOf = (roles: readonly Role[]) => new Set(roles.map((role) => `telegram:${idOf(role)}`));
/** Moves the time on in steps, at which Telegram lets the bot write to a group again, in ms. */
const STEP_MS = 1000;

/** A bot for a list of people, two of whom work in a topic that all share: the author asked last, and their work runs. */
async function community() {
  const access = {
    ...OPEN_ACCESS,
    access: 'list' as const,
    owners: keysOf(['owner']),
    allowed: keysOf(['moderator', 'author', 'member', 'blocked']),
  };
  const rig = await TelegramRig.start({}, {}, access);
  const { telegram } = rig;
  const users = PERSONS.map((role) => telegram.user({ id: idOf(role), first_name: role, language_code: 'en' }));
  const userOf = (role: Role) => users[PERSONS.indexOf(role)] ?? expect.fail(role);
  const forum = telegram.group({ title: 'Family', forum: true, members: users, admins: [userOf('moderator')] });
  const topic = telegram.topic(forum, userOf('author'), 'Films');
  await rig.store.blocks.block('*', `telegram:${idOf('blocked')}`, `telegram:${idOf('owner')}`);
  for (const [index, role] of (['author', 'member', 'author'] as const).entries()) {
    telegram.says(forum, userOf(role), { text: '@reelay_test_bot make a clip', thread: topic });
    await rig.received(index + 1);
  }
  rig.queue = { running: String(idOf('author')), waiting: [String(idOf('author'))] };
  return { rig, telegram, userOf, forum, topic };
}

const offered = (cell: Cell) => ACTIONS.command(cell.action) !== undefined || cell.action === 'start';

/** Says every command, and gives what came of it: the actions that were accepted and the sentences that were read. */
async function asks(
  { rig, telegram, userOf, forum, topic }: Awaited<ReturnType<typeof community>>,
  role: Role,
  where: Where,
): Promise<{ accepted: string[]; read: string[]; wanted: { accepted: string[]; read: string[] } }> {
  const cells = CELLS.filter((cell) => cell.role === role && cell.where === where && offered(cell));
  const place: TgChat = where === 'shared' ? forum : telegram.dm(userOf(role));
  const thread = where === 'shared' ? topic : undefined;
  const read = () => telegram.shown(place, thread).flatMap(({ mine, text }) => (mine ? [text] : []));
  const before = { accepted: rig.accepted.length, read: read().length };
  for (const { action } of cells) {
    const text = [`/${action}`, ...(ARGUMENTS[action] ? [ARGUMENTS[action]] : [])].join(' ');
    telegram.says(place, userOf(role), { text, ...(thread !== undefined && { thread }) });
  }
  const sentences = cells.flatMap((cell) => sentenceOf(cell) ?? []);
  const wanted = {
    accepted: cells.filter(({ outcome }) => outcome === 'yes').map(({ action }) => action),
    // Strangers and the blocked read one sentence, and then nothing for an hour.
    read: ['stranger', 'blocked'].includes(role) ? sentences.slice(0, 1) : sentences,
  };
  await rig.passes(() => read().length - before.read >= wanted.read.length, STEP_MS);
  await rig.passes(() => telegram.unconfirmed.length === 0, STEP_MS);
  return {
    accepted: rig.accepted.slice(before.accepted).map(({ command }) => command?.name ?? ''),
    read: read().slice(before.read),
    wanted,
  };
}

it('every command of every person does on Telegram what the table says', async () => {
  const group = await community();
  for (const where of ['shared', 'private'] as const) {
    // The author first: a moderator's "new" makes the project nobody's.
    for (const role of ['author', 'member', 'stranger', 'blocked', 'moderator', 'owner'] as const) {
      if (!CELLS.some((cell) => cell.where === where && cell.role === role)) continue;
      const { accepted, read, wanted } = await asks(group, role, where);
      expect({ role, where, accepted, read: read.sort() }).toEqual({
        ...{ role, where, accepted: wanted.accepted },
        read: wanted.read.toSorted(),
      });
    }
  }
});
