import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_CHROMIUM, startBrowser } from './chromium.ts';
import {
  barriers,
  brightness,
  dropFiles,
  openTab,
  type PageRig,
  PHOTOS,
  say,
  startPage,
  watchProgress,
} from './rig.ts';

const WISH = 'Make a 2-second video with a slow zoom, the title “Wide Open” and calm music';

/** The first finished video of the page. */
async function video(page: Page) {
  const film = page.locator('video').first();
  await film.waitFor({ timeout: 150_000 });
  return film;
}

describe.skipIf(NO_CHROMIUM)('the page in a browser', { timeout: 180_000 }, () => {
  let browser: Browser;
  let rig: PageRig;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    rig = await startPage();
  });
  afterEach(() => rig.close());

  it('two photos that are dropped become a video that plays, with progress on the way', async () => {
    const { page, problems } = await openTab(browser, rig.url());
    const shown = await watchProgress(page);
    await dropFiles(page, PHOTOS.slice(0, 2));
    await page.locator('.attached li').nth(1).waitFor();
    await say(page, WISH);
    const progress = page.locator('.message.progress');
    await progress.waitFor();
    expect(await progress.locator('.state').textContent()).toMatch(/^\d+:\d\d so far$/);
    const film = await video(page);
    expect(await film.getAttribute('poster')).toMatch(/preview\.jpg$/);
    await film.evaluate((element) => {
      const player = element as HTMLVideoElement;
      player.muted = true;
      return player.play();
    });
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.3);
    expect(await film.evaluate(brightness)).toBeGreaterThan(20);
    await expect.poll(() => progress.count()).toBe(0);
    expect(await page.locator('.message.bot .chip').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('Download'), expect.stringContaining('Another version')]),
    );
    const { stages, percents } = await shown();
    expect(stages.some((stage) => stage.startsWith('📤 Uploading mountains.jpg (1 of 2)'))).toBe(true);
    expect(percents.length).toBeGreaterThan(1);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    expect(problems).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await barriers(page)).toEqual([]);
  });
});
