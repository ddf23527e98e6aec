import { describe, expect, test } from 'vitest';
import { MOTIONS } from '../../src/draft.ts';
import { fitInto } from '../../src/renderer/film/fit.ts';
import { cameraPath, cameraWindow } from '../../src/renderer/film/motion.ts';
import { planOf, titleOpacity, viewAt } from '../../src/renderer/film/plan.ts';
import { draftOf } from './render-fixtures.ts';

const crossfade = { kind: 'crossfade' as const, d: 600 };

describe('the plan', () => {
  const plan = planOf(
    draftOf([
      { d: 3000, m: { src: 'a', transition: crossfade } },
      { d: 2000, m: { src: 'b', transition: crossfade } },
      { d: 1000, m: { src: 'c' } },
    ]),
    30,
  );

  test('has as many frames as the draft is long', () => {
    expect(plan.frames).toBe(180);
    expect(planOf(draftOf([{ d: 33, m: { src: 'a' } }]), 30).frames).toBe(1);
    expect(planOf(draftOf([{ d: 2500, m: { src: 'a' } }]), 60).frames).toBe(150);
  });

  test('never lets the first picture fade in', () => {
    expect(viewAt(plan, 0)).toEqual({ shot: 0 });
    expect(plan.shots[0]).toMatchObject({ from: 0, to: 3300 });
  });

  test('centres a transition on the start of the segment it leads into', () => {
    expect(viewAt(plan, 2699)).toEqual({ shot: 0 });
    expect(viewAt(plan, 3000)).toEqual({ shot: 0, next: { shot: 1, kind: 'crossfade', amount: 0.5 } });
    expect(viewAt(plan, 3300)).toEqual({ shot: 1 });
  });

  test('lets a shot be seen, and move, through both of its transitions', () => {
    expect(plan.shots[1]).toMatchObject({ from: 2700, to: 5000 });
  });

  test('cuts hard where no transition is', () => {
    expect(viewAt(plan, 4999)).toEqual({ shot: 1 });
    expect(viewAt(plan, 5000)).toEqual({ shot: 2 });
  });

  test('shortens a transition that would not fit its neighbours', () => {
    const short = planOf(
      draftOf([
        { d: 400, m: { src: 'a' } },
        { d: 2000, m: { src: 'b', transition: { kind: 'wipe', d: 5000 } } },
      ]),
      30,
    );
    expect(short.shots[1]?.entry).toEqual({ kind: 'wipe', from: 200, to: 600 });
  });
});

test('a title fades in and out within 350 ms, and within a third of a short one', () => {
  const title = (s: number, d: number) => ({
    id: 't',
    s,
    d,
    m: { text: 'x', position: 'top' as const, style: 'title' as const, color: '#ffffff' },
  });
  expect(titleOpacity(title(1000, 2000), 999)).toBe(0);
  expect(titleOpacity(title(1000, 2000), 1175)).toBe(0.5);
  expect(titleOpacity(title(1000, 2000), 1350)).toBe(1);
  expect(titleOpacity(title(1000, 2000), 2825)).toBe(0.5);
  expect(titleOpacity(title(1000, 2000), 3000)).toBe(0);
  expect(titleOpacity(title(0, 300), 150)).toBe(1);
});

describe('the camera', () => {
  const frame = { width: 1, height: 1 };
  const wide = { width: 1.2, height: 1 };

  test.each(MOTIONS)('%s stays inside of the picture', (motion) => {
    for (const extent of [frame, wide, { width: 1, height: 1.5 }]) {
      const path = cameraPath(motion, 2, 8000);
      for (const t of [0, 0.25, 0.5, 0.75, 1]) {
        const window = cameraWindow(path, extent, t);
        expect(window.x).toBeGreaterThanOrEqual(0);
        expect(window.y).toBeGreaterThanOrEqual(0);
        expect(window.x + window.width).toBeLessThanOrEqual(extent.width + 1e-9);
        expect(window.y + window.height).toBeLessThanOrEqual(extent.height + 1e-9);
      }
    }
  });

  const between = (motion: (typeof MOTIONS)[number], extent = frame) => {
    const path = cameraPath(motion, 1, 4000);
    return [cameraWindow(path, extent, 0), cameraWindow(path, extent, 1)] as const;
  };

  test('zooms in by narrowing its window, and out by widening it', () => {
    const [a, b] = between('zoom-in');
    expect(a.width).toBe(1);
    expect(b.width).toBeLessThan(0.95);
    const [c, d] = between('zoom-out');
    expect(c.width).toBeLessThan(0.95);
    expect(d.width).toBe(1);
  });

  test('pans where it is told to', () => {
    const moved = (motion: (typeof MOTIONS)[number]) => {
      const [a, b] = between(motion);
      return [Math.sign(b.x - a.x), Math.sign(b.y - a.y)];
    };
    expect(moved('pan-left')).toEqual([-1, 0]);
    expect(moved('pan-right')).toEqual([1, 0]);
    expect(moved('pan-up')).toEqual([0, -1]);
    expect(moved('pan-down')).toEqual([0, 1]);
  });

  test('uses what a cover crop has to spare before it magnifies for a pan', () => {
    expect(between('pan-right', wide)[0].width).toBe(1);
    expect(between('pan-down', wide)[0].width).toBeLessThan(1);
  });

  test('stands still only when told to, and moves further when told to be dramatic', () => {
    const [a, b] = between('still');
    expect(a).toEqual(b);
    const normal = cameraPath('zoom-in', 1, 4000).amount;
    expect(cameraPath('zoom-in', 2, 4000).amount).toBeCloseTo(normal * 2);
    expect(cameraPath('zoom-in', 3, 60_000).amount).toBeLessThanOrEqual(0.5);
  });
});

describe('the fit', () => {
  test.each([
    ['3:2 photo in 16:9', 3 / 2, 16 / 9, 'cover'],
    ['4:3 photo in 16:9', 4 / 3, 16 / 9, 'cover'],
    ['square photo in 16:9', 1, 16 / 9, 'whole'],
    ['portrait photo in 16:9', 3 / 4, 16 / 9, 'whole'],
    ['portrait photo in 9:16', 3 / 4, 9 / 16, 'cover'],
    ['landscape photo in 9:16', 3 / 2, 9 / 16, 'whole'],
    ['portrait photo in a square', 3 / 4, 1, 'cover'],
  ])('of a %s', (_, photo, frame, kind) => {
    expect(fitInto(photo, frame).kind).toBe(kind);
  });
});
