import type { NextStep } from '../chat.ts';
import { audit } from '../community/moderation.ts';
import type { OpenTurn } from '../queue/queue-view.ts';
import { shortHash } from '../storage/chat-record.ts';
import type { ActionContext, Answer, AnswerAction } from './action.ts';
import { CONFIDENTIAL_MODERATORS_COMMAND } from './moderators-command.ts';

/** Buttons to stop a turn with; the others can be typed. */
const BUTTONS = 8;

export const turns: AnswerAction = {
  ...CONFIDENTIAL_MODERATORS_COMMAND,
  name: 'turns',
  aliases: [],
  description: { en: 'Moderators: see or stop anybody’s requests here', zh: '管理者：查看或停止这里任何人的请求' },
  typed: [{ pattern: /^\/turns (\d{1,2}|all|全部)$/i, argument: (which) => which }],
  option: {
    kind: 'text',
    maxLetters: 20,
    name: { en: 'stop', zh: '停止' },
    description: {
      en: 'A number of the list, or “all”; leave it out to see them',
      zh: '列表里的编号，或 all；不填则列出',
    },
  },
  command: {
    discord: { name: { en: 'turns', zh: '进行中' }, response: 'ephemeral' },
    telegram: { startable: false, ephemeral: true },
  },
  async run(context): Promise<Answer> {
    const { t, queue, people, argument = '' } = context;
    const open = queue.openHere();
    const names = await people.namesOf(open.map(({ user }) => user));
    const nameOf = ({ user }: OpenTurn) => names.get(user) ?? user;
    if (argument.trim() !== '') {
      const meant = wanted(open, argument.trim());
      if (meant.length === 0) return { text: t('turnsGone') };
      const lines = meant.map((each) => t('turnsStopped', { name: nameOf(each), what: each.text }));
      return { text: lines.join('\n'), stops: meant.map(({ id }) => id) };
    }
    if (open.length === 0) return { text: t('turnsNone') };
    const lines = open.map((each, index) => t('turnsLine', { number: index + 1, name: nameOf(each), what: each.text }));
    return { text: [t('turnsHead'), ...lines, t('turnsHint')].join('\n'), next: buttonsOf(context, open) };
  },
  async carryOut(context, { stops = [], again }) {
    if (stops.length === 0) return undefined;
    const stopped = await context.queue.stopHere(stops);
    const users = [...new Set(stopped.map(({ user }) => user))];
    if (stopped.length > 0) await audit(context, 'turns', `× ${stopped.length}: ${users.join(', ')}`);
    // They may have ended while the answer was journaled.
    return again || stopped.length > 0 ? undefined : context.t('turnsGone');
  },
};

/** A button names its turn, since the numbers change when one ends. */
function buttonsOf({ t }: ActionContext, open: readonly OpenTurn[]): NextStep[] {
  return open.slice(0, BUTTONS).map(({ id }, index) => ({
    name: 'turns',
    argument: `id-${shortHash(id)}`,
    label: t('turnsStop', { number: index + 1 }),
  }));
}

function wanted(open: readonly OpenTurn[], argument: string): readonly OpenTurn[] {
  if (/^(?:all|全部)$/i.test(argument)) return open;
  if (argument.startsWith('id-')) return open.filter(({ id }) => `id-${shortHash(id)}` === argument);
  const number = Number(argument);
  return Number.isInteger(number) && number > 0 ? open.slice(number - 1, number) : [];
}
