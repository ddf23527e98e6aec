import { expect, it } from 'vitest';
import { speaksOfGivenFile } from '../../src/intents/needs-file.ts';

it.each([
  'convert my static images',
  'Convert my static images into dynamic AI videos',
  'turn this image into a video',
  'Turn these two holiday pictures into a slideshow with calm music',
  'animate this',
  'animate it, slowly',
  'animate the photo',
  'make a video from this',
  'create a reel out of these!',
  'bring this to life',
  'make it move',
  'a slideshow of my photos',
  'use the first picture as the opening',
  'zoom into the picture I sent',
  'image to video',
  'edit this video: cut the first 3 seconds',
  'add music to my clip',
  'please colorize this old photo',
  'my selfie but as a movie poster, moving',
  'turn it into a 10 second clip',
  '让照片动起来',
  '把这张图片做成视频',
  '把我的照片变成动画',
  '用这些图片做一个短片',
  '將這張照片變成影片',
  '图片转视频',
  '让它动起来',
  '把它做成10秒的视频',
  '用这几张做个相册视频，配轻音乐',
])('"%s" speaks of something that must have been sent', (text) => {
  expect(speaksOfGivenFile(text)).toBe(true);
});

it.each([
  'make a sunset video',
  'make a video of a dog on a skateboard',
  'create a video with a photo of a cat on the wall',
  'a video of this city at night',
  'make my video about the sea',
  'a clip that shows photos of Paris',
  'generate an image of a castle, then zoom in',
  'make it 10 seconds long',
  'add calm music',
  'a photo-realistic forest with fog',
  'make a video about my dog',
  'create a photo slideshow about Rome',
  'make this one shorter',
  'write a story about a picture that comes alive',
  'what can you do with images?',
  '做一个日落的视频',
  '做一个关于照片墙的视频',
  '生成一张猫的图片然后做成视频',
  '做一个10秒的海边视频，照片质感',
  '你好',
])('"%s" needs nothing to be sent', (text) => {
  expect(speaksOfGivenFile(text)).toBe(false);
});

it.each([
  ['my one two three photo', true],
  ['my one two three four photo', false],
  ['turn to the photo', true],
  ['turn it up to the photo', true],
  ['crop again now the photo', false],
  ['the nice photo', false],
  ['the photo above', true],
  ['the photo we took', true],
  ['the photo we', false],
  ['that photo', true],
  ['that nice photo', false],
  ['static photo', false],
  ['convert static photo', true],
  ['image to video ai', true],
  ['image to video ai now', false],
  ['an image to video', false],
  ['image to sound', false],
  ['my video', false],
  ['cut a b c my video', true],
  ['cut a b c d my video', false],
  ['add music to my video', true],
  ['add music my video', false],
  ['put text over my clip', true],
  ['to my clip add music', false],
  ['animate it badly', true],
  ['animate it cat', false],
  ['make it a b move', true],
  ['make it a b c move', false],
  ['make it. move', false],
  ['a video from it', true],
  ['a video of it', false],
  ['a clip with these', true],
  ['video a b c from this', true],
  ['video a b c d e from this', false],
  ['这张老照片', true],
  ['那个静态的图片', true],
  ['老照片动起来', false],
  ['用这些做', true],
  ['用这些看', false],
])('how far apart the words may be: "%s" %s', (text, speaks) => {
  expect(speaksOfGivenFile(text)).toBe(speaks);
});

it('a text of 600 characters is read, a longer one is not', () => {
  const story = (length: number) => `animate this. ${'a'.repeat(length - 14)}`;
  expect([speaksOfGivenFile(story(600)), speaksOfGivenFile(story(601))]).toEqual([true, false]);
});

it('a long text is read in linear time, and is a story of its own', () => {
  expect(speaksOfGivenFile('this '.repeat(200_000))).toBe(false);
});
