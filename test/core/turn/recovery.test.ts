import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ShutdownError } from '../../../src/core/queue/chat-queues.ts';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { storedRows } from '../../fakes/stored-turns.ts';
import { promptsSent, startsLongWork, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  await rig.says('', [await rig.photo()]);
  rig.chat.sent.length = 0;
});
afterEach(() => rig.close());

const sql = (statement: string) => storedRows(join(rig.folder, 'reelay.sqlite'), statement);

/** The next process, in which the platform gives messages before the open turns were taken up. */
async function bootsBehindRecovery(): Promise<void> {
  await rig.restart();
  rig.engine.register(rig.chat, { recoverFirst: true });
}

it('a message that comes before the open turns were taken up is answered after them', async () => {
  await startsLongWork(rig, 'first');
  await rig.engine.accept(rig.chat.message('second'));
  await bootsBehindRecovery();
  const accepted = rig.engine.accept(rig.chat.message('third'));
  await new Promise((resolve) => setImmediate(resolve));
  expect((await rig.journal()).filter(({ outcome }) => !outcome).map(({ text }) => text)).toEqual(['first', 'second']);
  expect(await rig.engine.recover('test')).toBe(2);
  expect(await accepted).toBe('accepted');
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['first', 'second', 'third']);
});

it('a message of an open turn that comes again before that was taken up is a duplicate', async () => {
  const message = rig.chat.message('animate it');
  rig.nemo.next(ROUTES.prompt, (_request, response) => void response.flushHeaders());
  await rig.engine.accept(message);
  await rig.nemo.called(ROUTES.prompt);
  await bootsBehindRecovery();
  const accepted = rig.engine.accept(message);
  await rig.engine.recover();
  expect(await accepted).toBe('duplicate');
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['animate it']);
});

it('a chat that gets another id before its open turns were taken up has them in its new place', async () => {
  await startsLongWork(rig, 'first');
  await bootsBehindRecovery();
  const moved = rig.engine.migrate('test:1', 'test:-100');
  await rig.engine.recover();
  await moved;
  await rig.engine.idle();
  expect((await rig.journal()).map(({ chat }) => chat)).toEqual(['test:1', 'test:-100']);
});

it('a message that still waits for the open turns when the process stops is refused', async () => {
  await bootsBehindRecovery();
  const accepted = rig.engine.accept(rig.chat.message('animate it'));
  const refused = expect(accepted).rejects.toThrow(ShutdownError);
  await rig.engine.stop();
  await refused;
});

it('an open turn of a newer version is left as it is and logged, and the others go on', async () => {
  await startsLongWork(rig, 'first');
  await rig.engine.accept(rig.chat.message('second'));
  await rig.stopProcess();
  await sql(
    `UPDATE turns SET version = 99, data = json_set(data, '$.v', 99) WHERE json_extract(data, '$.text') = 'first'`,
  );
  const newer = await sql(`SELECT * FROM turns WHERE version = 99`);
  await rig.boot();
  expect(await rig.engine.recover()).toBe(1);
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['first', 'second']);
  expect(newer).toHaveLength(1);
  expect(await sql(`SELECT * FROM turns WHERE version = 99`)).toEqual(newer);
  expect(rig.log.join('')).toContain('an open turn was written by a newer version; it is left as it is');
});

it('an open turn that is damaged is set aside and reported, once, and the others go on', async () => {
  await startsLongWork(rig, 'first');
  await rig.engine.accept(rig.chat.message('second'));
  await rig.stopProcess();
  await sql(`UPDATE turns SET data = '{"v":1' WHERE json_extract(data, '$.text') = 'first'`);
  await rig.boot();
  await rig.engine.recover();
  await rig.engine.idle();
  const damaged = '⚠️ My notes about this request were damaged, so I can’t finish it. Please send it again.';
  expect(texts(rig).filter((text) => text === damaged)).toHaveLength(1);
  expect(promptsSent(rig)).toEqual(['first', 'second']);
  expect(await sql('SELECT table_name, value FROM quarantine')).toEqual([{ table_name: 'turns', value: '{"v":1' }]);
  await rig.restart();
  expect(await rig.engine.recover()).toBe(0);
});

it('a damaged record lets its chat start afresh, and the chat reads so once', async () => {
  await sql(`UPDATE chats SET value = '{"value":{"language":7}}' WHERE key = 'chats:test:1'`);
  await rig.says('status');
  await rig.says('help');
  const lost = '⚠️ My notes about this chat were damaged, so it starts afresh. Files from before must be sent again.';
  expect(texts(rig).filter((text) => text === lost)).toHaveLength(1);
  expect(texts(rig)[0]).toBe(lost);
  expect(await sql('SELECT key FROM quarantine')).toEqual([{ key: 'test:1' }]);
});
