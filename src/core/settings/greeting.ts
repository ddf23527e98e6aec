import { textSetting } from './kinds.ts';

/** Said before a chat's first answer, in place of the skill's greeting. */
export const greetingSetting = textSetting({
  key: 'greeting',
  title: { en: 'Greeting', zh: '欢迎语' },
  about: {
    en: 'What I say before my first answer to somebody here, in place of the skill’s greeting.',
    zh: '我在这里第一次回答某人之前说的话，代替技能的欢迎语。',
  },
  maxLetters: 1000,
  fallback: ({ t }) => t('settingSkillGreeting'),
});
