import { expect, it } from 'vitest';
import { speechOf } from '../../src/i18n/speech.ts';
import { writesTraditional } from '../../src/i18n/traditional.ts';
import { languageOf, translator } from '../../src/i18n/translator.ts';

it.each([
  // words, locale, the bot's own language, what Nemo is told
  ['make the sky move slowly', 'de', 'en', 'de'],
  ['make the sky move slowly', undefined, 'en', 'en'],
  ['haz un vídeo con estas fotos', 'es-MX', 'en', 'es'],
  ['写真を動かして', 'ja', 'en', 'ja'],
  ['動画を作って', undefined, 'en', 'ja'],
  ['動画作成', 'ja', 'zh', 'ja'],
  ['사진으로 영상을 만들어줘', 'ko', 'en', 'ko'],
  ['сделай видео из фото', undefined, 'en', 'ru'],
  ['зроби відео з фото', 'uk', 'en', 'uk'],
  ['اصنع فيديو من الصور', undefined, 'en', 'ar'],
  ['یک ویدیو بساز', 'fa', 'en', 'fa'],
  ['ทำวิดีโอจากรูป', undefined, 'en', 'th'],
  ['让天空动起来', 'en', 'zh', 'zh-CN'],
  // One message, one language: that of its larger part; titles are quoted.
  ['add the title “夏天” at the start', undefined, 'en', 'en'],
  ['add the title 你好 at the very start', undefined, 'en', 'en'],
  ['加上标题“Summer Vibes Forever and Ever”', undefined, 'zh', 'zh-CN'],
  ['把 logo 放到最后', 'en', 'zh', 'zh-CN'],
  // A sentence in English is English whatever the phone is set to; a word or two is not one.
  ['make it vertical please', 'zh-CN', 'en', 'en'],
  ['ok', 'zh-CN', 'zh', undefined],
  ['🎬', 'pt-BR', 'en', 'pt'],
  ['🎬', undefined, undefined, undefined],
] as const)('“%s” with the locale %s is answered in %s; Nemo is told %s', (text, locale, own, told) => {
  expect(languageOf(text, locale)).toBe(own);
  expect(speechOf(text, locale, false)).toBe(told);
});

it.each([
  ['讓天空動起來', undefined, true],
  ['让天空动起来', 'zh-TW', false],
  ['做成影片', 'zh-TW', true],
  ['做成影片', 'zh-HK', true],
  ['做成影片', 'zh-CN', false],
  ['🎬', 'zh-Hant-HK', true],
  ['🎬', undefined, undefined],
] as const)('“%s” with the locale %s is traditional: %s', (text, locale, wanted) => {
  expect(writesTraditional(text, locale)).toBe(wanted);
});

it('the sentences in traditional characters keep what is filled in', () => {
  const t = translator('zh-Hant');
  expect(t('ready')).toBe('✅ 準備好了。');
  expect(t('uploading', { name: '动.jpg', number: 1, total: 2 })).toBe('📤 正在上傳 动.jpg（1/2）……');
});
