import { withTimeLimit } from '@reelay/async';
import { requesterOf, userKeyOf } from '../access/requester.ts';
import { type ChatKey, platformOf, turnIdOf } from '../chat.ts';
import type { Report } from '../community/reports.ts';
import type { ResultRecord } from '../storage/records.ts';
import { shortHash } from '../storage/chat-record.ts';
import { voiceOf } from '../turn/voice.ts';
import type { ActionContext, AnswerAction } from './action.ts';
import { HANDLE_REPORT } from './handle-report.ts';

/** Letters of a request that moderators are shown. */
const SHOWN = 300;

/** Where reports go: the place that is set, or the first owner's private chat. */
type Target = { place: ChatKey } | { owner: string };

export const report: AnswerAction = {
  name: 'report',
  aliases: [],
  description: { en: 'Report a video to the moderators (in reply to it)', zh: '向管理者举报视频（回复该视频）' },
  examples: { en: [], zh: [] },
  access: 'member',
  visibility: 'private',
  confidential: true,
  mode: 'immediate',
  costsCredits: false,
  pointsAtResult: true,
  phrases: { en: [], zh: [] },
  command: {
    discord: { name: { en: 'report', zh: '举报' }, response: 'ephemeral' },
    telegram: { startable: false },
  },
  async run(context) {
    const { t } = context;
    if (!(await reported(context))) return t('reportWhat');
    return t(targetOf(context) ? 'reported' : 'reportNobody');
  },
  async carryOut(context) {
    const result = await reported(context);
    const target = targetOf(context);
    if (!result || !target) return undefined;
    const { turn, argument: ref = '', reports, log, signal, t } = context;
    const { community, shared } = requesterOf(turn);
    const id = shortHash(turnIdOf(turn.chat, ref));
    const author = result.userId === undefined ? undefined : userKeyOf(turn.chat, result.userId);
    const known = await reports.open(id, {
      ...{ chat: turn.chat, ref, community, shared: shared !== undefined, turn: turn.id },
      ...(author !== undefined && { author }),
    });
    // Sent once, whoever reports it; after a crash once more under the same key.
    if (known.turn !== turn.id) return undefined;
    try {
      await sendReport(context, { id, report: known, result, target });
      return undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      log.warn({ err: error, community }, 'report not sent');
      await reports.close(id);
      return t('reportFailed');
    }
  },
};

/** The result that the request points at. */
function reported({ sessions, turn, argument }: ActionContext): Promise<ResultRecord | undefined> {
  return argument ? sessions.resultAt(turn.chat, argument) : Promise.resolve(undefined);
}

function targetOf({ turn, place, settings, adapter }: ActionContext): Target | undefined {
  const platform = platformOf(turn.chat);
  const ofPlatform = (key: string) => platformOf(key) === platform;
  const set = place.stored.reportsTo ?? [...(settings.moderatorsPlaces ?? [])].find(ofPlatform);
  if (set !== undefined) return { place: set };
  const owner = adapter.direct && [...(settings.owners ?? [])].find(ofPlatform);
  return owner === undefined ? undefined : { owner: owner.slice(platform.length + 1) };
}

async function sendReport(
  { adapter, clock, settings, signal, turn, people, t }: ActionContext,
  { id, report, result, target }: { id: string; report: Report; result: ResultRecord; target: Target },
): Promise<void> {
  const { user } = requesterOf(turn);
  const { author } = report;
  const names = await people.namesOf([user, ...(author ? [author] : [])]);
  const letters = [...(result.lastPrompt ?? '…')];
  const request = letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : letters.join('');
  const name = author ? (names.get(author) ?? author) : '?';
  const text = t('reportHead', {
    ...{ reporter: names.get(user) ?? user, reporterId: user, name, user: author ?? '?' },
    ...{ where: report.community, request },
  });
  const next = [
    { name: HANDLE_REPORT, argument: `r-${id}`, label: t('reportRemove') },
    ...(author ? [{ name: HANDLE_REPORT, argument: `b-${id}`, label: t('reportBlock', { name }) }] : []),
  ];
  await withTimeLimit(clock, settings.sendLimitMs, 'the report', signal, async (limited) => {
    const to = 'place' in target ? target.place : await adapter.direct?.(target.owner, limited);
    if (to === undefined) throw new Error('nobody to report to');
    const reply = { text, next, private: false, forAnybody: true, language: voiceOf(turn) };
    await adapter.send(to, { ...reply, key: shortHash(`${turn.id}#${turn.at}#report`) }, limited);
  });
}
