import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filmOutput } from '../../src/renderer/film/output.ts';
import { renderDraft } from '../../src/renderer/render.ts';
import { probeVideo } from './probe.ts';
import { draftOf, photo, temporaryFolder } from './render-fixtures.ts';

describe('what a film is made in', () => {
  const of = (...args: Parameters<typeof filmOutput>) => {
    const { width, height, fps, resolution } = filmOutput(...args);
    return `${resolution} ${width}x${height} ${fps}`;
  };

  test('is 1080p at 30 frames a second where nothing is asked for, however small the pictures are', () => {
    expect(of('16:9', {}, 0.1)).toBe('1080p 1920x1080 30');
    expect(of('21:9', {}, 9)).toBe('1080p 1920x822 30');
  });

  test('is what is asked for, in every shape', () => {
    expect(of('16:9', { resolution: '720p' }, 0)).toBe('720p 1280x720 30');
    expect(of('9:16', { resolution: '4k' }, 2)).toBe('4k 2160x3840 30');
    expect(of('4:5', { resolution: '2k' }, 2)).toBe('2k 1440x1800 30');
    expect(of('16:9', { resolution: '480p', fps: 24 }, 0)).toBe('480p 856x480 24');
  });

  test('is the finest that the pictures have the detail for, where more is asked for', () => {
    expect(of('16:9', { resolution: '4k' }, 1.5)).toBe('4k 3840x2160 30');
    expect(of('16:9', { resolution: '4k' }, 1.4)).toBe('2k 2560x1440 30');
    expect(of('16:9', { resolution: '4k' }, 0.7)).toBe('1080p 1920x1080 30');
  });

  test('is small and has few frames for a preview, whatever else is asked for', () => {
    expect(of('16:9', { quality: 'preview', resolution: '4k', fps: 60 }, 2)).toBe('360p 640x360 15');
    expect(of('9:16', { quality: 'preview' }, 2)).toBe('360p 360x640 15');
  });

  test('has between 10 and 60 frames a second', () => {
    expect(['1080p', 1, 120].map((fps) => of('1:1', { fps: Number(fps) || 25 }, 1))).toEqual([
      '1080p 1080x1080 25',
      '1080p 1080x1080 10',
      '1080p 1080x1080 60',
    ]);
  });
});

describe('an export', async () => {
  const dir = await temporaryFolder();
  const outPath = join(dir, 'film.mp4');

  test('at 720p and 60 frames a second has both, in the file too', async () => {
    const files = { a: await photo(join(dir, 'a.jpg'), '#a02020', { width: 640, height: 360 }) };
    const draft = draftOf([{ d: 500, m: { src: 'a', motion: 'zoom-in' } }], {
      music: { name: 'music', mood: 'calm', volume: 1, fadeIn: 0, fadeOut: 0 },
    });
    const made = await renderDraft({ draft, files, outPath, output: { resolution: '720p', fps: 60 } });
    expect(made).toMatchObject({ width: 1280, height: 720, fps: 60, resolution: '720p', durationMs: 500 });
    const facts = await probeVideo(outPath);
    expect(facts).toMatchObject({ width: 1280, height: 720, frames: 30 });
    expect(facts.frameRate).toBeCloseTo(60, 1);
    expect(Math.abs(facts.videoMs - 500)).toBeLessThan(1);
    expect(facts.durationMs).toBeLessThan(520);
  });

  test('in 4K is 4K of large photos, and says 1080p of small ones', async () => {
    const files = {
      large: await photo(join(dir, 'large.jpg'), '#206020', { width: 3000, height: 3000 }),
      small: await photo(join(dir, 'small.jpg'), '#202060', { width: 900, height: 900 }),
    };
    const asked = (src: string) =>
      renderDraft({
        draft: draftOf([{ d: 100, m: { src } }], { aspect: '1:1' }),
        files,
        outPath,
        output: { resolution: '4k' },
      });
    expect(await asked('large')).toMatchObject({ width: 2160, height: 2160, resolution: '4k' });
    expect(await probeVideo(outPath)).toMatchObject({ width: 2160, height: 2160, frames: 3 });
    expect(await asked('small')).toMatchObject({ width: 1080, height: 1080, resolution: '1080p' });
  });
});
