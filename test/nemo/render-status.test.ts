import { describe, expect, test } from 'vitest';
import { readRenderStatus, renderData, renderRequest } from '../../src/nemo/render.ts';

const guarded = (address: string) =>
  address.startsWith('file:') ? undefined : new URL(address, 'https://api.invalid');
const read = (data: Record<string, unknown>) => readRenderStatus('GET render', data, 'r', guarded);

describe('the status of a render', () => {
  test.each([
    ...['pending', 'queued', 'created', 'submitted', 'waiting', 'scheduled'].map((word) => [word, 'pending']),
    ...['completed', 'complete', 'done', 'success', 'succeeded', 'finished', 'ready'].map((word) => [
      word,
      'completed',
    ]),
    ...['failed', 'failure', 'error', 'errored'].map((word) => [word, 'failed']),
    ...['cancelled', 'canceled', 'aborted'].map((word) => [word, 'cancelled']),
    ['rendering', 'processing'],
    [' Done ', 'completed'],
  ])('"%s" is %s', (status, phase) => {
    expect(read({ status })).toEqual({ id: 'r', phase });
    expect(read({ phase: status })).toEqual({ id: 'r', phase });
  });

  test('is completed where an address stands alone, and what was missing is said', () => {
    expect(read({ url: '/a.mp4' })).toEqual({ id: 'r', phase: 'completed', outputUrl: 'https://api.invalid/a.mp4' });
    expect(() => read({})).toThrow('GET render: the answer has no usable status');
    // An address that must not be fetched is none.
    expect(() => read({ url: 'file:///etc/passwd' })).toThrow('no usable status');
    expect(readRenderStatus('POST render', {}, 'r', guarded, 'pending')).toEqual({ id: 'r', phase: 'pending' });
  });

  test('has the address of the output before others, and its own id', () => {
    const url = 'https://c.invalid/';
    expect(read({ output: `${url}1`, output_url: `${url}2`, url: `${url}3` }).outputUrl).toBe(`${url}1`);
    expect(read({ output: { url: `${url}1` }, url: `${url}3` }).outputUrl).toBe(`${url}1`);
    expect(read({ output: { url: '' }, outputUrl: `${url}2`, url: `${url}3` }).outputUrl).toBe(`${url}2`);
    expect(read({ status: 'done', id: 'a', renderId: 'b' }).id).toBe('a');
    expect(read({ status: 'done', renderId: 'b' }).id).toBe('b');
  });

  test.each<[unknown, number | undefined]>([
    [0, 0],
    [0.005, 1],
    [0.999, 100],
    [1, 1],
    [99.4, 99],
    [100, 100],
    [101, 100],
    [-3, 0],
    ['45 %', 45],
    ['soon', undefined],
    [null, undefined],
  ])('has a progress of %j as %s percent', (progress, percent) => {
    expect(read({ status: 'rendering', progress }).percent).toBe(percent);
  });

  test('tells why it failed, in the words that come first, and of no other phase', () => {
    const words = { error_message: 'two', message: 'three' };
    expect(read({ status: 'failed', error: 'one', ...words }).error).toBe('one');
    expect(read({ status: 'failed', error: { message: 'one' }, ...words }).error).toBe('one');
    expect(read({ status: 'failed', error: {}, ...words }).error).toBe('two');
    expect(read({ status: 'failed', message: 'three' }).error).toBe('three');
    expect(read({ status: 'failed' })).toEqual({ id: 'r', phase: 'failed' });
    expect(read({ status: 'done', ...words })).toEqual({ id: 'r', phase: 'completed' });
  });

  test.each([
    [{ output: { size: 1, bytes: 2, file_size: 3 }, size: 4 }, { bytes: 1 }],
    [{ output: { size: 0, bytes: 2.4, file_size: 3 }, size: 4 }, { bytes: 2 }],
    [{ output: { file_size: '3' }, bytes: 5 }, { bytes: 3 }],
    [{ output: {}, bytes: 5, file_size: 6 }, { bytes: 5 }],
    [{ size: -1, file_size: 6 }, { bytes: 6 }],
    [{ size: 0 }, {}],
    [{ output: { duration: 3, duration_ms: 2999.6 } }, { durationMs: 3000 }],
    [{ duration: 999 }, { durationMs: 999_000 }],
    [{ duration: 1000 }, { durationMs: 1000 }],
    [{ output: { duration: 5 }, duration: 7 }, { durationMs: 5000 }],
    [{ duration_ms: 700, output: { duration: 5 } }, { durationMs: 700 }],
    [{ output: { width: 1920, height: 1080, fps: 30 } }, { width: 1920, height: 1080, fps: 30 }],
    [{ output: { width: 1920 } }, {}],
    [{ output: { height: 1080, fps: 0 } }, {}],
    [{ output: { left_out: ['a.jpg'] } }, { leftOut: ['a.jpg'] }],
    [{ output: { left_out: [] } }, {}],
  ])('reads %j as %j', (fields, expected) => {
    expect(read({ status: 'done', ...fields })).toEqual({ id: 'r', phase: 'completed', ...expected });
  });
});

test('a render is asked for as MP4 of high quality, unless the output says otherwise', () => {
  expect(JSON.parse(renderRequest({ id: 'r', sessionId: 's', draft: { a: 1 } }))).toEqual({
    ...{ id: 'r', sessionId: 's', draft: { a: 1 } },
    output: { format: 'mp4', quality: 'high' },
  });
  const output = { resolution: '4k' as const };
  expect(JSON.parse(renderRequest({ id: 'r', sessionId: 's', draft: {}, output })).output).toEqual({
    ...{ format: 'mp4', quality: 'high', resolution: '4k' },
  });
});

test('a status may stand beside the data, and what is in the data counts', () => {
  expect(renderData({ status: 'done', data: { id: 'r', status: 'failed' } })).toMatchObject({
    id: 'r',
    status: 'failed',
  });
  expect(renderData({ status: 'done', data: null })).toEqual({ status: 'done', data: null });
});
