import { elapsedText } from '../../i18n/translator.ts';
import { acceptedNames, refusals } from '../steps/upload.ts';
import { takingFiles } from '../turn/next-steps.ts';
import { voiceOf } from '../turn/voice.ts';
import type { Responder } from './action.ts';
import { answer } from './answer.ts';
import { example } from './example.ts';
import { handleReport } from './handle-report.ts';
import { lateChanges } from './late-changes.ts';
import { termsRemarks } from './terms.ts';

/**
 * What the bot says by itself without being asked for it by name. The names are journaled like those of actions, so that
 * they never change.
 */
const REMARKS: readonly Responder[] = [
  ...lateChanges,
  ...termsRemarks,
  answer,
  example,
  handleReport,
  {
    name: 'empty',
    visibility: 'public',
    mode: 'immediate',
    run: (context) => ({ text: context.t('emptyMessage'), next: takingFiles(context) }),
  },
  {
    name: 'small-talk',
    visibility: 'public',
    mode: 'immediate',
    run: ({ t, argument }) =>
      t(argument === 'bye' ? 'smallTalkBye' : argument === 'praise' ? 'smallTalkPraise' : 'smallTalkThanks'),
  },
  { name: 'stale-button', visibility: 'private', mode: 'immediate', run: ({ t }) => t('staleButton') },
  { name: 'others-project', visibility: 'private', mode: 'immediate', run: ({ t }) => t('othersProject') },
  {
    name: 'too-many',
    visibility: 'private',
    mode: 'immediate',
    run: ({ t, queue }) => t('tooMany', { count: queue.waiting().length }),
  },
  { name: 'pointed-hidden', visibility: 'public', mode: 'immediate', run: ({ t }) => t('pointedHidden') },
  { name: 'limit-retouch', visibility: 'public', mode: 'immediate', run: ({ t }) => t('limitRetouch') },
  { name: 'limit-streaming-music', visibility: 'public', mode: 'immediate', run: ({ t }) => t('limitStreamingMusic') },
  { name: 'limit-not-video', visibility: 'public', mode: 'immediate', run: ({ t }) => t('limitNotVideo') },
  waiting('limit-user', 'limitUser'),
  waiting('limit-place', 'limitPlace'),
  waiting('limit-files', 'limitFiles'),
  waiting('limit-bytes', 'limitBytes'),
  {
    name: 'limit-open',
    visibility: 'private',
    mode: 'immediate',
    run: ({ t, argument = '' }) => t('limitOpen', { count: argument }),
  },
  {
    name: 'ask-for-instruction',
    visibility: 'public',
    mode: 'queued',
    run({ t, turn, argument }) {
      // Files that the project held before.
      if (argument !== undefined) return t('gotOneFile', { name: argument });
      const upload = turn.work.find((piece) => piece.kind === 'upload');
      const names = upload ? acceptedNames(upload) : [];
      const [name = ''] = names;
      const received = names.length === 1 ? t('gotOneFile', { name }) : t('gotFiles', { count: names.length });
      return [...(upload ? refusals(upload) : []), received].join('\n');
    },
  },
];

/** That something is possible again later. */
function waiting(name: string, key: 'limitUser' | 'limitPlace' | 'limitFiles' | 'limitBytes'): Responder {
  return {
    name,
    visibility: 'private',
    mode: 'immediate',
    run: ({ t, turn, argument }) => t(key, { wait: elapsedText(voiceOf(turn), Number(argument)) }),
  };
}

/** The remark of this name. */
export function findRemark(name: string): Responder | undefined {
  return REMARKS.find((remark) => remark.name === name);
}
