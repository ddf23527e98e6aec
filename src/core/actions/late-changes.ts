import { turnIdOf } from '../chat.ts';
import { shortHash } from '../storage/chat-record.ts';
import type { Responder } from './action.ts';

/** An edit of a request that does not wait any more; its argument is what it says now. */
export const LATE_EDIT = 'late-edit';
/** Sends what an edit said as a request of its own; its argument names it. */
export const SEND_EDIT = 'send-edit';
/** The message of a request was deleted; its argument is the request's id. */
export const WITHDRAW = 'withdraw';

/** How many edits of a chat can be sent after all. */
const EDITS_KEPT = 5;

const lateEdit: Responder = {
  name: LATE_EDIT,
  visibility: 'public',
  mode: 'immediate',
  async run({ t, turn, sessions, argument = '' }) {
    const key = shortHash(argument).slice(0, 8);
    await sessions.update(turn.chat, (before) => {
      const others = (before?.lateEdits ?? []).filter((each) => each.key !== key);
      return { lateEdits: [...others, { key, text: argument }].slice(-EDITS_KEPT) };
    });
    return { text: t('lateEdit'), next: [{ name: SEND_EDIT, label: t('nextSendEdit'), argument: key }] };
  },
};

const sendEdit: Responder = {
  name: SEND_EDIT,
  visibility: 'public',
  mode: 'queued',
  async run({ t, turn, sessions, argument }) {
    const text = (await sessions.find(turn.chat))?.lateEdits.find(({ key }) => key === argument)?.text;
    return text === undefined ? t('lateEditOver') : { text: '', asks: { text } };
  },
};

const withdraw: Responder = {
  name: WITHDRAW,
  visibility: 'public',
  mode: 'control',
  run({ t, turn, queue, argument = '' }) {
    const ids = [turnIdOf(turn.chat, argument), `${turnIdOf(turn.chat, argument)}+`];
    const waiting = queue.waiting().find(({ id }) => ids.includes(id));
    if (waiting) return { text: t('withdrawn', { what: waiting.text }), stops: [waiting.id] };
    const running = queue.running();
    if (!running || !ids.includes(running.id)) return t('withdrawnTooLate');
    // What was paid for goes on: who deletes a message may only be tidying up.
    if (running.costs !== 'free') return t('withdrawnTooLate');
    return { text: t('withdrawn', { what: running.text }), stops: [running.id] };
  },
  async carryOut({ t, queue }, { stops = [], again }) {
    if (stops.length === 0) return undefined;
    const stopped = await queue.stop(stops);
    return again || stopped.length > 0 ? undefined : t('withdrawnTooLate');
  },
};

export const lateChanges: readonly Responder[] = [lateEdit, sendEdit, withdraw];
