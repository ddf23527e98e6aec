// The renderer's own process. A crash of a native codec, or a lack of memory, ends this process and not the bot.
import { rmSync } from 'node:fs';
import { RenderError } from './errors.ts';
import { makeFilm } from './film/film.ts';
import { type RenderOrder, type RenderReport, renderOrder } from './messages.ts';

let partPath: string | undefined;

// Without its parent nobody waits for the film.
process.on('disconnect', () => {
  if (partPath !== undefined) rmSync(partPath, { force: true });
  process.exit(1);
});

process.once('message', (message) => {
  void work(message).then(end, (error: unknown) => end(failure(error)));
});

async function work(message: unknown): Promise<RenderReport> {
  const order: RenderOrder = renderOrder.parse(message);
  partPath = order.partPath;
  const film = await makeFilm(order, order.partPath, (percent) => {
    process.send?.({ type: 'progress', percent } satisfies RenderReport);
  });
  return { type: 'done', film, peakMemory: process.resourceUsage().maxRSS * 1024 };
}

function failure(error: unknown): RenderReport {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (error instanceof Error && error.cause) process.stderr.write(`cause: ${String(error.cause)}\n`);
  if (error instanceof RenderError) return { type: 'failed', failure: error.failure, message: error.message };
  // Messages of other errors can hold paths; the log has them whole.
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return { type: 'failed', failure: 'failed', message: `the film could not be made${code}` };
}

function end(report: RenderReport): void {
  // Native threads may hold the process open, so it is ended as soon as the report has left.
  process.send?.(report, () => process.exit(0));
}
