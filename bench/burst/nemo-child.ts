/** The Nemo of the burst's bench, in a process of its own. Says its address, then when each prompt arrives. */
import { adk, answer, ROUTES, startFakeNemo } from '../../test/fakes/nemo/index.ts';
import type { BurstReport } from './report.ts';

const say = (report: BurstReport) => process.send?.(report);

const nemo = await startFakeNemo();
nemo.on(ROUTES.prompt, (request, response) => {
  say({ promptAt: Date.now() });
  return answer.sse([adk.text('Which photo shall I use?')])(request, response);
});
say({ url: nemo.url });
