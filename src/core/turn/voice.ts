import type { Voice } from '../../i18n/language.ts';
import type { Turn } from './turn.ts';

/** How the turn is answered. */
export function voiceOf({ language, traditional }: Pick<Turn, 'language' | 'traditional'>): Voice {
  return language === 'zh' && traditional ? 'zh-Hant' : language;
}
