import { CHINESE_NUMBER, ENGLISH_NUMBER, ENGLISH_ORDINAL, readPosition } from '../../intents/arguments.ts';
import { readSlashNumber } from '../../intents/phrase-book.ts';
import { type ActionPhrases, wholeWith } from '../../intents/phrases.ts';
import { requesterOf } from '../access/requester.ts';
import type { ActionContext, Answer, AnswerAction } from './action.ts';
import { takeDown } from './take-down.ts';

const EN_DROP = '(?:remove|delete|cancel|drop|take|kick|pull|scrap|skip|get rid of)';

const EN_FROM_QUEUE = '(?: (?:out of|from|off(?: of)?|in)) (?:the |my |your )?(?:queue|waiting list|waiting line)';

const EN_NO = '(?:number |no\\.? ?|nr\\.? ?|# ?|item |request |job |task )';

const ZH_QUEUE = '(?:队列|等待列表|排队列表|等候列表)';

const ZH_REQUEST = '(?:请求|任务|排队的?|等待的?|作业)';

/** People queue, too; requests are named. */
const ZH_WAITING = '(?:排队|等待|等候|待处理|待办)(?:着|中|里面?|当中|列表里?)?(?:的)?';

const ZH_WAITING_REQUEST = '(?:请求|任务|作业|指令|要求)';

const ZH_TAKE_OUT = '(?:取消|删除|删掉|移除|去掉|拿掉|撤掉|撤回|撤销|移走|踢掉|删了|删)(?:掉|了)?';

const ZH_NTH = `(?:第|#|no)?(${CHINESE_NUMBER})(?:个|号|条|项)`;

const phrases: ActionPhrases = {
  en: [
    wholeWith(
      'any',
      readPosition,
      `${EN_DROP} (?:the )?(?:${EN_NO}+(${ENGLISH_NUMBER})|([1-9]\\d?))${EN_FROM_QUEUE}`,
      `${EN_DROP} (?:the )?(${ENGLISH_ORDINAL})(?: (?:one|item|request|job|task|thing|entry))?${EN_FROM_QUEUE}`,
      `(?:cancel|remove|delete|drop) (?:my |the |that |waiting |queued )*(?:request|job)(?: number| no\\.?)? ?#? ?(${ENGLISH_NUMBER})|cancel task ${EN_NO}*(${ENGLISH_NUMBER})`,
      `(?:cancel|remove|delete|drop) (?:my |the )?(${ENGLISH_ORDINAL}) (?:waiting |queued )?(?:request|job)`,
      `cancel ${EN_NO}*(${ENGLISH_NUMBER})|cancel the (${ENGLISH_ORDINAL})(?: one)?`,
    ),
  ],
  zh: [
    wholeWith(
      'any',
      readPosition,
      `取消(?:掉)?${ZH_NTH}(?:${ZH_REQUEST})?|取消${ZH_REQUEST}(?:第|#)?(${CHINESE_NUMBER})(?:个|号)?|取消#(${CHINESE_NUMBER})|把${ZH_NTH}(?:${ZH_REQUEST})?取消(?:掉)?`,
      `(?:删除|删掉|移除|去掉|撤掉|撤回|移出|不要)${ZH_NTH}${ZH_REQUEST}|把${ZH_NTH}${ZH_REQUEST}(?:删除|删掉|移除|去掉|撤掉|撤回|删)(?:了|掉)?`,
      `(?:把)?(?:取消|删除|删掉|移除|去掉)?${ZH_QUEUE}(?:里面?|中|上)?的?${ZH_NTH}(?:${ZH_REQUEST})?(?:取消|删除|删掉|移除|去掉|拿掉|删了|删)`,
      `(?:把|将)?${ZH_WAITING}${ZH_NTH}${ZH_WAITING_REQUEST}(?:给我|给)?${ZH_TAKE_OUT}|${ZH_TAKE_OUT}${ZH_WAITING}${ZH_NTH}${ZH_WAITING_REQUEST}`,
      `(?:取消|删除|删掉|移除|去掉|拿掉)(?:掉)?${ZH_QUEUE}(?:里面?|中|上)?的?${ZH_NTH}(?:${ZH_REQUEST})?`,
      `(?:把)?${ZH_NTH}(?:${ZH_REQUEST})?从${ZH_QUEUE}(?:里面?|中|上)?(?:取消|删除|删掉|移除|去掉|拿掉|拿走|移走|移出|删了|删)|(?:把)?从${ZH_QUEUE}(?:里面?|中|上)?(?:取消|删除|删掉|移除|去掉|拿掉|移走)${ZH_NTH}(?:${ZH_REQUEST})?`,
    ),
  ],
  slashArgument: { read: readSlashNumber, required: true, alsoAfter: ['cancel'] },
  immediate: true,
  costly: true,
};

