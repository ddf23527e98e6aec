import type { Translate } from '../../i18n/translator.ts';
import type { Reason } from './rules.ts';

/** Why a request is refused, and what can be done, in a sentence. */
export function reasonText(t: Translate, reason: Reason): string {
  switch (reason.kind) {
    case 'blocked':
      return t('refusedBlocked');
    case 'stranger':
      return t('refusedStranger');
    case 'paused':
      return t('refusedPaused');
    case 'moderators-use-it':
      return t('refusedModeratorsUseIt');
    case 'listed-use-it':
      return t('refusedListedUseIt');
    case 'blocked-word':
      return t('refusedBlockedWord');
    case 'owners':
      return t('refusedOwners', { command: reason.action });
    case 'moderators':
      return t('refusedModerators', { command: reason.action });
    case 'changes-all':
      return t('refusedChangesAll', { command: reason.action });
    case 'others-work':
      return t('refusedOthersWork', { command: reason.action });
  }
}
