import type { Translate } from '../../i18n/translator.ts';
import { NemoAuthError, NemoError } from '../../nemo/errors.ts';
import { StoreUnavailableError } from '../storage/errors.ts';
import { TurnFailure } from './turn-context.ts';

/** What a failure sentence may need to know. */
export interface FailureFacts {
  turnId: string;
  /** The account was made by the bot itself, without the operator's token. */
  anonymous: boolean;
  webUrl: string;
  /** Nemo's id of the account, where an answer had it. */
  nemoUserId?: string;
}

/** What the user reads after a failure: what went wrong and what to do now, one sentence for every row of Nemo's table. */
export function failureSentence(error: unknown, t: Translate, facts: FailureFacts): string {
  if (error instanceof TurnFailure) return error.sentence;
  if (error instanceof StoreUnavailableError) return t('failedStore');
  if (!(error instanceof NemoError)) return t('failedUnknown', { turn: facts.turnId });
  switch (error.code) {
    case 'auth':
      return error instanceof NemoAuthError && error.configured ? t('failedAccount') : t('failedUnreachable');
    case 'session-gone':
      return t('failedSessionGone');
    case 'out-of-credits':
      return facts.anonymous ? t('failedCreditsAnonymous', { url: registrationLink(facts) }) : t('failedCredits');
    case 'unsupported-type':
      return t('failedType', { formats: t('formats') });
    case 'too-large':
      return t('failedSize');
    case 'export-blocked':
    case 'missing-scope':
      return t('failedPlan', { url: registrationLink(facts) });
    case 'rate-limited':
      return t('failedBusy');
    case 'client-id':
    case 'unreachable':
    case 'timeout':
      return t('failedUnreachable');
    case 'file-unreadable':
      return t('failedUnknown', { turn: facts.turnId });
    case 'duplicate-id':
    case 'bad-answer':
    case 'refused':
      return t('failedAnswer', { turn: facts.turnId });
  }
}

/** Where an anonymous account is turned into a registered one without losing its projects. */
function registrationLink({ webUrl, nemoUserId }: Pick<FailureFacts, 'webUrl' | 'nemoUserId'>): string {
  return nemoUserId ? `${webUrl}/register?bind=${encodeURIComponent(nemoUserId)}` : webUrl;
}
