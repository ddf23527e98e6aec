import { choiceSetting } from './kinds.ts';

/** Who may ask for videos there; whom the operator lets in nobody else can. */
export const usedBy = choiceSetting({
  key: 'access',
  title: { en: 'Who may use it', zh: '谁可以用' },
  about: {
    en: 'Who may ask me for videos here. Moderators always may.',
    zh: '谁可以在这里让我做视频。管理者始终可以。',
  },
  choices: ({ t }) => [
    { value: 'everybody', label: t('settingEverybody') },
    { value: 'list', label: t('settingListed') },
    { value: 'moderators', label: t('settingModerators') },
  ],
  fallback: () => 'everybody',
});
