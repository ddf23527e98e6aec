import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startOnWeb } from '../contract/web.ts';
import { adk, answer, type FakeNemo, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { tinyVideo } from '../fakes/tiny-video.ts';
import { NO_CHROMIUM, startBrowser } from './chromium.ts';
import { barriers, dropFiles, openTab, PHOTOS, say } from './rig.ts';

const TWO_CLIPS = {
  d: 4000,
  t: [
    {
      tt: 0,
      sg: ['mountains.jpg', 'sea.jpg'].map((name, index) => ({ id: name, s: index * 2000, d: 2000, m: { name } })),
    },
    { tt: 7, sg: [{ id: 'title', s: 0, d: 2000, m: { text: 'Wide Open' } }] },
  ],
};

describe.skipIf(NO_CHROMIUM)('a visitor of the page', { timeout: 90_000 }, () => {
  let browser: Browser;
  let nemo: FakeNemo;
  let web: Awaited<ReturnType<typeof startOnWeb>>;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    nemo = await startFakeNemo();
    nemo.video = await tinyVideo();
    nemo.on(ROUTES.prompt, nemo.edit(TWO_CLIPS, [adk.text('Your clip has a slow zoom.')]));
    web = await startOnWeb(nemo);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await web.close();
    await nemo.close();
  });

  const bubbles = (page: Page) => page.locator('.message .bubble > p:not(.state)').allTextContents();
  const sees = (page: Page, text: string | RegExp) => page.locator('.message', { hasText: text }).first().waitFor();
  const makesClip = async (page: Page, words = 'make a clip') => {
    await dropFiles(page, PHOTOS.slice(0, 2));
    await page.locator('.attached li').nth(1).waitFor();
    await say(page, words);
    await page.locator('video').first().waitFor();
  };

  it('sees the same in a second tab and after a reload in the middle, and stops it in either', async () => {
    nemo.on(ROUTES.prompt, answer.sse([], { hang: true }));
    const { page, context, problems } = await openTab(browser, web.url());
    await dropFiles(page, PHOTOS.slice(0, 1));
    await say(page, 'make a clip');
    await nemo.called(ROUTES.prompt);
    await page.locator('.message.progress').waitFor();
    const before = await bubbles(page);
    const second = await context.newPage();
    await second.goto(web.url());
    await second.locator('.message.progress').waitFor();
    expect(await bubbles(second)).toEqual(before);
    await page.reload();
    await page.locator('.message.progress').waitFor();
    expect(await bubbles(page)).toEqual(before);
    await say(second, 'cancel');
    await sees(second, '🛑 Stopped: “make a clip”');
    await sees(page, '🛑 Stopped: “make a clip”');
    await expect.poll(() => page.locator('.message.progress').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('gets the video once, without doing anything, when the bot is restarted in the middle', async () => {
    nemo.next(ROUTES.renderStatus, answer.never());
    const { page } = await openTab(browser, web.url());
    await dropFiles(page, PHOTOS.slice(0, 1));
    await say(page, 'make a clip');
    await nemo.called(ROUTES.renderStatus);
    await web.rig.restart();
    await page.locator('video').first().waitFor();
    await web.rig.engine.idle();
    await expect.poll(() => page.locator('.message.progress').count()).toBe(0);
    expect(await page.locator('video').count()).toBe(1);
    expect(await page.locator('header .state').textContent()).toBe('');
    expect(nemo.calls(ROUTES.prompt)).toHaveLength(1);
  });

  it('has a message sent by itself that was written while the bot was away', async () => {
    const { page } = await openTab(browser, web.url());
    await web.rig.stop();
    await say(page, '/status');
    await page.locator('.on-its-way .state', { hasText: 'Not sent' }).waitFor();
    await web.rig.boot();
    await sees(page, 'Nothing is running');
    expect(await page.locator('.message.user').count()).toBe(1);
  });

  it('reorders clips by dragging them, in words that a person would type', async () => {
    const { page } = await openTab(browser, web.url());
    await makesClip(page);
    const clips = page.locator('.clips li');
    await clips.nth(1).waitFor();
    await expect.poll(() => page.locator('.clips img').count()).toBe(2);
    expect(await page.locator('.clips .length').allTextContents()).toEqual(['2 s', '2 s']);
    expect(await page.locator('.bars.text li').textContent()).toBe('Wide Open');
    await clips.nth(0).dragTo(clips.nth(1));
    const sent = await nemo.called(ROUTES.prompt, 2);
    expect(sent.json).toMatchObject({ new_message: { parts: [{ text: 'Move clip 1 to position 2' }] } });
    await sees(page, 'Move clip 1 to position 2');
  });

  it('does all of it with the keyboard alone', async () => {
    const { page } = await openTab(browser, web.url());
    await makesClip(page);
    await page.locator('.clips li').nth(1).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    const tabTo = async (label: string) => {
      for (let presses = 0; presses < 40 && (await focused()) !== label; presses++) await page.keyboard.press('Tab');
      expect(await focused()).toBe(label);
    };
    await page.locator('textarea').focus();
    await tabTo('Move clip 1 one place later');
    await page.keyboard.press('Enter');
    await nemo.called(ROUTES.prompt, 2);
    await web.rig.engine.idle();
    await page.locator('textarea').focus();
    await page.keyboard.type('/stat');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await sees(page, 'Nothing is running');
    const another = page.getByRole('button', { name: /Another version/ }).last();
    await another.focus();
    await page.keyboard.press('Enter');
    await nemo.called(ROUTES.prompt, 3);
  });

  it('keeps several projects apart', async () => {
    const { page } = await openTab(browser, web.url());
    await say(page, '/status');
    await sees(page, 'Nothing is running');
    await page.getByRole('button', { name: 'New project' }).first().click();
    await expect.poll(() => page.locator('.message').count()).toBe(0);
    await say(page, '/timeline');
    await sees(page, /no project/i);
    await page.getByRole('link', { name: '/status' }).click();
    await sees(page, 'Nothing is running');
    expect(await page.locator('.projects li').count()).toBe(2);
  });

  it('takes files that are pasted, and says which ones it cannot take', async () => {
    const { page } = await openTab(browser, web.url());
    await page.locator('textarea').evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['x'], 'pasted.png', { type: 'image/png' }));
      clipboardData.items.add(new File([], 'nothing.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await page.locator('.attached li').first().waitFor();
    expect(await page.locator('.attached li').count()).toBe(1);
    expect(await page.locator('.notice').textContent()).toBe('nothing.png is empty (0 bytes). Choose it again.');
  });

  it('reads it all in Chinese, and is answered so', async () => {
    const { page } = await openTab(browser, web.url(), { locale: 'zh-CN' });
    expect(await page.locator('.empty h2').textContent()).toBe('把照片拖到这里，说说想要什么');
    await makesClip(page, '做一个视频');
    await sees(page, '✅ 视频做好了');
    await page.locator('.clips li').nth(1).waitFor();
    await page.getByRole('button', { name: '把第 1 个片段后移一位' }).click();
    const sent = await nemo.called(ROUTES.prompt, 2);
    expect(sent.json).toMatchObject({ new_message: { parts: [{ text: '把第1张移到第2个位置' }] } });
    await page.locator('select').selectOption('zh-TW');
    await page.getByRole('button', { name: '新專案' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hant');
    await sees(page, /./);
    expect(await barriers(page)).toEqual([]);
  });

  it('has everything within 360 px', async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const { page } = await openTab(browser, web.url(), phone);
    await page.getByLabel('Choose files').setInputFiles(PHOTOS.slice(0, 2));
    await page.locator('.attached li').nth(1).waitFor();
    await page.locator('textarea').fill('make a clip');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('video').first().waitFor();
    await page.locator('.clips li').nth(1).waitFor();
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest).toBe(360);
    await page.getByLabel('Take a photo').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Show projects' }).click();
    await page.getByRole('link', { name: 'make a clip' }).click();
    await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false);
    expect(await barriers(page)).toEqual([]);
  });

  it('is asked for the password from elsewhere', async () => {
    await web.close();
    web = await startOnWeb(nemo, { adapter: { host: '0.0.0.0', password: 'correct horse' } });
    const page = await browser.newPage();
    await page.goto(web.url());
    await page.getByLabel('Password').fill('wrong horse');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator('textarea').waitFor();
  });

  it('loads little, and soon', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(web.url());
    await page.locator('textarea').waitFor();
    const interactive = await page.evaluate(() => Math.round(performance.now()));
    process.stdout.write(`the page: ${bytes} bytes, interactive after ${interactive} ms\n`);
    expect(bytes).toBeLessThan(120_000);
    expect(bytes).toBeGreaterThan(10_000);
  });
});
