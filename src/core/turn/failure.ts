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
  /** Where the account can be registered; only for whoever may: who registers takes the account. */
  registration?: string;
  /** The project in a browser, where its link is to be had. */
  project?: string;
}

/** What the user reads after a failure: what went wrong and what to do now, one sentence for every row of Nemo's table. */
export function failureSentence(error: unknown, t: Translate, facts: FailureFacts): string {
  if (error instanceof TurnFailure) return error.sentence;
  if (error instanceof StoreUnavailableError) return t('failedStore');
  if (!(error instanceof NemoError)) return t('failedUnknown', { turn: facts.turnId });
  switch (error.code) {
    case 'auth':
      return error instanceof NemoAuthError && error.configured ? t('failedAccount') : t('failedOwnAccount');
    case 'session-gone':
      return t('failedSessionGone');
    case 'out-of-credits':
      if (!facts.anonymous) return t('failedCredits');
      return facts.registration ? t('failedCreditsAnonymous', { url: facts.registration }) : t('failedCreditsOthers');
    case 'unsupported-type':
      return t('failedType', { formats: t('formats') });
    case 'too-large':
      return t('failedSize');
    case 'export-blocked':
      return withProject(planSentence(t, facts), t, facts);
    case 'missing-scope':
      return withProject(
        facts.registration ? t('failedScope', { url: facts.registration }) : t('failedScopeOthers'),
        t,
        facts,
      );
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

function planSentence(t: Translate, { registration, anonymous, webUrl }: FailureFacts): string {
  if (registration) return t('failedPlan', { url: registration });
  return anonymous ? t('failedPlanOthers') : t('failedPlan', { url: webUrl });
}

/** What the bot may not export can be looked at, and exported, in a browser. */
function withProject(sentence: string, t: Translate, { project }: FailureFacts): string {
  return project ? `${sentence}\n${t('openInBrowser', { url: project })}` : sentence;
}

/** Where an anonymous account is turned into a registered one without losing its projects. */
export function registrationLink(webUrl: string, nemoUserId: string | undefined): string {
  return nemoUserId ? `${webUrl}/register?bind=${encodeURIComponent(nemoUserId)}` : webUrl;
}
