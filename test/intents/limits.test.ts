import { describe, expect, it } from 'vitest';
import { limitOf } from '../../src/intents/limits.ts';
import { COMMANDS, TRAPS } from './corpus/base.ts';
import { CONTROL_TRAPS, CONTROLS } from './corpus/controls.ts';

describe('limitOf', () => {
  it.each([
    'remove the background',
    'Please remove the background from the photo!',
    'face swap me with my brother',
    'smooth my skin',
    'remove the wrinkles and the pimples',
    'remove the tourists behind us',
    'make me look slimmer',
    'Remove the background. Thanks!',
    '把背景去掉',
    '去除背景',
    '抠图',
    '換臉',
    '帮我P图',
    '把路人P掉',
  ])('%j is retouching', (text) => {
    expect(limitOf(text)).toEqual({ limit: 'retouch' });
  });

  it.each([
    'use this song https://open.spotify.com/track/abc?si=1&x=2',
    'https://music.163.com/song?id=1',
    'https://y.qq.com/n/ryqq/songDetail/1',
    'add the song from youtube',
    'use this as the music: https://youtu.be/abc',
    'can you use a track from Apple Music?',
    '用网易云的这首歌',
    '用網易雲音樂的歌',
    '配上QQ音乐里的歌',
  ])('%j is music of a streaming service', (text) => {
    expect(limitOf(text)).toEqual({ limit: 'streaming-music' });
  });

  it.each([
    "what's the weather today?",
    '2+2=',
    'what is 12 * 7?',
    'write a python script to sort a list',
    'translate good morning to French',
    'tell me a joke',
    'Who is the president of France?',
    'what time is it',
    '今天天气怎么样',
    '講個笑話',
    '1+1等于几',
    '谁是美国总统',
    '现在几点了？',
  ])('%j is not about video', (text) => {
    expect(limitOf(text)).toEqual({ limit: 'not-video' });
  });

  it.each([
    ['remove the background and add lo-fi music', 'retouch', 'add lo-fi music'],
    ['Zoom in slowly, and remove the background', 'retouch', 'Zoom in slowly'],
    ['use this song https://youtu.be/abc and zoom in slowly', 'streaming-music', 'zoom in slowly'],
    [
      'use the song from my spotify playlist and make the photos crossfade',
      'streaming-music',
      'make the photos crossfade',
    ],
    ['把背景抠掉，再加上轻快的音乐', 'retouch', '加上轻快的音乐'],
    ['配上QQ音乐里的歌，然后放大照片', 'streaming-music', '放大照片'],
  ])('%j can be done in part', (text, limit, rest) => {
    expect(limitOf(text)).toEqual({ limit, rest });
  });

  it.each([
    'remove the background music',
    'remove the background noise',
    'blur the background',
    'remove the background and make it blue',
    'remove the background of the photo and put a beach there',
    'replace the background with a beach',
    'add the text "so sad, remove the background"',
    'title: like it, smooth my skin',
    'make it look like https://youtu.be/abc',
    'make it 16:9 for YouTube',
    'add the Spotify logo',
    'a player like the one on spotify',
    'make the weather rainy',
    'the weather is bad today',
    '16:9',
    '2x',
    'write a python script that types itself on the screen',
    'translate the title to French',
    'add text: who is the president',
    'tell a story about my dog',
    '去掉背景音乐',
    '做成网易云音乐播放界面的样子',
    '今天天气很好的感觉',
    '写脚本',
    '把标题翻译成英文',
    '',
  ])('%j is left to the agent', (text) => {
    expect(limitOf(text)).toBeUndefined();
  });

  it('finds no limit in the corpus of intents, but for erasing what a photo shows', () => {
    const limited = [...COMMANDS, ...TRAPS, ...CONTROLS, ...CONTROL_TRAPS].filter(
      ([text]) => limitOf(text) !== undefined,
    );
    expect(limited).toEqual([]);
  });
});
