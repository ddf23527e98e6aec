import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { DiskQuota } from '../../../src/core/media/disk-quota.ts';
import { Spool } from '../../../src/core/media/spool.ts';
import { storeStream } from '../../../src/core/media/write-stream.ts';
import { drawn, expectCode, filesIn, never, openSpool, sourceOf, tempFolder } from './helpers.ts';

const MB = 1_000_000;

/** A stream of `chunks` pieces of 64 KB that counts what was asked of it. */
function counted(chunks: number, onChunk: (count: number) => void = () => {}) {
  const seen = { chunks: 0, destroyed: false };
  const stream = new Readable({
    read() {
      if (seen.chunks >= chunks) return void this.push(null);
      seen.chunks++;
      onChunk(seen.chunks);
      this.push(Buffer.alloc(65_536, 0x61));
    },
    destroy(error, done) {
      seen.destroyed = true;
      done(error);
    },
  });
  return { stream, seen };
}

describe('bytes stream, within their caps', () => {
  test.skipIf(!existsSync('/dev/full'))('a disk without room counts as a full spool', async () => {
    const { stream, seen } = counted(10);
    const limits = { fileName: 'photo.jpg', maxBytes: MB, reservation: new DiskQuota(MB).reserve() };
    await expectCode(storeStream(stream, '/dev/full', limits, never()), 'spool-full');
    expect(seen.destroyed).toBe(true);
  });

  test('a file over the cap is given up while it streams, and the source is asked to stop', async () => {
    const { dir, spool, turn } = await openSpool({ maxFileBytes: 2 * MB });
    const { stream, seen } = counted(1_000_000);
    const error = await expectCode(turn.take({ name: 'big.mp4', open: async () => stream }, never()), 'too-large');
    expect(error.limitBytes).toBe(2 * MB);
    expect(seen.destroyed).toBe(true);
    // 31 pieces pass the cap; the rest is what the streams between had in hand.
    expect(seen.chunks).toBeLessThan(45);
    expect(await filesIn(dir)).toEqual([]);
    expect(spool.heldBytes).toBe(0);
  });

  test('a declared size over the cap is refused before the source is opened', async () => {
    const { turn } = await openSpool({ maxFileBytes: 2 * MB });
    let opened = false;
    const open = async () => {
      opened = true;
      return Readable.from([]);
    };
    await expectCode(turn.take({ name: 'big.mp4', declaredBytes: 2 * MB + 1, open }, never()), 'too-large');
    expect(opened).toBe(false);
  });

  test('200 MB pass through with only a few pieces in memory at a time', async () => {
    const { dir, turn } = await openSpool({ maxFileBytes: 250 * MB });
    const [own] = await readdir(join(dir, 'reelay-spool'));
    const path = join(dir, 'reelay-spool', own ?? '', '1-test1.turn', '1', 'film.mp4');
    let mostInHand = 0;
    const { stream } = counted(3052, (made) => {
      const onDisk = existsSync(path) ? statSync(path).size : 0;
      mostInHand = Math.max(mostInHand, made * 65_536 - onDisk);
    });
    expect(await turn.receive('film.mp4', stream, never())).toEqual({ path, bytes: 3052 * 65_536 });
    expect(statSync(path).size).toBe(3052 * 65_536);
    expect(mostInHand).toBeLessThan(2 * MB);
    await turn.release();
  });

  test('the cap over all turns holds, and space comes back on release', async () => {
    const { dir, spool, turn } = await openSpool({ maxFileBytes: 2 * MB, maxTotalBytes: 3 * MB });
    const other = spool.openTurn('test:2');
    await turn.receive('a.mp4', counted(30).stream, never());
    expect(spool.heldBytes).toBe(30 * 65_536);
    await expectCode(other.receive('b.mp4', counted(30).stream, never()), 'spool-full');
    expect(spool.heldBytes).toBe(30 * 65_536);
    expect(await filesIn(dir)).toEqual(['a.mp4']);
    await turn.release();
    expect(spool.heldBytes).toBe(0);
    await expect(other.receive('b.mp4', counted(30).stream, never())).resolves.toMatchObject({ bytes: 30 * 65_536 });
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk is a full spool', async () => {
    const path = join(await tempFolder(), 'full');
    await symlink('/dev/full', path);
    const { stream, seen } = counted(10);
    const reservation = new DiskQuota(10 * MB).reserve();
    const storing = storeStream(stream, path, { fileName: 'a.mp4', maxBytes: 10 * MB, reservation }, never());
    await expectCode(storing, 'spool-full');
    expect(seen.destroyed).toBe(true);
  });
});

