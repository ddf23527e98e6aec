import { expect, it } from 'vitest';
import { allCommands } from '../../src/adapters/discord/commands.ts';
import { discordSentences } from '../../src/i18n/discord.ts';
import { telegramSentences } from '../../src/i18n/telegram.ts';
import { writesTraditional } from '../../src/i18n/traditional.ts';
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

interface Texts {
  name: string;
  name_localizations?: Record<string, string>;
  description?: string;
  description_localizations?: Record<string, string>;
  options?: Texts[];
  choices?: Texts[];
}

/** A command with everything in it that has a text of its own. */
function textsIn(command: Texts): Texts[] {
  return [command, ...(command.options ?? []).flatMap(textsIn), ...(command.choices ?? []).flatMap(textsIn)];
}

it('Discord has every name and description of its commands, options and choices for zh-CN and zh-TW', () => {
  const all = allCommands([0, 1]).flatMap((command) => textsIn(command as Texts));
  expect(all.length).toBeGreaterThan(70);
  const isChinese = (text: string | undefined) => /\p{Script=Han}/u.test(text ?? '');
  const without = all.filter(({ name_localizations: names, description, description_localizations: about }) => {
    const locales = ['zh-CN', 'zh-TW'];
    const named = locales.every((locale) => isChinese(names?.[locale]));
    return !named || (description && !locales.every((locale) => isChinese(about?.[locale])));
  });
  // These are the same to everybody.
  expect(without.map(({ name }) => name)).toEqual(['720p', 'English', '简体中文', '繁體中文']);
});

it('Discord shows nothing simplified to zh-TW, and says what people there say', () => {
  const all = allCommands().flatMap((command) => textsIn(command as Texts));
  const shown = all.flatMap(({ name_localizations: names, description_localizations: about }) => [
    names?.['zh-TW'] ?? '',
    about?.['zh-TW'] ?? '',
  ]);
  expect(shown.filter((text) => writesTraditional(text) === false)).toEqual([]);
  expect(shown).toEqual(expect.arrayContaining(['封鎖', '解除封鎖', '渲染影片，然後發給你（免費）']));
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
