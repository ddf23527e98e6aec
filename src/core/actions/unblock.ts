import { requesterOf } from '../access/requester.ts';
import { audit, EVERYWHERE, platformOfTurn, scopeOf } from '../community/moderation.ts';
import { personIn } from '../community/person.ts';
import type { ActionContext, AnswerAction } from './action.ts';
import { CONFIDENTIAL_MODERATORS_COMMAND } from './moderators-command.ts';

export const unblock: AnswerAction = {
  ...CONFIDENTIAL_MODERATORS_COMMAND,
  name: 'unblock',
  aliases: ['unban'],
  description: { en: 'Moderators: see who is blocked, or unblock somebody', zh: '管理者：查看或解除屏蔽' },
  typed: [{ pattern: /^\/unblock (\S.{0,59})$/i, argument: (person) => person }],
  option: {
    kind: 'person',
    required: false,
    name: { en: 'person', zh: '用户' },
    description: { en: 'Leave it out to see who is blocked', zh: '不填则显示屏蔽了谁' },
  },
  command: {
    discord: { name: { en: 'unblock', zh: '解除屏蔽' }, response: 'ephemeral' },
    telegram: { startable: false },
  },
  async run(context) {
    const { t, people, store, turn, argument = '' } = context;
    if (argument.trim() === '') return blockList(context);
    const user = personIn(argument, platformOfTurn(context));
    if (user === undefined) return t('whoBlock', { command: 'unblock' });
    const scope = scopeOf(requesterOf(turn));
    const blocked = (await store.blocks.list(scope)).some((each) => each.scope === scope && each.subject === user);
    return blocked ? t('unblocked', { name: await people.nameOf(user), user }) : t('unblockedNot', { user });
  },
  async carryOut(context) {
    const { store, turn, argument = '' } = context;
    const user = personIn(argument, platformOfTurn(context));
    if (user !== undefined && (await store.blocks.unblock(scopeOf(requesterOf(turn)), user)))
      await audit(context, 'unblock', user);
    return undefined;
  },
};

async function blockList({ t, store, people, turn }: ActionContext): Promise<string> {
  const scope = scopeOf(requesterOf(turn));
  const blocks = await store.blocks.list(scope);
  if (blocks.length === 0) return t('blockListNone');
  const names = await people.namesOf(blocks.map(({ subject }) => subject));
  const lines = blocks.map(({ subject, scope: where }) => {
    const mark = where === EVERYWHERE && scope !== EVERYWHERE ? ` ${t('blockEverywhereMark')}` : '';
    return `• ${names.get(subject)} (${subject})${mark}`;
  });
  return [t('blockList'), ...lines].join('\n');
}