describe('every ending leaves the spool as it was', () => {
  test('an aborted take rejects with the reason, stops the source and leaves nothing', async () => {
    const { dir, spool, turn } = await openSpool();
    const aborter = new AbortController();
    const reason = new Error('the user cancelled');
    const { stream, seen } = counted(1_000_000, (made) => {
      if (made === 20) aborter.abort(reason);
    });
    await expect(turn.take({ name: 'a.mp4', open: async () => stream }, aborter.signal)).rejects.toBe(reason);
    expect(seen.destroyed).toBe(true);
    expect(await filesIn(dir)).toEqual([]);
    expect(spool.heldBytes).toBe(0);
  });

  test('a source that never opens can be aborted, and is closed should it open later', async () => {
    const { turn } = await openSpool();
    const aborter = new AbortController();
    const { stream, seen } = counted(1);
    let openNow = (_: Readable) => {};
    const open = () =>
      new Promise<Readable>((resolve) => {
        openNow = resolve;
        queueMicrotask(() => aborter.abort(new Error('enough')));
      });
    await expect(turn.take({ name: 'a.mp4', open }, aborter.signal)).rejects.toThrow('enough');
    openNow(stream);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.destroyed).toBe(true);
  });

  test('a source that fails is unreachable, whether on opening or midway', async () => {
    const { dir, spool, turn } = await openSpool();
    const refuse = async () => {
      throw new Error('404');
    };
    await expectCode(turn.take({ name: 'a.jpg', open: refuse }, never()), 'unreachable');
    const breaks = async () => {
      const { stream } = counted(100, (made) => {
        if (made === 5) stream.destroy(new Error('connection reset'));
      });
      return stream;
    };
    await expectCode(turn.take({ name: 'a.jpg', open: breaks }, never()), 'unreachable');
    const vanishes = async () => {
      const { stream } = counted(100, (made) => {
        if (made === 5) stream.destroy();
      });
      return stream;
    };
    await expectCode(turn.take({ name: 'a.jpg', open: vanishes }, never()), 'unreachable');
    expect(await filesIn(dir)).toEqual([]);
    expect(spool.heldBytes).toBe(0);
  });

  test('zero bytes are an empty file', async () => {
    const { dir, turn } = await openSpool();
    await expectCode(turn.take({ name: 'a.jpg', open: async () => Readable.from([]) }, never()), 'empty');
    expect(await filesIn(dir)).toEqual([]);
  });

  test('release removes the folder, may be repeated, and ends what still runs', async () => {
    const { dir, spool, turn } = await openSpool();
    await turn.take(sourceOf(await drawn().jpeg().toBuffer()), never());
    const { stream, seen } = counted(1_000_000);
    const running = turn.receive('film.mp4', stream, never());
    const ended = expect(running).rejects.toThrow('the turn has ended');
    await turn.release();
    await ended;
    await turn.release();
    expect(seen.destroyed).toBe(true);
    expect(await filesIn(dir)).toEqual([]);
    expect(spool.heldBytes).toBe(0);
    await expect(turn.take(sourceOf(Buffer.from('x')), never())).rejects.toThrow('the turn has ended');
    expect(await filesIn(dir)).toEqual([]);
  });

  test('turns and takes side by side do not meet, and one release leaves the other', async () => {
    const { dir, spool } = await openSpool();
    const jpeg = await drawn().jpeg().toBuffer();
    const turns = ['a', 'a', '../../b'].map((id) => spool.openTurn(id));
    const files = await Promise.all(
      turns.flatMap((turn) => [turn.take(sourceOf(jpeg), never()), turn.take(sourceOf(jpeg), never())]),
    );
    expect(new Set(files.map((file) => file.path)).size).toBe(6);
    for (const file of files) expect(file.path.startsWith(join(dir, 'reelay-spool'))).toBe(true);
    await turns[0]?.release();
    expect(await filesIn(dir)).toHaveLength(4);
    expect(await readFile(files[5]?.path ?? '')).toEqual(jpeg);
    expect(spool.heldBytes).toBe(4 * jpeg.length);
  });

  test('a reserved path lies in the turn and goes with it', async () => {
    const { dir, turn } = await openSpool();
    const path = await turn.reserve('../still.jpg', never());
    await writeFile(path, 'x');
    expect(path.startsWith(dir)).toBe(true);
    expect(await filesIn(dir)).toEqual(['still.jpg']);
    await turn.release();
    expect(await filesIn(dir)).toEqual([]);
  });
});

describe('the folder', () => {
  test('is for this user alone', async () => {
    const { dir } = await openSpool();
    expect((await stat(join(dir, 'reelay-spool'))).mode & 0o777).toBe(0o700);
  });

  test('is swept of what processes that are gone left, not of what living ones hold', async () => {
    const dir = await tempFolder();
    const root = join(dir, 'reelay-spool');
    const leave = async (name: string) => {
      await mkdir(join(root, name, '1-turn'), { recursive: true });
      await writeFile(join(root, name, '1-turn', name), 'x');
    };
    // Above every possible process id; this very one, used by a process before; and one that lives (the parent).
    await leave('99999999-a');
    await leave(`${process.pid}-before`);
    await leave(`${process.ppid}-alive`);
    await leave(`${process.ppid}-stale`);
    await utimes(join(root, `${process.ppid}-stale`), 0, 0);
    const first = new Spool({ dir, maxFileBytes: MB });
    await first.prepare();
    expect(await filesIn(dir)).toEqual([`${process.ppid}-alive`]);
    const kept = await first.openTurn('a').receive('mine.bin', Readable.from([Buffer.from('x')]), never());
    await new Spool({ dir, maxFileBytes: MB }).prepare();
    expect((await stat(kept.path)).size).toBe(1);
  });

  test('that cannot be used is named in the error', async () => {
    const dir = await tempFolder();
    await writeFile(join(dir, 'file'), '');
    const within = new Spool({ dir: join(dir, 'file'), maxFileBytes: MB });
    await expect(within.prepare()).rejects.toThrow(join(dir, 'file', 'reelay-spool'));
    await symlink(await mkdtemp(join(dir, 'elsewhere-')), join(dir, 'reelay-spool'));
    await expect(new Spool({ dir, maxFileBytes: MB }).prepare()).rejects.toThrow('it is not a folder');
  });
});
