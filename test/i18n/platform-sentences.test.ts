import { expect, it } from 'vitest';
import { allCommands } from '../../src/adapters/discord/commands.ts';
import { discordSentences } from '../../src/i18n/discord.ts';
import { telegramSentences } from '../../src/i18n/telegram.ts';
import { voiceFor } from '../../src/i18n/voice.ts';

it('the sentences of the platforms exist in traditional characters too, with what is filled in', () => {
  expect(discordSentences('zh-Hant')('aboutRequest', { place: '<#1>' })).toBe('關於你在 <#1> 的請求：');
  expect(telegramSentences('zh-Hant')('topicGone')).toBe('提出請求的話題已關閉或不存在，所以發在這裡：');
  expect(telegramSentences('zh')('topicGone')).toBe('提出请求的话题已关闭或不存在，所以发在这里：');
});

it('Discord shows its commands to zh-TW in traditional characters', () => {
  const animate = allCommands().find(({ name }) => name === 'animate');
  expect(animate).toMatchObject({ name_localizations: { 'zh-CN': '做视频', 'zh-TW': '做影片' } });
});

it.each([
  ['auto', '', 'zh-TW', 'zh-Hant'],
  ['auto', '', 'zh-CN', 'zh'],
  ['auto', '請做影片', undefined, 'zh-Hant'],
  ['auto', '', 'de', 'en'],
  ['zh', '', 'zh-HK', 'zh-Hant'],
  ['zh', 'hello', 'en-US', 'zh'],
  ['en', '請做影片', 'zh-TW', 'en'],
] as const)('with the language %s, “%s” from a phone set to %s is answered in %s', (fixed, text, locale, voice) => {
  expect(voiceFor(fixed, text, locale)).toBe(voice);
});
