import { requesterOf } from '../access/requester.ts';
import { scopeOf, timeText } from '../community/moderation.ts';
import type { AnswerAction } from './action.ts';
import { CONFIDENTIAL_MODERATORS_COMMAND } from './moderators-command.ts';

/** How many lines are shown. */
const SHOWN = 20;

export const auditLog: AnswerAction = {
  ...CONFIDENTIAL_MODERATORS_COMMAND,
  name: 'audit',
  aliases: [],
  description: { en: 'Moderators: what moderators changed here', zh: '管理者：查看管理者做过的更改' },
  onlyShows: true,
  command: {
    discord: { name: { en: 'audit', zh: '管理记录' }, response: 'ephemeral' },
    telegram: { startable: false, ephemeral: true },
  },
  async run(context) {
    const { t, store, people, turn } = context;
    const rows = await store.audit.latest(scopeOf(requesterOf(turn)), SHOWN);
    if (rows.length === 0) return t('auditNone');
    const names = await people.namesOf(rows.map(({ by_user: by }) => by));
    const lines = rows.map(({ at, by_user: by, action, detail }) =>
      t('auditLine', { at: timeText(context, Number(at)), name: names.get(by) ?? by, action, detail }).trimEnd(),
    );
    return [t('auditHead'), ...lines].join('\n');
  },
};
