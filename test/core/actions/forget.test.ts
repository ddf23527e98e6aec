import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { storedRows } from '../../fakes/stored-turns.ts';
import { gate, promptsSent, startsLongWork, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

describe('forget', () => {
  it('asks first, then stops the work and erases what is stored about this chat alone', async () => {
    await rig.says('animate it', [await rig.photo()]);
    await rig.says('', [await rig.photo('b.jpg')], { chat: 'test:2' });
    await startsLongWork(rig, 'make it longer');
    await rig.engine.accept(rig.chat.message('add a title'));
    rig.chat.sent.length = 0;
    await rig.engine.accept(rig.chat.message('', [], { command: { name: 'forget' } }));
    await expect.poll(() => texts(rig)).toEqual([expect.stringMatching(/Say “forget yes” to do it\.$/)]);
    expect(await rig.says('forget yes')).toEqual([
      '✅ Forgotten: everything I had about this chat. The next message starts fresh.',
    ]);
    const left = await rig.journal();
    expect(left.map((turn) => turn.chat).sort()).toEqual(['test:1', 'test:2']);
    expect(left.find((turn) => turn.chat === 'test:1')).toMatchObject({ text: '', attachments: [], work: [] });
    expect(promptsSent(rig)).not.toContain('add a title');
    // The chat is as new; the other one still has its project.
    expect((await rig.says('what’s on the timeline'))[0]).toBe('There is no project in this chat yet.');
    expect((await rig.says('what’s on the timeline', [], { chat: 'test:2' }))[0]).toMatch(/^Timeline/);
  });
});

describe('forget', () => {
  it('comes to its end as a caption too', { timeout: 5000 }, async () => {
    const command = { name: 'forget', argument: 'yes' } as const;
    expect(await rig.says('', [await rig.photo()], { command })).toEqual([
      '✅ Forgotten: everything I had about this chat. The next message starts fresh.',
    ]);
  });

  it('waits for the end of what it stops, which writes until then', async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork(rig, 'a secret wish');
    const ending = gate();
    rig.chat.endProgress = async () => ending.pass();
    await rig.engine.accept(rig.chat.message('forget yes'));
    await ending.reached;
    expect(await stored('chats')).toHaveLength(1);
    ending.open();
    await rig.engine.idle();
    expect(texts(rig).at(-1)).toMatch(/^✅ Forgotten: everything/);
    expect(await stored('chats')).toEqual([]);
    expect((await rig.journal()).map(({ text }) => text)).toEqual(['']);
  });

  it('leaves nothing behind when a link is being made meanwhile', async () => {
    await rig.says('', [await rig.photo()]);
    const making = gate();
    rig.nemo.next(ROUTES.claim, async (request, response) => {
      await making.pass();
      await answer.ok({ claim_token: 'clm_secret', expires_in: 1 })(request, response);
    });
    await rig.engine.accept(rig.chat.message('open in browser'));
    await making.reached;
    await rig.engine.accept(rig.chat.message('forget yes'));
    await expect.poll(() => texts(rig).at(-1)).toMatch(/^✅ Forgotten: everything/);
    making.open();
    await rig.engine.idle();
    expect(await stored('chats')).toEqual([]);
    expect(await stored('results')).toEqual([]);
  });

  async function stored(table: string): Promise<unknown[]> {
    return storedRows(join(rig.folder, 'reelay.sqlite'), `SELECT key FROM ${table}`);
  }
});
