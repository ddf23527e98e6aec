import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@reelay/async';
import { startLocalNemo } from '@reelay/local-nemo';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createLogger } from '../../src/lib/logger.ts';
import { startOnWeb } from '../contract/web.ts';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
/** Photos that come with the program. */
export const PHOTOS = ['mountains.jpg', 'sea.jpg', 'aurora.jpg'].map((name) => join(SAMPLES, name));

/** The page of a bot on an embedded Nemo that really renders, which can be restarted. */
export async function startPage() {
  const dataDir = await mkdtemp(join(tmpdir(), 'reelay-page-'));
  const log = createLogger({ level: 'silent', pretty: false });
  const nemo = await startLocalNemo({ dataDir, clock: systemClock, log });
  // Renders take real time here.
  const web = await startOnWeb(nemo, { core: { clock: systemClock, waitMs: 300 } });
  return {
    ...web,
    async close() {
      await web.close();
      await nemo.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type PageRig = Awaited<ReturnType<typeof startPage>>;

/** A tab of a browser of its own; what goes wrong in it is collected. */
export async function openTab(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1100, height: 760 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(url);
  await page.locator('textarea').waitFor();
  return { context, page, problems };
}

/** Drags files from the desktop onto the page, as the browser sees it. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 300, data });
}

/** Writes a message and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.locator('textarea').press('Enter');
}

/** How bright the frame of a video is that is on show, from 0 to 255; runs in the browser. */
export function brightness(element: Element): number {
  const film = element as HTMLVideoElement;
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 36;
  const context = canvas.getContext('2d');
  if (!context) return 0;
  context.drawImage(film, 0, 0, 64, 36);
  const { data } = context.getImageData(0, 0, 64, 36);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  return sum / (64 * 36);
}

/** Keeps what the progress shows from now on; gives the stages and the different percents, in their order. */
export async function watchProgress(page: Page): Promise<() => Promise<{ stages: string[]; percents: number[] }>> {
  await page.evaluate(() => {
    const seen = { stages: [] as string[], percents: [] as number[] };
    Object.assign(window, { seenProgress: seen });
    const look = () => {
      const shown = document.querySelector('.message.progress');
      const stage = shown?.querySelector('p')?.textContent ?? '';
      const percent = shown?.querySelector('progress')?.getAttribute('value');
      if (stage && seen.stages.at(-1) !== stage) seen.stages.push(stage);
      if (percent != null && seen.percents.at(-1) !== Number(percent)) seen.percents.push(Number(percent));
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      characterData: true,
    });
  });
  return () =>
    page.evaluate(() => {
      const { seenProgress } = window as unknown as { seenProgress: { stages: string[]; percents: number[] } };
      return seenProgress;
    });
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What a screen reader or a keyboard would stumble over, as axe sees it: a line for each element. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
