import type { Translate } from '../../i18n/translator.ts';
import { requesterOf } from '../access/requester.ts';
import { timeText } from '../community/moderation.ts';
import type { AnswerAction } from './action.ts';
import { CONFIDENTIAL_MODERATORS_COMMAND } from './moderators-command.ts';

/** How many requests are shown. */
const SHOWN = 15;

export const requests: AnswerAction = {
  ...CONFIDENTIAL_MODERATORS_COMMAND,
  name: 'requests',
  aliases: ['recent'],
  description: { en: 'Moderators: who asked for what here lately', zh: '管理者：最近谁在这里提了请求' },
  onlyShows: true,
  command: {
    discord: { name: { en: 'requests', zh: '请求记录' }, response: 'ephemeral' },
    telegram: { startable: false, ephemeral: true },
  },
  async run(context) {
    const { t, store, people, turn } = context;
    const rows = await store.ledger.latest(requesterOf(turn).community, SHOWN);
    if (rows.length === 0) return t('requestsNone');
    const names = await people.namesOf(rows.map(({ user }) => user));
    const lines = rows.map(({ at, user, action, credits, estimate, outcome }) =>
      t('requestsLine', {
        at: timeText(context, Number(at)),
        name: names.get(user) ?? user,
        user,
        what: actionText(t, action),
        credits: Number(estimate) > 0 ? `≈ ${credits}` : credits,
        outcome: outcomeText(t, outcome),
      }),
    );
    return [t('requestsHead'), ...lines].join('\n');
  },
};

function actionText(t: Translate, action: string): string {
  if (action === 'export') return t('requestExport');
  return t(action === 'upload' ? 'requestUpload' : 'requestEdit');
}

function outcomeText(t: Translate, outcome: string | null): string {
  switch (outcome) {
    case 'done':
      return t('outcomeDone');
    case 'failed':
      return t('outcomeFailed');
    case 'cancelled':
      return t('outcomeCancelled');
    case 'chat-gone':
      return t('outcomeChatGone');
    default:
      return t('outcomeOpen');
  }
}
