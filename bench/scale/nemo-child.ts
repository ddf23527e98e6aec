/** The Nemo of the scale bench, in a process of its own: says its address. A prompt that says "hold" is never answered. */
import { adk, answer, ROUTES, startFakeNemo } from '../../test/fakes/nemo/index.ts';

const nemo = await startFakeNemo();
nemo.on(ROUTES.prompt, (request, response) => {
  const held = request.body.toString().includes('hold');
  const events = [adk.text('Which photo shall I use?')];
  return answer.sse(events, held ? { hang: true } : {})(request, response);
});
process.send?.(nemo.url);
