import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_CHROMIUM, startBrowser } from './chromium.ts';
import { barriers, openTab, type PageRig, startPage } from './rig.ts';

describe.skipIf(NO_CHROMIUM)('the owner’s view in a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let rig: PageRig;
  beforeAll(async () => {
    browser = await startBrowser();
    rig = await startPage();
  });
  afterAll(async () => {
    await rig.close();
    await browser.close();
  });

  it('shows what is spent, blocked and done, ends a block, and has no barrier', async () => {
    const { store } = rig.rig;
    await store.blocks.block('*', 'telegram:4242', 'web:1');
    const who = { user: 'web:5', community: 'web', chat: 'web:5:a', skill: 'king' };
    await store.ledger.reserve({ turnId: 't1', ...who, action: 'edit', credits: 40 }, []);
    const { page, problems } = await openTab(browser, rig.running.adapter?.ownerUrl ?? '');
    await page.locator('a.admin-link').click();
    await page.locator('h1', { hasText: 'Overview' }).waitFor();
    const blocked = page.locator('section', { has: page.locator('h2', { hasText: 'Blocked' }) });
    expect(await blocked.locator('li').textContent()).toContain('4242');
    expect(await page.locator('.chart rect').count()).toBe(14);
    const requests = page.locator('section', { has: page.locator('h2', { hasText: 'Latest requests' }) });
    expect(await requests.locator('tbody td').allTextContents()).toEqual(
      expect.arrayContaining(['edit', '≈ 40', 'under way']),
    );
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await blocked.getByRole('button', { name: 'Unblock 4242' }).click();
    await expect.poll(() => blocked.locator('li').count()).toBe(0);
    await page.locator('td', { hasText: 'unblock telegram:4242' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('tells others whom it is for', async () => {
    const { page } = await openTab(browser, rig.url());
    expect(await page.locator('a.admin-link').count()).toBe(0);
    await page.goto(`${rig.url()}admin`);
    expect(await page.getByRole('alert').textContent()).toBe(
      'This is for the owner alone: open the link that Reelay printed when it started.',
    );
  });
});
