import { personIn } from '../community/person.ts';
import { listSetting } from './kinds.ts';

/** Whom the allow list of a place names, as `platform:id`. */
export const listedPeople = listSetting({
  key: 'people',
  title: { en: 'Allow list', zh: '允许名单' },
  about: {
    en: 'Whom I make videos for where “who may use it” is “the allow list”: ids or mentions, separated by commas.',
    zh: '“谁可以用”设为“允许名单”时，我为谁做视频：编号或提及，用逗号隔开。',
  },
  maxItems: 500,
  maxLetters: 60,
  readItem: (text, { platform }) => personIn(text, platform),
  // The id with it: names are not unique, and it is what takes somebody off the list.
  showItem: (user, { names }) => {
    const name = names?.get(user);
    return name === undefined || user.endsWith(`:${name}`) ? user : `${name} (${user})`;
  },
  fallback: ({ t }) => t('settingNobody'),
});
