import { foldWord } from '../community/word-list.ts';
import { listSetting } from './kinds.ts';

/** Words that no request may contain. */
export const blockedWords = listSetting({
  key: 'words',
  title: { en: 'Blocked words', zh: '屏蔽词' },
  about: {
    en: 'Requests that contain one of these words are not begun, and cost nothing. Separate them by commas.',
    zh: '含有这些词的请求不会开始，也不花积分。用逗号隔开。',
  },
  confidential: true,
  maxItems: 500,
  maxLetters: 40,
  // What folds to nothing, such as a dash alone, would be in every text.
  readItem: (text) => (foldWord(text) === '' ? undefined : text.normalize('NFC')),
  fallback: ({ t }) => t('settingNone'),
});
