import { requesterOf } from '../access/requester.ts';
import { audit, blockObstacle, EVERYWHERE, platformOfTurn, scopeOf } from '../community/moderation.ts';
import { personIn } from '../community/person.ts';
import type { ActionContext, AnswerAction } from './action.ts';
import { CONFIDENTIAL_MODERATORS_COMMAND } from './moderators-command.ts';

/** Whom the moderator names; the reason why not is the answer. */
function found(context: ActionContext): { user: string } | { text: string } {
  const { t, argument = '' } = context;
  const user = personIn(argument, platformOfTurn(context));
  if (user === undefined) return { text: t('whoBlock', { command: 'block' }) };
  const obstacle = blockObstacle(user, context);
  return obstacle ? { text: t(obstacle) } : { user };
}

export const block: AnswerAction = {
  ...CONFIDENTIAL_MODERATORS_COMMAND,
  name: 'block',
  aliases: ['ban'],
  description: { en: 'Moderators: answer somebody no more', zh: '管理者：屏蔽某人' },
  typed: [{ pattern: /^\/block (\S.{0,59})$/i, argument: (person) => person }],
  option: {
    kind: 'person',
    required: true,
    name: { en: 'person', zh: '用户' },
    description: { en: 'Whom I am to answer no more', zh: '我不再回应的人' },
  },
  command: {
    discord: { name: { en: 'block', zh: '屏蔽' }, response: 'ephemeral' },
    telegram: { startable: false },
  },
  async run(context) {
    const { t, people, turn } = context;
    const who = found(context);
    if ('text' in who) return who.text;
    const { user } = who;
    const key = scopeOf(requesterOf(turn)) === EVERYWHERE ? 'blockedEverywhere' : 'blocked';
    return t(key, { name: await people.nameOf(user), user });
  },
  async carryOut(context) {
    const who = found(context);
    if ('text' in who) return undefined;
    const requester = requesterOf(context.turn);
    await context.store.blocks.block(scopeOf(requester), who.user, requester.user);
    await audit(context, 'block', who.user);
    return undefined;
  },
};
