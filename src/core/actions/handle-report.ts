import { requesterOf } from '../access/requester.ts';
import { blockObstacle } from '../community/moderation.ts';
import type { Report } from '../community/reports.ts';
import type { ActionContext, Responder } from './action.ts';
import { takeDown } from './take-down.ts';

/** What the buttons of a report do. */
export const HANDLE_REPORT = 'report-handle';

/** What is to be done about which report; undefined when nobody knows of it any more. */
async function asked({ argument = '', reports }: ActionContext): Promise<{ removes: boolean; report?: Report }> {
  return { removes: argument.startsWith('r-'), report: await reports.find(argument.slice(2)) };
}

/** Why it may not be done, in a sentence. Rights are those in the community of the report, wherever the button is. */
async function obstacle(context: ActionContext, report: Report, removes: boolean): Promise<string | undefined> {
  const { t, rights } = context;
  if (!(await rights.moderates(report))) return t('refusedModerators', { command: 'report' });
  if (removes) return undefined;
  const why = report.author === undefined ? 'reportOver' : blockObstacle(report.author, context);
  return why && t(why);
}

/** Remove and Block, under a report that moderators read. */
export const handleReport: Responder = {
  name: HANDLE_REPORT,
  visibility: 'public',
  mode: 'immediate',
  async run(context) {
    const { t, people, turn } = context;
    const { removes, report } = await asked(context);
    if (!report) return t('reportOver');
    const why = await obstacle(context, report, removes);
    if (why) return why;
    const by = await people.nameOf(requesterOf(turn).user);
    if (removes) return t('reportRemoved', { by });
    const user = report.author ?? '';
    return t('reportBlocked', { by, name: await people.nameOf(user), user });
  },
  async carryOut(context) {
    const { store, turn, t } = context;
    const { removes, report } = await asked(context);
    if (!report || (await obstacle(context, report, removes))) return undefined;
    const { user: by } = requesterOf(turn);
    const { community, author = '' } = report;
    const entry = { community, by, turnId: `${turn.id}#${turn.at}` };
    if (removes) {
      if (report.outOfReach || !(await takeDown(context, report.chat, report.ref))) return t('resultNotRemoved');
      await store.audit.add({ ...entry, action: 'remove', detail: `${author} ${report.ref}`.trim() });
    } else {
      await store.blocks.block(community, author, by);
      await store.audit.add({ ...entry, action: 'block', detail: author });
    }
    return undefined;
  },
};
