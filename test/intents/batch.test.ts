import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/core/actions/all.ts';
import { readBatch as readBatchWith } from '../../src/intents/batch.ts';

const readBatch = (text: string, files: number) => readBatchWith(text, files, ACTIONS.phrases);

describe('readBatch', () => {
  it.each<[string, string[]]>([
    ['1: zoom in 2: pan left 3: slow zoom out', ['zoom in', 'pan left', 'slow zoom out']],
    ['1: zoom in\n2: pan left', ['zoom in', 'pan left']],
    ['1：放大 2：向左移', ['放大', '向左移']],
    ['first photo: zoom in slowly second photo: pan left', ['zoom in slowly', 'pan left']],
    ['Photo 1: zoom in, photo 2: pan right', ['zoom in', 'pan right']],
    ['photo 1 zoom in, photo 2 pan left, separate videos please', ['zoom in', 'pan left']],
    ['第一张放大，第二张向左移，分别做成视频', ['放大', '向左移']],
    ['第一張放大，第二張向左移，分別做成視頻', ['放大', '向左移']],
    ['图1：下雪 图2：下雨', ['下雪', '下雨']],
    ['1: zoom in 2: pan left, one video each', ['zoom in', 'pan left']],
  ])('gives each file of %j its own words', (text, instructions) => {
    expect(readBatch(text, instructions.length)).toEqual(instructions);
  });

  it.each([
    ['zoom in slowly, each as its own video', 'zoom in slowly'],
    ['每张单独做一个2秒的视频，慢慢放大', '2秒，慢慢放大'],
    ['slow zoom, one video each', 'slow zoom'],
    ['slow pan, separately', 'slow pan'],
    ['animate each photo as its own video', 'animate this photo'],
    ['animate them separately', 'animate it'],
    ['make a separate video for each photo with a slow zoom', 'with a slow zoom'],
    ['give every photo its own video: gentle zoom', 'gentle zoom'],
    ['zoom in, each as its own video, and send me the mp4s', 'zoom in'],
    ['make them separate videos', 'make a video of it'],
    ['每张单独做一个视频', '做成视频'],
    ['慢慢放大，每张单独做一个视频', '慢慢放大'],
    ['慢慢放大，每張單獨做一個視頻', '慢慢放大'],
  ])('gives every file of %j the same words', (text, instruction) => {
    expect(readBatch(text, 3)).toEqual([instruction, instruction, instruction]);
  });

  it.each([
    'zoom in on the first photo and pan the second',
    'zoom in on the first photo and pan the second, as separate videos',
    '第一张放大，第二张向左移',
    '1. zoom in\n2. pan left',
    '1: add music 2: export',
    '1: zoom in',
    '2: zoom in 1: pan left',
    '1: zoom in 2:',
    '1: zoom in 2: pan left and then fade',
    'make a slideshow: 1: zoom 2: pan',
    'Photo 1: zoom in. Photo 2: pan left. Crossfade between them',
    'photo 1: zoom in, photo 2: pan, both in one video',
    'add the titles separately',
    'each gets its own title',
    'each photo for 3 seconds',
    'make it 9:16, then 1:1 at 2:30',
    'zoom in, one after another',
    '每张放大三秒',
    'credits',
    '',
  ])('takes %j for one video', (text) => {
    expect(readBatch(text, 2)).toBeUndefined();
  });

  it('is no batch of one file', () => {
    expect(readBatch('zoom in, each as its own video', 1)).toBeUndefined();
  });
});
