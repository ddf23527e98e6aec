import { ACTIONS } from '../../core/actions/all.ts';

const NAMED = /sticker|贴纸|貼紙|貼圖|贴图|表情/i;

/**
 * Whether a sticker is what the words of its message are about. By itself, with thanks or small talk, or beside other
 * files (unless the words name it) it is a gesture, and no material for a video.
 */
export function isStickerMaterial({ text, otherFiles }: { text: string; otherFiles: boolean }): boolean {
  if (NAMED.test(text)) return true;
  return !otherFiles && text !== '' && !ACTIONS.isSmallTalk(text) && !ACTIONS.asksForActionsOnly(text);
}
