import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Nemo } from '../../../src/nemo/nemo.ts';
import { answer, type FakeNemo, ROUTES } from '../../fakes/nemo/index.ts';
import { type Bench, bench, nemoError, SKILL } from '../setup.ts';

/** Every endpoint answers with a gateway's page. */
function outage(fake: FakeNemo): void {
  for (const route of Object.values(ROUTES)) fake.on(route, answer.html(502));
}

/** Every endpoint answers well again. */
export function recovery(fake: FakeNemo): void {
  fake.on(ROUTES.credits, (request, response) => answer.ok(fake.credits)(request, response));
  fake.on(ROUTES.state, answer.ok({ state: fake.state }));
  fake.on(ROUTES.prompt, fake.edit({}));
}

/** A handle that records the calls of its wait hooks. */
export function listening({ client }: Bench): { nemo: Nemo; waits: string[] } {
  const waits: string[] = [];
  const hooks = { onWait: () => void waits.push('wait'), onResume: () => void waits.push('resume') };
  return { nemo: client.for(SKILL, hooks), waits };
}

/** A client with a session, whose breaker was opened by four prompts without an answer. */
export async function silent(options: Parameters<typeof bench>[0] = {}) {
  const tools = await bench(options);
  const { sessionId } = await tools.nemo.createSession('en');
  outage(tools.fake);
  for (let i = 0; i < 4; i++) {
    expect(tools.client.unreachableSince()).toBeUndefined();
    expect(await nemoError(tools.nemo.prompt(sessionId, 'hi'))).toMatchObject({ code: 'unreachable', sent: 'maybe' });
  }
  return { ...tools, sessionId };
}

export async function photo() {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-retry-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'spooled');
  await writeFile(path, Buffer.alloc(100_000, 7));
  return { path, filename: 'photo.jpg', contentType: 'image/jpeg', bytes: 100_000 };
}
