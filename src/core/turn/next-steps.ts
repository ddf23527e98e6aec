import type { Translate } from '../../i18n/translator.ts';
import type { NextStep } from '../chat.ts';

/** After an edit that was not rendered: get it, get another one, look at it. */
export function afterEdit(t: Translate): NextStep[] {
  return [
    { name: 'export', label: t('nextExport') },
    { name: 'variation', label: t('nextVariation') },
    { name: 'timeline', label: t('nextTimeline') },
  ];
}

/** After a video: another one, the same once more, the project in a browser or a fresh start. */
export function afterVideo(t: Translate, browserLink: string | undefined): NextStep[] {
  return [
    { name: 'variation', label: t('nextVariation') },
    { name: 'rerun', label: t('nextRerun') },
    browserLink ? { name: 'link', label: t('nextLink'), url: browserLink } : { name: 'new', label: t('nextNew') },
  ];
}
