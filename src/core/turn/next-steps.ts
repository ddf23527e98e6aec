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

/** For a video that others see: tell the moderators, or take it away again. */
export function aboutShared(t: Translate): NextStep[] {
  return [
    { name: 'report', label: t('nextReport') },
    { name: 'remove', label: t('nextRemove') },
  ];
}

/**
 * After a video: another one, the same once more, the project in a browser or a fresh start.
 * @param browser where the project can be opened; without its address who presses the button is given that alone
 */
export function afterVideo(t: Translate, browser: { url?: string } | undefined): NextStep[] {
  return [
    { name: 'variation', label: t('nextVariation') },
    { name: 'rerun', label: t('nextRerun') },
    browser ? { name: 'link', label: t('nextLink'), ...browser } : { name: 'new', label: t('nextNew') },
  ];
}
