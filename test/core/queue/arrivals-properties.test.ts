import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { holds } from '../../support/properties.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  rig.nemo.on(ROUTES.prompt, answer.sse([adk.text('Done.')]));
});
afterEach(() => rig.close());

/** Who writes when: chats by turns, some messages given twice, some waited for and some not. */
const arrivals = fc.array(
  fc.record({ chat: fc.integer({ min: 1, max: 3 }), twice: fc.boolean(), waits: fc.boolean() }),
  // So few that no chat has more waiting than it may have.
  { minLength: 1, maxLength: 5 },
);

it('messages that come in any order are worked on once each, those of a chat in the order they came', async () => {
  let run = 0;
  await holds(
    fc.asyncProperty(arrivals, async (all) => {
      run += 1;
      const before = promptsSent(rig).length;
      const accepting: Promise<unknown>[] = [];
      for (const [index, { chat, twice, waits }] of all.entries()) {
        const message = { ...rig.chat.message(`chat ${chat} asks ${index}`), chat: `test:${run}-${chat}` };
        accepting.push(rig.engine.accept(message));
        if (twice) accepting.push(rig.engine.accept(message));
        if (waits) await accepting.at(-1);
      }
      await Promise.all(accepting);
      await rig.engine.idle();
      const prompts = promptsSent(rig).slice(before);
      expect(prompts).toHaveLength(all.length);
      for (const chat of [1, 2, 3]) {
        const asked = all.flatMap((each, index) => (each.chat === chat ? [`chat ${chat} asks ${index}`] : []));
        expect(prompts.filter((text) => text?.startsWith(`chat ${chat} `))).toEqual(asked);
      }
    }),
    12,
  );
});
