import { choiceSetting } from '../../../src/core/settings/kinds.ts';

/** A setting that only the tests have: everything about it stands in this file. */
export const mood = choiceSetting({
  key: 'mood',
  title: { en: 'Mood', zh: '心情' },
  about: { en: 'How I feel here.', zh: '我在这里的心情。' },
  inPrivate: true,
  choices: () => [
    { value: 'calm', label: 'Calm' },
    { value: 'lively', label: 'Lively' },
  ],
  fallback: () => 'calm',
});