/** Before the id of a message, in the argument. */
const RESULT = 'at:';

export const remove: AnswerAction = {
  name: 'remove',
  aliases: [],
  description: {
    en: 'Take a waiting request out of the queue, or delete a video',
    zh: '把排队的请求移出队列，或删除视频',
  },
  examples: { en: ['remove 2'], zh: ['移除第2个'] },
  access: 'author-or-moderator',
  visibility: 'public',
  mode: 'control',
  costsCredits: false,
  pointsAtResult: true,
  phrases,
  typed: [{ pattern: /^\/?remove #?(\d{1,2})$|^移除 ?第? ?(\d{1,2}) ?个?$/i, argument: (number) => number }],
  option: {
    kind: 'number',
    required: false,
    min: 1,
    max: 99,
    name: { en: 'number', zh: '编号' },
    description: { en: 'Its number in /status', zh: '它在 /状态 里的编号' },
  },
  command: {
    discord: { name: { en: 'remove', zh: '移出' }, response: 'public' },
    telegram: { startable: false },
  },
  run(context): Answer | string | Promise<string> {
    const { t, queue, argument = '' } = context;
    if (isResult(argument)) return resultText(context);
    const number = Number(argument);
    if (!Number.isInteger(number) || number < 1) return t('removeWhich');
    const removed = queue.waiting()[number - 1];
    if (!removed) return t('removedNone', { number });
    if (!removed.stoppable) return t('removeOthers', { number });
    return { text: t('removed', { what: removed.text }), stops: [removed.id] };
  },
  async carryOut(context, { stops = [], again }) {
    const { t, queue, argument = '' } = context;
    if (isResult(argument)) return removeResult(context);
    if (stops.length === 0) return undefined;
    const stopped = await queue.stop(stops);
    // It may have ended while the answer was journaled.
    return again || stopped.length > 0 ? undefined : t('removedNone', { number: Number(argument) });
  },
};

/** A message that is replied to, and no number in the queue. */
function isResult(argument: string): boolean {
  return argument.startsWith(RESULT);
}

/** Whose result it is, where the person may delete it; the reason why not otherwise. */
async function deletable({
  sessions,
  turn,
  rights,
  argument = '',
}: ActionContext): Promise<{ userId: string | undefined; ref: string } | 'removeWhich' | 'removeResultOthers'> {
  const ref = argument.slice(RESULT.length);
  const result = await sessions.resultAt(turn.chat, ref);
  if (!result) return 'removeWhich';
  const isOwn = result.userId === turn.userId || !turn.shared;
  return isOwn || (await rights.isModerator()) ? { userId: result.userId, ref } : 'removeResultOthers';
}

async function resultText(context: ActionContext): Promise<string> {
  const found = await deletable(context);
  return context.t(typeof found === 'string' ? found : 'resultRemoved');
}

async function removeResult(context: ActionContext): Promise<string | undefined> {
  const { turn, store, t } = context;
  const found = await deletable(context);
  if (typeof found === 'string') return undefined;
  if (!(await takeDown(context, turn.chat, found.ref))) return t('resultNotRemoved');
  const { user: by, community } = requesterOf(turn);
  const detail = `${found.userId ?? ''} ${found.ref}`.trim();
  // What somebody does to their own result is no moderator's doing.
  if (found.userId !== turn.userId && turn.shared)
    await store.audit.add({ community, by, action: 'remove', detail, turnId: `${turn.id}#${turn.at}` });
  return undefined;
}
