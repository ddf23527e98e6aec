import type { Translate } from '../../i18n/translator.ts';
import type { NextStep } from '../chat.ts';

/** After an edit that was not rendered: get it, get another one, look at it. */
export function afterEdit(say: Translate): NextStep[] {
  return [
    { name: 'export', label: say('nextExport') },
    { name: 'variation', label: say('nextVariation') },
    { name: 'timeline', label: say('nextTimeline') },
  ];
}

/** After a video: another one, the same once more, the project in a browser or a fresh start. */
export function afterVideo(say: Translate, browserLink: string | undefined): NextStep[] {
  return [
    { name: 'variation', label: say('nextVariation') },
    { name: 'rerun', label: say('nextRerun') },
    browserLink ? { name: 'link', label: say('nextLink'), url: browserLink } : { name: 'new', label: say('nextNew') },
  ];
}
