/**
 * Makes a corpus of films, sounds and pictures with the FFmpeg of this machine, sends each through reception and into a
 * film of two seconds, and prints what became of it: `npm run corpus [-- NAME…]`. Fails when a file was accepted and then
 * could not be used, or when one was not received as what it is. `npm run corpus -- --compare [SECONDS…]` compares colours, turns, sound and
 * fitted versions with FFmpeg's own output instead. Without FFmpeg it says so and does nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { renderDraft } from '../packages/local-nemo/src/renderer/render.ts';
import { MediaError, type SpooledFile } from '../src/core/media/media.ts';
import { Spool } from '../src/core/media/spool.ts';
import { compareAll } from './corpus/compare.ts';
import { draftWith, PHOTO } from './corpus/draft.ts';
import { CORPUS, type CorpusFile } from './corpus/files.ts';

interface Row {
  name: string;
  received: string;
  film: string;
  /** What is wrong; empty when nothing is. */
  problem: string;
}

const never = new AbortController().signal;

async function make(file: CorpusFile, folder: string): Promise<Buffer | undefined> {
  const path = join(folder, file.name);
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...file.args.split(' '), path], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(`${file.name}: this FFmpeg cannot make it: ${stderr.trim().split('\n')[0] ?? ''}\n`);
    return undefined;
  }
  const bytes = await readFile(path);
  return file.edit ? file.edit(bytes) : bytes;
}

async function receive(spool: Spool, name: string, bytes: Buffer): Promise<SpooledFile | MediaError> {
  try {
    return await spool.openTurn(name).take({ name, open: async () => Readable.from([bytes]) }, never);
  } catch (error) {
    if (error instanceof MediaError) return error;
    throw error;
  }
}

async function examine(file: CorpusFile, bytes: Buffer, spool: Spool, outPath: string): Promise<Row> {
  const received = await receive(spool, file.name, bytes);
  if (received instanceof MediaError) {
    const why = received.detected ? `${received.code}: ${received.detected}` : received.code;
    return { name: file.name, received: why, film: '', problem: file.expected === 'refused' ? '' : 'refused' };
  }
  const row = { name: file.name, received: `${received.kind} ${received.name}`, film: '', problem: '' };
  if (received.kind !== file.expected) row.problem = `received as ${received.kind}, it is ${file.expected}`;
  try {
    const film = await renderDraft({
      draft: draftWith(received.kind),
      files: { media: received.path, photo: PHOTO },
      outPath,
    });
    row.film = `${film.width}×${film.height} ${film.durationMs} ms ${Math.round((await stat(outPath)).size / 1000)} kB`;
  } catch (error) {
    row.problem = `accepted, then failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  return row;
}

async function run(names: string[]): Promise<void> {
  if (spawnSync('ffmpeg', ['-version']).status !== 0) {
    process.stdout.write('FFmpeg is not installed here: nothing was examined.\n');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'reelay-corpus-'));
  if (names.includes('--compare')) {
    const lengths = names.map(Number).filter((length) => length > 0);
    const good = await compareAll(folder, lengths.length > 0 ? lengths : [5]).finally(() =>
      rm(folder, { recursive: true, force: true }),
    );
    process.exitCode = good ? 0 : 1;
    return;
  }
  const rows: Row[] = [];
  try {
    await mkdir(join(folder, 'spool'));
    const spool = new Spool({ dir: join(folder, 'spool'), maxFileBytes: 200_000_000 });
    await spool.prepare();
    for (const file of CORPUS.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const bytes = await make(file, folder);
      if (!bytes) continue;
      const row = await examine(file, bytes, spool, join(folder, 'film.mp4'));
      rows.push(row);
      const mark = row.problem ? '✗' : '✓';
      process.stdout.write(`${mark} ${row.name.padEnd(20)} ${row.received.padEnd(44)} ${row.film} ${row.problem}\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const failed = rows.filter(({ problem }) => problem.startsWith('accepted')).length;
  const wrong = rows.filter(({ problem }) => problem !== '').length;
  process.stdout.write(`\n${rows.length} files, ${failed} accepted-then-failed, ${wrong - failed} otherwise wrong\n`);
  process.exitCode = wrong > 0 ? 1 : 0;
}

await run(process.argv.slice(2));
