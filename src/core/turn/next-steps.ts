import type { Translate } from '../../i18n/translator.ts';
import type { ChatAdapter, NextStep } from '../chat.ts';

/** The step that asks for files, where the platform has a window for that; what is sent there is a message like any other. */
export const ADD_FILES = 'add-files';

/** Below what asks for files, or wants more: a button that takes them; nothing where the platform has no such window. */
export function takingFiles({ t, adapter }: { t: Translate; adapter: ChatAdapter }): NextStep[] | undefined {
  return adapter.asksForFiles ? [{ name: ADD_FILES, label: t('nextAddFiles') }] : undefined;
}

/** After an edit that was not rendered: get it, get another one, look at it. */
export function afterEdit(t: Translate): NextStep[] {
  return [
    { name: 'export', label: t('nextExport') },
    { name: 'variation', label: t('nextVariation') },
    { name: 'timeline', label: t('nextTimeline') },
  ];
}

/** After a look at an edit: the video itself. */
export function afterPreview(t: Translate): NextStep[] {
  return [{ name: 'export', label: t('nextExport') }];
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
