import type { Translate } from '../../i18n/translator.ts';
import type { Credits } from '../../nemo/nemo.ts';

/** The balance in a sentence. */
export function creditsText(t: Translate, { available, frozen, total }: Credits): string {
  return t('credits', { available, frozen, total });
}
