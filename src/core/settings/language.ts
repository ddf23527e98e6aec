import type { ChosenLanguage } from '../../i18n/language.ts';
import type { CommunitySettings } from '../storage/community-settings.ts';
import { choiceSetting } from './kinds.ts';

/** What its chats are answered in, unless one of them was switched by `/language`. */
export const languageSetting = choiceSetting({
  key: 'language',
  title: { en: 'Language', zh: '语言' },
  about: {
    en: 'What I answer in here, unless a chat was switched by /language.',
    zh: '我在这里用什么语言回答；用 /language 切换过的聊天除外。',
  },
  inPrivate: true,
  choices: ({ operator: { language }, t }) => {
    const all = [
      { value: 'auto', label: t('settingAutoLanguage') },
      { value: 'en', label: 'English' },
      { value: 'zh-Hans', label: '简体中文' },
      { value: 'zh-Hant', label: '繁體中文' },
    ] as const;
    // Where whoever runs the bot has fixed one, only its characters can be chosen.
    return all.filter(({ value }) => language === 'auto' || value === 'auto' || value.slice(0, 2) === language);
  },
  fallback: () => 'auto',
  applied: (chats, chat) => chats.update(chat, { languageChosen: undefined }),
});

/** What moderators have chosen for all chats of the place; undefined where it follows what is written. */
export function languageOfPlace(stored: CommunitySettings): ChosenLanguage | undefined {
  const chosen = languageSetting.of(stored);
  return chosen === 'auto' ? undefined : chosen;
}
