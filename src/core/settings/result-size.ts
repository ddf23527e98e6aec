import { choiceSetting } from './kinds.ts';

/** What becomes of a video over the chat's limit: a version that fits, or the link alone. */
export const resultSize = choiceSetting({
  key: 'size',
  title: { en: 'Large videos', zh: '大视频' },
  about: {
    en: 'What I post where a video is too large for the chat: a smaller version with the link, or the link alone.',
    zh: '视频超过聊天的大小限制时发什么：小一些的版本和链接，还是只发链接。',
  },
  inPrivate: true,
  choices: ({ t }) => [
    { value: 'fit', label: t('settingFit') },
    { value: 'link', label: t('settingLink') },
  ],
  fallback: () => 'fit',
});
