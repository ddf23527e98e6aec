import { expect, test } from 'vitest';
import { toolInfo } from '../../src/nemo/tools.ts';

test.each([
  ['edit_multitrack', 'edit'],
  ['generate_video_with_seedance', 'video'],
  ['generateVideo', 'video'],
  ['generate_music', 'music'],
  ['suno_create', 'music'],
  ['set_bgm_volume', 'music'],
  ['create_voiceover', 'voice'],
  ['understand_video', 'understand'],
  ['analyze-images', 'understand'],
  ['generate_image', 'image'],
  ['add_title', 'text'],
  ['frobnicate', 'other'],
  ['', 'other'],
])('the tool %j is of the kind %s', (name, kind) => {
  expect(toolInfo(name).kind).toBe(kind);
});

test('the vendor’s usual times are known: video 2 to 5 minutes, audio 1 to 2', () => {
  expect(toolInfo('generate_video_with_seedance').usualSeconds).toEqual({ from: 120, to: 300 });
  expect(toolInfo('generate_music').usualSeconds).toEqual({ from: 60, to: 120 });
  expect(toolInfo('edit_multitrack').usualSeconds).toBeUndefined();
});
