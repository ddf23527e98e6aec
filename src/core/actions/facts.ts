import { sizeText } from '../../i18n/translator.ts';
import type { TurnContext } from '../turn/turn-context.ts';

type Facts = Pick<TurnContext, 't' | 'settings'>;

/** What files are accepted, and how large they may be, in a sentence. */
export function formatsText({ t, settings }: Facts): string {
  return t('factFormats', { formats: t('formats'), limit: sizeText(settings.maxFileBytes) });
}
