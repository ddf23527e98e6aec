import { onTestFinished } from 'vitest';
import type { WebOptions } from '../../../src/adapters/web/adapter.ts';
import { startOnWeb } from '../../contract/web.ts';
import { type FakeNemo, startFakeNemo } from '../../fakes/nemo/index.ts';
import { tinyVideo } from '../../fakes/tiny-video.ts';
import { WebVisitor } from '../../fakes/web-visitor.ts';

/** The page with a fake Nemo behind it, until the test is over. */
export async function webRig(adapter: Partial<WebOptions> = {}) {
  const nemo: FakeNemo = await startFakeNemo();
  nemo.video = await tinyVideo();
  const web = await startOnWeb(nemo, { adapter });
  const visitors: WebVisitor[] = [];
  onTestFinished(async () => {
    for (const each of visitors) each.close();
    await web.close();
    await nemo.close();
  });
  const visitor = (locale?: string) => {
    const made = new WebVisitor(web.url, locale);
    visitors.push(made);
    return made;
  };
  return { ...web, nemo, visitor };
}
