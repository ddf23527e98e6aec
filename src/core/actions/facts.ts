import { sizeText } from '../../i18n/translator.ts';
import type { TurnContext } from '../turn/turn-context.ts';

type Facts = Pick<TurnContext, 't' | 'settings'>;

/** How long videos usually take, in a sentence. */
export function durationText({ t, settings }: Facts): string {
  return settings.freeOfCharge ? t('factDurationLocal') : t('factDuration');
}

/** What videos usually cost, in a sentence. */
export function priceText({ t, settings }: Facts): string {
  return settings.freeOfCharge ? t('factPriceLocal') : t('factPrice');
}

/** What files are accepted, and how large they may be, in a sentence. */
export function formatsText({ t, settings }: Facts): string {
  return t('factFormats', { formats: t('formats'), limit: sizeText(settings.maxFileBytes) });
}
